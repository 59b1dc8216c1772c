/** Stores values in the context, and in the customer's profile if they fit its columns. */
import type { JsonValue, ProfileChanges } from '../../domain/reply.ts'
import { profileColumns, type SetAction } from '../schema/actions.ts'
import { bounded } from './context.ts'
import { rendered, type Run } from './run.ts'

export function set(run: Run, { set: values }: SetAction): void {
  for (const [key, given] of Object.entries(values)) {
    const value = typeof given === 'string' ? toValue(given, rendered(run, given) ?? '') : given
    const [group, name = ''] = key.split('.')
    if (group === 'context') store(run.variables, { name, value })
    else if (group === 'slots') store(run.slots, { name, value })
    else changeProfile(run, toProfileChanges({ [name]: value }))
  }
}

const arithmetic = /\|\s*(?:plus|minus|times|divided_by|modulo|round|ceil|floor|abs|at_least|at_most|size)\b/

/** Whether this template makes a number. */
export function isComputed(source: string): boolean {
  return arithmetic.test(source)
}

/** A computed value becomes a number, so that conditions can compare it. Any other value stays a text. */
function toValue(source: string, text: string): string | number {
  const isNumber = isComputed(source) && /^-?\d{1,15}(?:\.\d+)?$/.test(text)
  return isNumber ? Number(text) : text
}

/** null deletes the value. */
function store(
  group: Record<string, JsonValue>,
  { name, value }: { readonly name: string; readonly value: JsonValue },
) {
  group[name] = bounded(value)
}

/** `by`: a value of the hub counts as one of the brand's own system. */
export function changeProfile(
  run: Run,
  changes: ProfileChanges,
  by: 'storyboard' | 'hub' = 'storyboard',
): void {
  const names = Object.keys(changes)
  run.changes = { ...run.changes, ...changes }
  run.profile = { ...run.profile, ...changes }
  run.setByHub = [...run.setByHub.filter((name) => !names.includes(name)), ...(by === 'hub' ? names : [])]
}

const widest = 255
const mostPoints = 2_147_483_647

/** The values that fit their columns; others are dropped. */
export function toProfileChanges(values: Readonly<Record<string, unknown>>): ProfileChanges {
  const changes: Record<string, string | number> = {}
  for (const column of profileColumns) {
    const value = values[column]
    const fitting = column === 'loyaltyPoints' ? toPoints(value) : toText(column, value)
    if (fitting !== undefined) changes[column] = fitting
  }
  return changes
}

function toPoints(value: unknown): number | undefined {
  const points = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof points === 'number' && Number.isFinite(points) && Math.abs(points) <= mostPoints
    ? Math.round(points)
    : undefined
}

function toText(column: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value).toWellFormed().trim().slice(0, widest).toWellFormed()
  if (text === '') return undefined
  if (column === 'email') return /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined
  return text
}
