/** Customers whom the Page blocks: they can no longer write, comment or react, and get no message. */
import type { PersonState } from '../world/state.ts'
import { findPersonByPsid, psidOf } from '../world/world.ts'
import { requirePermission } from './access.ts'
import { listOf, textOf, type JsonBag, type PageCall } from './call.ts'
import { badParameter, noMatchingUser } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

/** POST /{page}/blocked with `psid` (a list) → `{"<psid>": true}`. A second block changes nothing. */
export function postBlocked(world: GraphWorld, call: PageCall): JsonBag {
  const people = requirePeople(world, call)
  for (const [, person] of people) setBlocked(world, call, { person, isBlocked: true })
  return Object.fromEntries(people.map(([psid]) => [psid, true]))
}

export function deleteBlocked(world: GraphWorld, call: PageCall): JsonBag {
  for (const [, person] of requirePeople(world, call)) setBlocked(world, call, { person, isBlocked: false })
  return { success: true }
}

export function getBlocked({ people }: GraphWorld, { page }: PageCall): JsonBag {
  const data = [...people.values()]
    .filter(({ key }) => page.blocked.has(key))
    .map((person) => ({ id: person.psids.get(page.id) ?? '', name: person.name }))
  return { data, paging: {} }
}

function setBlocked(
  world: GraphWorld,
  { page }: PageCall,
  { person, isBlocked }: { readonly person: PersonState; readonly isBlocked: boolean },
): void {
  if (page.blocked.has(person.key) === isBlocked) return
  if (isBlocked) page.blocked.add(person.key)
  else page.blocked.delete(person.key)
  const psid = psidOf(world, person, page)
  const action = isBlocked ? 'blocked' : 'unblocked'
  world.ledger.signal({ at: Math.floor(world.now()), page: page.id, psid, action }, person)
}

/** Throws GraphError 100 without an id, 100/2018001 for one that is no customer of the Page. */
function requirePeople(
  world: GraphWorld,
  { page, params }: PageCall,
): (readonly [psid: string, person: PersonState])[] {
  requirePermission(page, 'pages_manage_engagement')
  const given = listOf(params, 'psid') ?? [textOf(params, 'psid') ?? '']
  const psids = given.map(String).filter((psid) => psid !== '')
  if (psids.length === 0) throw badParameter('The parameter psid is required')
  return psids.map((psid) => {
    const person = findPersonByPsid(world, page, psid) ?? findByFeedId(world, page.id, psid)
    if (person === undefined) throw noMatchingUser()
    return [psid, person]
  })
}

function findByFeedId({ people }: GraphWorld, pageId: string, id: string): PersonState | undefined {
  return [...people.values()].find(({ feedIds }) => feedIds.get(pageId) === id)
}
