/** Finds texts that are missing in one of the languages: its customers would read another one. */
import type { Path } from '../document.ts'
import type { StoryboardFile } from '../schema.ts'
import type { Finding } from './finding.ts'
import { findTemplates, type FoundTemplate } from './find-templates.ts'

/** One warning for each language, at its first missing text. A warning for each text would hide the other warnings. */
export function findUntranslated(definition: StoryboardFile): Finding[] {
  const { languages = ['en'] } = definition
  if (languages.length < 2) return []
  const names = namesIn(definition)
  const found = findTemplates(definition).filter((one) => isText(one) && !names.has(one.source))
  const texts = Map.groupBy(found, placeOfText)
  const lacking = [...texts.values()].flatMap((some) => lackingIn(some, languages))
  return [...Map.groupBy(lacking, ({ language }) => language)].flatMap(([language, all]) => {
    const [first] = all
    if (first === undefined) return []
    const places = [...new Set(all.map(({ path }) => partOf(path)))].join(', ')
    const others = all.length === 1 ? '' : ` (${all.length} texts lack it, in: ${places})`
    const message = `has no text in ${language}: write it under each language${others}`
    return [{ path: first.path, message, isWarning: true as const }]
  })
}

/** Names of drinks or towns: the values of an entity are the same in all languages. */
function namesIn({ entities = {} }: StoryboardFile): ReadonlySet<string> {
  return new Set(
    Object.values(entities).flatMap((entity) => ('values' in entity ? Object.keys(entity.values) : [])),
  )
}

interface Lacking {
  readonly path: Path
  readonly language: string
}

function lackingIn(some: readonly FoundTemplate[], languages: readonly string[]): Lacking[] {
  const [first] = some
  if (first === undefined) return []
  const given = new Set(some.map(({ language }) => language))
  // A plain text is in the first language.
  if (given.has(undefined)) given.add(languages[0])
  return languages.flatMap((language) => (given.has(language) ? [] : [{ path: first.path, language }]))
}

/**
 * False for templates without letters, which are the same in all languages, for values and notes, which no customer
 * reads, and for what is said in languages that the storyboard does not have.
 */
function isText({ source, isCondition, path }: FoundTemplate): boolean {
  const isForCustomers =
    path[0] !== 'other_language' && !path.some((step) => step === 'set' || step === 'note')
  const isAddress = /(?:^|_)(?:url|image|video|audio|file|log_in)$/.test(String(path.at(-1)))
  if (isCondition || isAddress || !isForCustomers) return false
  return /\p{L}/u.test(source.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/gs, ''))
}

/** The same place for all variants and languages of one text. */
function placeOfText({ path, language }: FoundTemplate): string {
  const end = language === undefined ? path.length : path.lastIndexOf(language)
  return path.slice(0, end).join('/')
}

function partOf([part, name]: Path): string {
  return part === 'scenes' ? String(name) : String(part)
}
