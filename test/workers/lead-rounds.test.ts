import test from 'ava'
import { asPageId } from '../../src/domain/ids.ts'
import { GraphRateLimitedError, GraphRejectedError } from '../../src/errors.ts'
import { publishDue, sweepNext, type LeadRoundsDeps } from '../../workers/lead-rounds.ts'
import { jobsOf, unexpected } from '../helpers/worker-ports.ts'

const now = 1_780_000_000_000
const hourMs = 3_600_000
const pageId = asPageId('7')

function depsOf(more: Partial<LeadRoundsDeps>) {
  const said: string[] = []
  const say = (level: string) => {
    return (...given: unknown[]): void => void said.push(`${level} ${String(given[1])}`)
  }
  const log = { info: say('info'), warn: say('warn') }
  const deps: LeadRoundsDeps = {
    findDue: unexpected,
    publisher: { publish: unexpected },
    sweeps: { claimNext: unexpected, postpone: unexpected },
    sweepPage: unexpected,
    sweepEveryMs: hourMs,
    log,
    now: () => now,
    ...more,
  }
  return { deps, said }
}

test('a lead that is due has a job, whose id tells the tries apart', async (t) => {
  const asked: unknown[] = []
  const published: unknown[] = []
  const { deps } = depsOf({
    findDue: async (query) => {
      asked.push(query)
      return [{ leadId: '61001', attempts: 2 }]
    },
    publisher: {
      publish: async (hops) => void published.push(...jobsOf(hops), ...hops.map(({ jobId }) => jobId)),
    },
  })
  await publishDue(deps)
  t.deepEqual(asked, [{ before: now - 2_000, limit: 250 }])
  const [job, jobId] = published
  t.deepEqual<unknown, unknown>(job, ['enrich', { v: 1, leadId: '61001', attempts: 2 }])
  t.regex(String(jobId), /^enrich-/)
})

test('where nothing is due, nothing is published', async (t) => {
  await t.notThrowsAsync(publishDue(depsOf({ findDue: async () => [] }).deps))
  await t.notThrowsAsync(
    sweepNext(depsOf({ sweeps: { claimNext: async () => undefined, postpone: unexpected } }).deps),
  )
})

test('a sweep that finds leads says so, and one that Facebook refuses is due in a day', async (t) => {
  const postponed: unknown[] = []
  const sweeps = {
    claimNext: async () => pageId,
    postpone: async (page: string, dueTs: number) => void postponed.push([page, dueTs - now]),
  }
  const found = depsOf({ sweeps, sweepPage: async () => ({ forms: 1, readForms: 1, leads: 9, found: 2 }) })
  await sweepNext(found.deps)
  t.regex(found.said.join(), /^warn found leads of which no webhook told/)
  t.deepEqual(postponed, [])

  const refused = new GraphRejectedError({ reason: 'graph_error', meaning: 'permission', code: 10 })
  const limited = new GraphRateLimitedError(
    { reason: 'graph_error', meaning: 'throttled', code: 80005 },
    { scope: 'page', retryAfterMs: 60_000 },
  )
  for (const error of [refused, limited])
    await sweepNext(depsOf({ sweeps, sweepPage: () => Promise.reject(error) }).deps)
  t.deepEqual(postponed, [
    [pageId, 24 * hourMs],
    [pageId, hourMs / 4],
  ])
  await t.throwsAsync(
    sweepNext(depsOf({ sweeps, sweepPage: () => Promise.reject(new TypeError('a bug')) }).deps),
    { instanceOf: TypeError },
  )
})
