/** Finds templates that do not parse, use unknown names, or are longer than Facebook allows. */
import { nearest, suggestion } from '../nearest.ts'
import type { StoryboardFile } from '../schema.ts'
import { knownNames } from '../scope.ts'
import type { TemplateEngine } from '../templates.ts'
import type { Finding } from './finding.ts'
import { findTemplates, type FoundTemplate } from './find-templates.ts'

type Known = ReturnType<typeof knownNames>

export function checkTemplates(definition: StoryboardFile, templates: TemplateEngine): Finding[] {
  const known = knownNames(definition)
  return findTemplates(definition).flatMap((found) => {
    const parsed = found.isCondition ? templates.parseCondition(found.source) : templates.parse(found.source)
    if ('mistake' in parsed) {
      const what = found.isCondition ? parsed.mistake : `is not a valid template: ${parsed.mistake}`
      return [{ path: found.path, message: what }]
    }
    return [...unknownNames(parsed.names, { found, known }), ...tooLong(parsed.fixedLength, found)]
  })
}

function unknownNames(
  names: readonly (readonly unknown[])[],
  { found, known }: { readonly found: FoundTemplate; readonly known: Known },
): Finding[] {
  const complaints = names.flatMap(([root, name]) => {
    if (root === 'value' && found.knowsValue) return []
    if (typeof root !== 'string' || !Object.hasOwn(known, root)) {
      return [
        `there is no ${JSON.stringify(root)} in a template: ${suggestion(String(root), Object.keys(known))}`,
      ]
    }
    const below = known[root]
    if (below === undefined || typeof name !== 'string' || below.includes(name)) return []
    return [`there is no ${root}.${name}: ${suggestion(name, below)}${howToGet(root, nearest(name, below))}`]
  })
  return [...new Set(complaints)].map((message) => ({ path: found.path, message }))
}

/** Where the name is probably no slip. */
function howToGet(root: string, near: string | undefined): string {
  if (root === 'context') return ' (declare it under variables)'
  if (root === 'slots') return ' (a slot is filled by an ask)'
  if (root === 'profile' && near === undefined) return ' (name a column of your own in profile_columns)'
  return ''
}

function tooLong(length: number, { limit, path }: FoundTemplate): Finding[] {
  if (limit === undefined || length <= limit) return []
  return [
    {
      path,
      message: `has ${length} characters, but Facebook allows ${limit}: shorten it by ${length - limit}`,
    },
  ]
}
