import type { Connection } from 'mysql2/promise'
import { flag, type EventLedger } from './event-ledger.ts'
import { query, textOf, timeOf, type Row } from './found-rows.ts'
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
  const { acked, faultsOf } = expectPeople(ledger)
  const people = [...ledger.people.items.keys()].filter((person) => acked[person] === 1)
  const idOf = (person: number) => (ledger.people.items[person] ?? '').slice('facebook:'.length)
  for (let start = 0; start < people.length; start += 1000) {
    const chunk = people.slice(start, start + 1000)
    const rows = await query(connection, sql, [chunk.map(idOf)])
    const found = Map.groupBy(rows, (row) => textOf(row, 'channelId'))
    for (const person of chunk) {
      const [row, ...others] = found.get(idOf(person)) ?? []
      const faults =
        row === undefined
          ? ['no chan2Profile row']
          : others.length > 0
            ? [`${others.length + 1} chan2Profile rows`]
            : faultsOf(person, row)
      if (faults.length > 0) findings.add('wrong', () => `customer ${idOf(person)}: ${faults.join('; ')}`)
    }
  }
  return people.length
}

const sql = `SELECT c.channelId, c.pId, p.pId profileId, f.pId facebookId, f.name, f.lastInteractionTs, f.lastInboundMsgTs, f.lastOutboundMsgTs
  FROM chan2Profile c LEFT JOIN profile p ON p.pId = c.pId LEFT JOIN profileFacebook f ON f.pId = c.pId
  WHERE c.cidType = 'facebook' AND c.channelId IN (?)`

/** For each time the greatest of acked events, and the greatest of all that may have arrived or whose time is open. */
function expectPeople(ledger: EventLedger) {
  const count = ledger.people.items.length
  const acked = new Uint8Array(count)
  const times = {
    lastInteractionTs: range(count),
    lastInboundMsgTs: range(count),
    lastOutboundMsgTs: range(count),
  }
  const named = range(count)
  const sureName = new Int32Array(count).fill(-1)
  const possibleName = new Int32Array(count).fill(-1)
  for (let event = 0; event < ledger.length; event += 1) {
    const person = ledger.person.at(event)
    const flags = ledger.flags.at(event)
    if (person < 0 || !ledger.wasSent(event) || ledger.isForged(event)) continue
    const isSure = ledger.wasAcked(event)
    const hasOwnTime = (flags & flag.looseTime) === 0
    const ts = ledger.ts.at(event)
    if (isSure) acked[person] = 1
    raise(times.lastInteractionTs, person, ts, isSure && hasOwnTime)
    if ((flags & flag.inbound) !== 0) raise(times.lastInboundMsgTs, person, ts, isSure)
    if ((flags & flag.outbound) !== 0) raise(times.lastOutboundMsgTs, person, ts, isSure)
    const name = ledger.name.at(event)
    if (name < 0) continue
    if (isSure && ts >= (named.sure[person] ?? 0)) sureName[person] = name
    if (ts >= (named.possible[person] ?? 0)) possibleName[person] = name
    raise(named, person, ts, isSure)
  }
  const nameOf = (name: number | undefined) =>
    name === undefined || name < 0 ? '' : (ledger.names.items[name] ?? '')

  return {
    acked,
    faultsOf(person: number, row: Row): string[] {
      const faults: string[] = []
      const [pId, name] = [textOf(row, 'pId'), textOf(row, 'name')]
      const expected = ledger.people.items[person] ?? ''
      if (pId !== expected) faults.push(`pId ${pId}, expected ${expected}`)
      if (textOf(row, 'profileId') === '') faults.push('no profile row')
      if (textOf(row, 'facebookId') === '') return [...faults, 'no profileFacebook row']
      const names = [nameOf(sureName[person]), nameOf(possibleName[person])]
      if (!names.includes(name))
        faults.push(`name ${JSON.stringify(name)}, expected ${JSON.stringify(names[0])}`)
      for (const [column, bounds] of Object.entries(times)) {
        const value = timeOf(row, column)
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
