/** `pagebeat customer show`: who a customer is, why, what is known of them and from where, and what happened. */
import { findLines } from '../../src/db/customers/find-by-name.ts'
import { readProfile } from '../../src/db/customers/read-profile.ts'
import { findTimeline, type TimelineEntry } from '../../src/db/customers/timeline.ts'
import { findIdRows } from '../../src/db/identity/customer-ids.ts'
import { findFacts } from '../../src/db/identity/find-facts.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { describeCustomer, type ShownCustomer } from './describe-customer.ts'
import { requireCustomer } from './named-customer.ts'
import { type Identity, withIdentity } from './with-identity.ts'

export interface ShowOptions {
  readonly limit: number
  readonly texts?: true
  readonly json?: true
}

export async function showCustomer(named: string, { limit, texts, json }: ShowOptions): Promise<void> {
  await withIdentity(async (identity) => {
    const shown = await readCustomer(identity, named, limit)
    const timeline = texts ? shown.timeline : shown.timeline.map(withoutText)
    if (json) return printJson({ ...shown, timeline }, 2)
    for (const line of describeCustomer({ ...shown, timeline })) printLine(line)
    if (timeline.length === limit) printLine(`  (only the latest ${limit}: see --limit)`)
  })
}

function withoutText(entry: TimelineEntry): TimelineEntry {
  const { text: _text, ...rest } = entry
  return rest
}

async function readCustomer(identity: Identity, named: string, limit: number): Promise<ShownCustomer> {
  const { db } = identity
  const { pId, ids, links } = await requireCustomer(identity, named)
  const [line] = await findLines(db, [pId])
  const origins = [...new Set(ids.map((row) => row.originPId ?? row.pId))]
  const facts = [...(await findFacts(db, origins)).values()].flat()
  const profile = (await readProfile(db, pId)).map(({ name, value }) => {
    const fact = facts.find((each) => each.name === name && each.value === value)
    return { name, value, strength: fact?.strength ?? 'brand', source: fact?.source, ts: fact?.ts }
  })
  const leadIds = ids.flatMap(({ kind, value }) => (kind === 'lead' ? [value] : []))
  const timeline = await findTimeline(db, { pId, leadIds, limit })
  const rows = await findIdRows(
    db,
    links.flatMap(({ a, b }) => [a, b]),
  )
  const sharedIds = [...rows].flatMap(([id, { isShared }]) => (isShared ? [id] : []))
  return { pId, name: line?.name, ids, links, sharedIds, profile, timeline }
}
