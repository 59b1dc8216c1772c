/** Compares what was sent with what a reader made of it, to the last event, by natural columns only. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { checkPeople } from './check-people.ts'
import { createRowCheck } from './check-rows.ts'
import type { EventLedger } from './event-ledger.ts'
import { foundRows, query, queryOne, textOf, withDatabase } from './found-rows.ts'
import type { Ledger } from './ledger.ts'
import { createFindings, type Verdict } from './verdict.ts'

interface CheckOptions {
  /** Rows up to this id were there before the run (`readMark`): they need no explanation. */
  readonly mark?: bigint
  /** How long to wait for a reader that is still at work. */
  readonly deadlineMs?: number
  /** A reader that stores nothing for this long is taken to have finished. */
  readonly quietMs?: number
  /** How many examples of every sort of finding; 5 by default. */
  readonly mostExamples?: number
  readonly onProgress?: (progress: { readonly rows: number; readonly acked: number }) => void
}

/** The largest interaction id before the run. */
export async function readMark(databaseUrl: string): Promise<bigint> {
  const newest = 'SELECT COALESCE(MAX(kwInteractionId), 0) FROM interaction'
  return BigInt(await withDatabase(databaseUrl, (connection) => queryOne(connection, newest)))
}

/**
 * Waits until the tables hold every acked event or nothing moves any more, then judges; judges again while things still move.
 * Acked events must be there once; sent ones without an ack at most once; all others not at all.
 */
export async function checkAgainstDatabase(
  { events: ledger }: Pick<Ledger, 'events'>,
  databaseUrl: string,
  options: CheckOptions = {},
): Promise<Verdict> {
  const { mark = 0n, deadlineMs = 120_000, quietMs = 8000, mostExamples = 5, onProgress } = options
  return await withDatabase(databaseUrl, async (connection) => {
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
    const waiting = { deadline: performance.now() + deadlineMs, quietMs }
    const { acked } = count(ledger)
    await settle(async () => {
      const rows = Number(await queryOne(connection, newRows, [String(mark)]))
      if (rows < acked) onProgress?.({ rows, acked })
      return { isDone: rows >= acked, state: String(rows) }
    }, waiting)
    const { verdict } = await settle(async () => {
      const judged = await judge(connection, ledger, { mark, mostExamples })
      return { verdict: judged, isDone: judged.ok, state: summary(judged) }
    }, waiting)
    return verdict
  })
}

/** Looks every half second, until it is done, or the state has not changed for `quietMs`, or the deadline is over. */
async function settle<Seen extends { readonly isDone: boolean; readonly state: string }>(
  look: () => Promise<Seen>,
  { deadline, quietMs }: { deadline: number; quietMs: number },
): Promise<Seen> {
  let seen = await look()
  let quietSince = performance.now()
  while (!seen.isDone && performance.now() < Math.min(deadline, quietSince + quietMs)) {
    await pause(500)
    const before = seen.state
    seen = await look()
    if (seen.state !== before) quietSince = performance.now()
  }
  return seen
}

async function judge(
  connection: Connection,
  ledger: EventLedger,
  { mark, mostExamples }: { mark: bigint; mostExamples: number },
): Promise<Verdict> {
  const findings = createFindings(mostExamples)
  const rows = createRowCheck(ledger, findings, mark)
  for await (const row of foundRows(connection)) rows.see(row)
  // Counted at once: an event that is acked during the queries below would be sent, and neither stored nor missing.
  const stored = rows.finish()
  const counted = count(ledger)
  const people = await checkPeople(connection, ledger, findings)
  await checkPages(connection, ledger, (example) => findings.add('wrong', () => example))
  const malformed = ledger.malformed.filter(({ acked }) => acked)
  let deadLetters = 0
  for (const { body } of malformed) {
    const kept = await queryOne(connection, 'SELECT COUNT(*) FROM deadLetter WHERE payload = ?', [body])
    if (kept !== '0') deadLetters += 1
    else findings.add('missing', () => `malformed delivery is no dead letter: ${body.toString('latin1')}`)
  }
  const bad = Object.values(findings.counts).reduce((sum, each) => sum + each, 0)
  return {
    ...counted,
    stored,
    ...findings.counts,
    people,
    malformed: malformed.length,
    deadLetters,
    examples: findings.examples,
    ok: bad === 0,
  }
}

async function checkPages(
  connection: Connection,
  ledger: EventLedger,
  wrong: (example: string) => void,
): Promise<void> {
  const rows = await query(connection, 'SELECT pageId FROM page')
  const known = new Set(rows.map((row) => textOf(row, 'pageId')))
  for (const page of ackedPages(ledger)) if (!known.has(page)) wrong(`Page ${page}: no row in page`)
  const orphaned = await queryOne(connection, orphans)
  if (orphaned !== '0') wrong(`${orphaned} channel rows without an interaction row`)
}

const newRows = 'SELECT COUNT(*) FROM interaction WHERE kwInteractionId > ?'
const orphans = `SELECT (SELECT COUNT(*) FROM chanFacebookFeed f LEFT JOIN interaction i USING (kwInteractionId) WHERE i.kwInteractionId IS NULL)
  + (SELECT COUNT(*) FROM chanFacebookMessenger m LEFT JOIN interaction i USING (kwInteractionId) WHERE i.kwInteractionId IS NULL)`

/** Pages of which a detailed ledger knows an acked event. */
function ackedPages(ledger: EventLedger): Set<string> {
  const pages = new Set<string>()
  for (const [event, detail] of ledger.details.entries()) {
    if (ledger.wasAcked(event)) pages.add(detail.slice(0, detail.indexOf('\u0001')))
  }
  return pages
}

function count(ledger: EventLedger): { sent: number; acked: number } {
  let sent = 0
  let acked = 0
  for (let event = 0; event < ledger.length; event += 1) {
    if (ledger.isForged(event)) continue
    if (ledger.wasSent(event)) sent += 1
    if (ledger.wasAcked(event)) acked += 1
  }
  return { sent, acked }
}

/** Changes while the reader is still at work. */
function summary({ stored, missing, duplicated, wrong, unexpected, deadLetters }: Verdict): string {
  return [stored, missing, duplicated, wrong, unexpected, deadLetters].join()
}
