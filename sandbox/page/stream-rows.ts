/** What Pagebeat knows of a person as server-sent events: looked up twice a second, sent when it has changed. */
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

/** 404 for a page or person that does not exist. Events: `rows`, `verdict`; `trouble` while the database is away. */
export function streamRows({ url, response, db, graph, signal }: Asked): void {
  const pageId = url.searchParams.get('page') ?? ''
  const key = url.searchParams.get('person') ?? ''
  const person = graph.people().find((each) => each.key === key)
  if (person === undefined || graph.page(pageId) === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"nobody here"}')
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
        // The page says that it waits; the next look may find the database again.
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

/** The simulated Facebook's own judgement of all that was sent so far. */
function verdictOf({ ledger, faults, crashes }: SimulatedGraph) {
  return {
    seen: ledger.seen.length,
    twice: ledger.duplicates().map(({ seen }) => ({ times: seen.length, text: seen[0]?.text ?? '' })),
    faults: Object.fromEntries(faults.counts),
    crashes: crashes.length,
  }
}
