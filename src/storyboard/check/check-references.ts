/** Finds names that are used but not defined. */
import type { Path } from '../document.ts'
import { nearest, suggestion } from '../nearest.ts'
import { profileColumns } from '../schema/actions.ts'
import type { StoryboardFile } from '../schema.ts'
import { builtInEntities } from '../scope.ts'
import { walkActions } from '../walk-actions.ts'
import type { Finding } from './finding.ts'
import { findTemplates } from './find-templates.ts'
import { findLinks } from './links.ts'

export function checkReferences(definition: StoryboardFile): Finding[] {
  const scenes = Object.keys(definition.scenes)
  const intents = Object.keys(definition.intents ?? {})
  const languages = definition.languages ?? ['en']
  const hubs = Object.keys(definition.hubs ?? {})
  const entities = [...Object.keys(definition.entities ?? {}), ...builtInEntities]
  const findings: Finding[] = findLinks(definition).flatMap(({ to, path }) =>
    unknown('scene', to, { known: scenes, path }),
  )
  for (const [name, scene] of Object.entries(definition.scenes)) {
    for (const [index, { intent }] of (scene.on ?? []).entries()) {
      const path = ['scenes', name, 'on', index, 'intent']
      for (const one of [intent ?? []].flat())
        findings.push(...unknown('intent', one, { known: intents, path }))
    }
  }
  for (const { action, path } of walkActions(definition)) {
    if ('hub' in action) findings.push(...unknown('hub', action.hub, { known: hubs, path: [...path, 'hub'] }))
    if ('verify' in action)
      findings.push(...unknown('hub', action.sent_by, { known: hubs, path: [...path, 'sent_by'] }))
    if ('ask' in action && action.entity !== undefined) {
      findings.push(...unknown('entity', action.entity, { known: entities, path: [...path, 'entity'] }))
    }
    if ('set' in action) {
      for (const key of Object.keys(action.set).filter((name) => name.startsWith('profile.'))) {
        const place = { known: profileColumns, path: [...path, 'set', key] }
        findings.push(...unknown('profile column', key.slice('profile.'.length), place))
      }
    }
  }
  return [...findings, ...unknownLanguages(definition, languages)]
}

/** Where no text has a language of the list, but texts have one like it, the list is wrong and not the texts. */
function unknownLanguages(definition: StoryboardFile, languages: readonly string[]): Finding[] {
  const told = findTemplates(definition).flatMap(({ language, path }) =>
    // What is said in languages that the storyboard does not have.
    language === undefined || path[0] === 'other_language' ? [] : [{ language, path }],
  )
  const used = new Set(told.map(({ language }) => language))
  const misspelt = new Map<string, Finding>()
  const others: Finding[] = []
  for (const [language, [first, ...more]] of Map.groupBy(told, (one) => one.language)) {
    if (languages.includes(language) || first === undefined) continue
    const { path } = first
    const meant = nearest(language, languages)
    if (meant === undefined || used.has(meant)) {
      const count = more.length === 0 ? '' : ` (${more.length + 1} texts have it)`
      const findings = unknown('language', language, { known: languages, path })
      others.push(...findings.map((one) => ({ ...one, message: `${one.message}${count}` })))
    } else
      misspelt.set(language, {
        path: ['languages', languages.indexOf(meant)],
        message: `no text has the language ${JSON.stringify(meant)}, but texts have ${JSON.stringify(language)}: write ${language} here`,
      })
  }
  return [...misspelt.values(), ...others]
}

function unknown(
  kind: string,
  name: string,
  place: { readonly known: readonly string[]; readonly path: Path },
): Finding[] {
  if (place.known.includes(name)) return []
  const message = `there is no ${kind} ${JSON.stringify(name)}: ${suggestion(name, place.known)}`
  return [{ path: place.path, message }]
}
