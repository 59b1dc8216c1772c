export interface ChangelogSection {
  /** The line of the heading, for example `## [1.2.0] (unreleased)`. */
  readonly heading: string
  /** The lines below it, up to the next version, without blank lines around them. */
  readonly text: string
}

/** The section of a version in a CHANGELOG.md as Keep a Changelog writes it; undefined when there is none. */
export function findSection(changelog: string, version: string): ChangelogSection | undefined {
  const start = changelog.split('\n').findIndex((line) => line.startsWith(`## [${version}]`))
  if (start < 0) return undefined
  const [heading = '', ...rest] = changelog.split('\n').slice(start)
  const end = rest.findIndex((line) => /^## |^\[[^\]]+\]: /.test(line))
  const lines = end < 0 ? rest : rest.slice(0, end)
  return { heading, text: lines.join('\n').trim() }
}
