import { nameOfKey } from '../domain/identity-link.ts'
import type { Explored } from './explore.ts'
import { createSets } from './sets.ts'

/**
 * The part of what was explored whose customers, as they are and as the links say, consist of ids that the caller holds.
 * The names of all other ids are `open`: others may be changing them.
 */
export function splitByHeld(
  explored: Explored,
  isHeld: (name: string) => boolean,
): { readonly closed: Explored; readonly open: ReadonlySet<string> } {
  const { keys, rows, shared, components, isLinked } = explored
  const free = [...keys.keys()].filter((name) => !isHeld(name))
  if (free.length === 0) return { closed: explored, open: new Set() }
  // A link of an id without a row connects nobody yet.
  if (free.some((name) => !rows.has(name) && isLinked(name)))
    return { closed: { ...explored, keys: new Map(), shared: new Map() }, open: new Set(keys.keys()) }
  const sets = createSets<string>()
  for (const name of keys.keys()) {
    const row = rows.get(name)
    if (row === undefined) continue
    sets.join(`is ${row.pId}`, nameOfKey(row))
    sets.join(`will ${components.get(row.originPId ?? row.pId)?.pId ?? ''}`, nameOfKey(row))
  }
  const open = new Set(
    sets
      .all()
      .filter((names) => names.some((name) => keys.has(name) && !isHeld(name)))
      .flat(),
  )
  return {
    closed: {
      ...explored,
      keys: new Map([...keys].filter(([name]) => !open.has(name))),
      shared: new Map([...shared].filter(([name]) => !open.has(name))),
    },
    open: new Set([...keys.keys()].filter((name) => open.has(name))),
  }
}
