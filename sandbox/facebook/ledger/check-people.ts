import type { Connection } from 'mysql2/promise'
import { query, textOf, timeOf } from './found-rows.ts'
import { flag } from './event-ledger.ts'
import type { EventLedger } from './event-ledger.ts'
import type { Findings } from './verdict.ts'

/**
 * Every customer of an acked event has one chan2Profile row, a profile and a profileFacebook row with their latest name and the
 * times of their last interaction, inbound message and outbound message. Returns how many people there are.
 */
export async function checkPeople(
  connection: Connection,
  ledger: EventLedger,
  findings: Findings,
): Promise<number> {
  const expected = expectPeople(ledger)
  const people = [...ledger.people.items.keys()].filter((person) => expected.acked[person] === 1)
  for (let start = 0; start < people.length; start += 1000) {
    const chunk = people.slice(start, start + 1000)
    const ids = chunk.map((person) => channelId(ledger, person))
    const rows = await query(connection, sql, [ids])
    const found = Map.groupBy(rows, (row) => textOf(row, 'channelId'))
    for (const person of chunk) {
      const id = channelId(ledger, person)
      const [row, ...others] = found.get(id) ?? []
      if (row === undefined) findings.add('wrong', () => `customer ${id}: no chan2Profile row`)
      else if (others.length > 0)
        findings.add('wrong', () => `customer ${id}: ${others.length + 1} chan2Profile rows`)
      else {
        const faults = expected.faultsOf(person, {
          pId: textOf(row, 'pId'),
          profile: textOf(row, 'profileId'),
          facebook: textOf(row, 'facebookId'),
          name: textOf(row, 'name'),
          last: timeOf(row, 'lastInteractionTs'),
          inbound: timeOf(row, 'lastInboundMsgTs'),
          outbound: timeOf(row, 'lastOutboundMsgTs'),
        })
        if (faults.length > 0) findings.add('wrong', () => `customer ${id}: ${faults.join('; ')}`)
      }
    }
  }
  return people.length
}

const sql = `SELECT c.channelId, c.pId, p.pId profileId, f.pId facebookId, f.name, f.lastInteractionTs, f.lastInboundMsgTs, f.lastOutboundMsgTs
  FROM chan2Profile c LEFT JOIN profile p ON p.pId = c.pId LEFT JOIN profileFacebook f ON f.pId = c.pId
  WHERE c.cidType = 'facebook' AND c.channelId IN (?)`

interface FoundPerson {
  readonly pId: string
  readonly profile: string
  readonly facebook: string
  readonly name: string
  readonly last: string
  readonly inbound: string
  readonly outbound: string
}

/** For each time the greatest of acked events, and the greatest of all that may have arrived or whose time is open. */
function expectPeople(ledger: EventLedger) {
  const count = ledger.people.items.length
  const acked = new Uint8Array(count)
  const times = {
    last: range(count),
    inbound: range(count),
    outbound: range(count),
    named: range(count),
  }
  const sureName = new Int32Array(count).fill(-1)
  const possibleName = new Int32Array(count).fill(-1)
  for (let event = 0; event < ledger.length; event += 1) {
    const person = ledger.person.at(event)
    const flags = ledger.flags.at(event)
    if (person < 0 || !ledger.wasSent(event) || (flags & flag.forged) !== 0) continue
    const isSure = ledger.wasAcked(event)
    const hasOwnTime = (flags & flag.looseTime) === 0
    const ts = ledger.ts.at(event)
    if (isSure) acked[person] = 1
    raise(times.last, person, ts, isSure && hasOwnTime)
    if ((flags & flag.inbound) !== 0) raise(times.inbound, person, ts, isSure)
    if ((flags & flag.outbound) !== 0) raise(times.outbound, person, ts, isSure)
    const name = ledger.name.at(event)
    if (name < 0) continue
    if (isSure && ts >= (times.named.sure[person] ?? 0)) sureName[person] = name
    if (ts >= (times.named.possible[person] ?? 0)) possibleName[person] = name
    raise(times.named, person, ts, isSure)
  }
  const nameOf = (name: number | undefined) =>
    name === undefined || name < 0 ? '' : (ledger.names.items[name] ?? '')

  return {
    acked,
    faultsOf(person: number, found: FoundPerson): string[] {
      const faults: string[] = []
      const pId = ledger.people.items[person] ?? ''
      if (found.pId !== pId) faults.push(`pId ${found.pId}, expected ${pId}`)
      if (found.profile === '') faults.push('no profile row')
      if (found.facebook === '') return [...faults, 'no profileFacebook row']
      const names = [nameOf(sureName[person]), nameOf(possibleName[person])]
      if (!names.includes(found.name))
        faults.push(`name ${JSON.stringify(found.name)}, expected ${JSON.stringify(names[0])}`)
      for (const [column, bounds, value] of [
        ['lastInteractionTs', times.last, found.last],
        ['lastInboundMsgTs', times.inbound, found.inbound],
        ['lastOutboundMsgTs', times.outbound, found.outbound],
      ] as const) {
        const sure = bounds.sure[person] ?? 0
        const possible = bounds.possible[person] ?? 0
        const isRight = value === '' ? sure === 0 : Number(value) >= sure && Number(value) <= possible
        if (!isRight) faults.push(`${column} ${value || 'NULL'}, expected ${sure === 0 ? 'NULL' : sure}`)
      }
      return faults
    },
  }
}

interface Range {
  readonly sure: Float64Array
  readonly possible: Float64Array
}

function range(count: number): Range {
  return { sure: new Float64Array(count), possible: new Float64Array(count) }
}

function raise({ sure, possible }: Range, person: number, ts: number, isSure: boolean): void {
  if (isSure) sure[person] = Math.max(sure[person] ?? 0, ts)
  possible[person] = Math.max(possible[person] ?? 0, ts)
}

function channelId(ledger: EventLedger, person: number): string {
  return (ledger.people.items[person] ?? '').slice('facebook:'.length)
}
