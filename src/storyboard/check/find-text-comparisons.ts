/** Finds conditions that compare a text with a number: `{{ … | date: "%u" }}` is "7", and never equals 7. */
import { isComputed } from '../engine/set.ts'
import type { StoryboardFile } from '../schema.ts'
import { walkActions } from '../walk-actions.ts'
import type { Finding } from './finding.ts'
import { findTemplates } from './find-templates.ts'

export function findTextComparisons(definition: StoryboardFile): Finding[] {
  const texts = namesOfTexts(definition)
  return findTemplates(definition).flatMap(({ isCondition, source, path }) => {
    if (isCondition !== true) return []
    const compared = source.matchAll(/\b((?:context|slots)\.\w+) *([!=]=) *(-?\d+(?:\.\d+)?)(?![\w.])/g)
    return [...compared].flatMap(([, name = '', sign = '', number = '']) => {
      if (!texts.has(name)) return []
      const message = `compares a text with a number, which are never equal: write ${name} ${sign} '${number}'`
      return [{ path, message, isWarning: true as const }]
    })
  })
}

/** What only `set` fills, and only with texts. A hub may fill each variable, and a question its slot. */
function namesOfTexts({ variables = {}, hubs, ...definition }: StoryboardFile): ReadonlySet<string> {
  const actions = walkActions({ variables, ...definition }).map(({ action }) => action)
  const stored = actions.flatMap((action) => ('set' in action ? Object.entries(action.set) : []))
  const others = new Set([
    ...stored.filter(([, value]) => value !== null && !isText(value)).map(([name]) => name),
    ...Object.entries(variables).flatMap(([name, value]) =>
      hubs !== undefined || (value !== null && !isText(value)) ? [`context.${name}`] : [],
    ),
    ...actions.flatMap((action) => ('ask' in action ? [`slots.${action.ask}`] : [])),
  ])
  const texts = stored.filter(([, value]) => isText(value)).map(([name]) => name)
  return new Set(texts.filter((name) => !others.has(name)))
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && !isComputed(value)
}
