/** Finds intents that `unsure` may name without a title, titles that are no choice, and scenes that can never follow. */
import type { Path } from '../document.ts'
import { suggestion } from '../nearest.ts'
import type { UnsureSpec } from '../schema/unsure.ts'
import type { Scene, StoryboardFile } from '../schema.ts'
import type { Trigger } from '../schema/triggers.ts'
import { triggerKinds } from '../schema/triggers.ts'
import { normalise, templatesIn } from '../texts.ts'
import type { Finding } from './finding.ts'

export function checkUnsure(definition: StoryboardFile): Finding[] {
  const { unsure, scenes } = definition
  return [
    ...(unsure === undefined ? [] : checkTitles(unsure, definition)),
    ...Object.entries(scenes).flatMap(([name, scene]) => checkAlso(scene, ['scenes', name])),
  ]
}

function checkTitles(unsure: UnsureSpec, { intents = {}, scenes }: StoryboardFile): Finding[] {
  const { titles, except = [] } = unsure
  const known = Object.keys(intents)
  const leading = new Set(Object.values(scenes).flatMap(intentsOf))
  const place: Path = ['unsure', 'titles']
  const named = Object.keys(titles)
  return [
    ...named.flatMap((name) => unknownIntent(name, { known, path: [...place, name] })),
    ...except.flatMap((name, index) => unknownIntent(name, { known, path: ['unsure', 'except', index] })),
    ...known
      .filter((name) => leading.has(name) && !named.includes(name) && !except.includes(name))
      .map((name) => ({
        path: place,
        message: `has no title for the intent ${name}, which unsure may name: add one, or list ${name} under except`,
      })),
    ...named
      .filter((name) => known.includes(name) && (except.includes(name) || !leading.has(name)))
      .map((name) => ({
        path: [...place, name],
        message: except.includes(name)
          ? `is under except, too: remove it from one of them`
          : `is never shown: no scene starts in Messenger by the intent ${name} alone`,
        isWarning: true as const,
      })),
    ...tooFew(named.filter((name) => leading.has(name) && !except.includes(name))),
    ...sameTitles(unsure),
  ]
}

function unknownIntent(
  name: string,
  { known, path }: { readonly known: readonly string[]; readonly path: Path },
): Finding[] {
  if (known.includes(name)) return []
  return [{ path, message: `there is no intent ${JSON.stringify(name)}: ${suggestion(name, known)}` }]
}

/** The intents that start this scene in Messenger. */
function intentsOf({ on = [] }: Scene): readonly string[] {
  return on.filter(isOfMessenger).flatMap(({ intent }) => [intent ?? []].flat())
}

function isOfMessenger(trigger: Trigger): boolean {
  const kind = triggerKinds.find((name) => trigger[name] !== undefined) ?? 'message'
  return kind === 'message' && trigger.keyword === undefined
}

function tooFew(named: readonly string[]): Finding[] {
  if (named.length >= 2) return []
  const message =
    'needs the titles of two or more intents that start a scene: with fewer, nothing can be asked'
  return [{ path: ['unsure', 'titles'], message }]
}

/** Two titles that read the same in one language. */
function sameTitles({ titles, something_else: last }: UnsureSpec): Finding[] {
  const owners = new Map<string, string>()
  const all = [
    ...(last === undefined
      ? []
      : [{ owner: 'something_else', label: last, path: ['unsure', 'something_else'] }]),
    ...Object.entries(titles).map(([name, label]) => ({
      owner: name,
      label,
      path: ['unsure', 'titles', name],
    })),
  ]
  return all.flatMap(({ owner, label, path }) =>
    templatesIn(label).flatMap(({ source, path: below }) => {
      const key = `${below.join('.')} ${normalise(source) || source.trim()}`
      const first = owners.get(key) ?? owner
      owners.set(key, first)
      if (first === owner) return []
      return [
        {
          path: [...path, ...below],
          message: `is the title of ${first}, too: customers cannot choose between them`,
        },
      ]
    }),
  )
}

function checkAlso({ also, do: actions, ...scene }: Scene, path: Path): Finding[] {
  if (also !== true) return []
  const hasIntent = intentsOf({ do: actions, ...scene }).length > 0
  const handsOver = actions.some((action) => 'hand_over' in action)
  return [
    ...(hasIntent
      ? []
      : [{ path: [...path, 'also'], message: 'has no effect: no intent starts this scene in Messenger' }]),
    ...(handsOver
      ? [
          {
            path: [...path, 'also'],
            message: 'has no effect: this scene always hands over, so it follows no other reply',
          },
        ]
      : []),
  ]
}
