/** The rows of a customer as server-sent events: read twice a second, sent when they have changed. */
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { SimulatedGraph } from '../facebook/graph-api/server.ts'
import { findRows } from './find-rows.ts'

const everyMs = 500

interface Asked {
  readonly url: URL
  readonly response: ServerResponse
  readonly db: Kysely<Database>
  readonly graph: SimulatedGraph
  readonly signal: AbortSignal
}

/** 404 for an unknown Page or customer. Events: `rows`, `verdict`, and `trouble` while the database does not answer. */
export function streamRows({ url, response, db, graph, signal }: Asked): void {
  const pageId = url.searchParams.get('page') ?? ''
  const key = url.searchParams.get('person') ?? ''
  const person = graph.people().find((each) => each.key === key)
  if (person === undefined || graph.page(pageId) === undefined) {
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end('{"error":"no such Page or customer"}')
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
  response.write('retry: 1000\n\n')
  const who = {
    pageId: asPageId(pageId),
    psid: asPsid(person.psid(pageId)),
    feedId: asPsid(person.feedId(pageId)),
  }
  void follow(response, signal, {
    rows: () => findRows(db, who),
    verdict: async () => verdictOf(graph),
  })
}

async function follow(
  response: ServerResponse,
  signal: AbortSignal,
  sources: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<void> {
  const told = new Map<string, string>()
  while (!signal.aborted && !response.closed) {
    for (const [event, find] of Object.entries(sources)) {
      const [name, found] = await find().then(
        (value) => [event, JSON.stringify(value)] as const,
        // The page says that there is no connection; the next read may succeed.
        () => ['trouble', '{}'] as const,
      )
      if (told.get(event) === name + found) continue
      told.set(event, name + found)
      if (!response.closed) response.write(`event: ${name}\ndata: ${found}\n\n`)
    }
    await sleep(everyMs, undefined, { ref: false })
  }
  response.end()
}

/** What the simulated Facebook has counted so far. */
function verdictOf({ ledger, faults, crashes }: SimulatedGraph) {
  return {
    seen: ledger.seen.length,
    twice: ledger.duplicates().map(({ seen }) => ({ times: seen.length, text: seen[0]?.text ?? '' })),
    faults: Object.fromEntries(faults.counts),
    crashes: crashes.length,
  }
}
