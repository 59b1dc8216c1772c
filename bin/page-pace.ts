/**
 * Between two calls of a Page that is near its limit lies a pause, counted in Redis for all workers together. Who comes too early
 * is told when to come again, each a pause later than the one before: who waits does not come all at once.
 */
import type { Redis } from 'ioredis'
import { everyPage } from '../src/facebook/graph/page-gate.ts'

export interface PagePaces {
  /** Until `untilMs` (ms since the epoch) there are at least `betweenMs` between two calls of the page. */
  set(pageId: string, pace: { readonly betweenMs: number; readonly untilMs: number }): Promise<void>
  /**
   * Undefined: the call may be made, and is counted. Else when to come again, ms since the epoch. `isCourtesy`: it is never let
   * through while the page is paced, and keeps no place.
   */
  take(pageId: string, options: { readonly isCourtesy: boolean }): Promise<number | undefined>
}

/** Nobody is told to come later than this. */
const longestMs = 20_000

/** One step in Redis, so that two workers never take the same place. KEYS: the pace of the page and that of all pages. */
const takeScript = `
local now, courtesy, longest = tonumber(ARGV[1]), ARGV[2] == '1', tonumber(ARGV[3])
local paces, come = {}, 0
for i, key in ipairs(KEYS) do
  local found = redis.call('hmget', key, 'between', 'until', 'free', 'last')
  if found[1] and tonumber(found[2]) > now then
    local pace = { key = key, between = tonumber(found[1]), free = tonumber(found[3]), last = tonumber(found[4]) }
    paces[#paces + 1] = pace
    if courtesy then come = math.max(come, pace.free, now + pace.between)
    elseif pace.free > now then
      pace.last = math.min(math.max(pace.free, pace.last + pace.between), now + longest)
      come = math.max(come, pace.last)
      redis.call('hset', key, 'last', string.format('%d', pace.last))
    end
  end
end
if come > 0 then return come end
for i, pace in ipairs(paces) do redis.call('hset', pace.key, 'free', string.format('%d', now + pace.between)) end
return 0`

/** A pace that is there already keeps its places. */
const setScript = `
local now, between, untilMs = tonumber(ARGV[1]), ARGV[2], ARGV[3]
redis.call('hset', KEYS[1], 'between', between, 'until', untilMs)
redis.call('hsetnx', KEYS[1], 'free', string.format('%d', now + tonumber(between)))
redis.call('hsetnx', KEYS[1], 'last', '0')
redis.call('pexpire', KEYS[1], math.max(1, tonumber(untilMs) - now))
return 0`

export function createPagePaces({
  redis,
  prefix,
  now,
}: {
  readonly redis: Pick<Redis, 'eval'>
  readonly prefix: string
  readonly now: () => number
}): PagePaces {
  const keyOf = (pageId: string): string => `${prefix}:pace:${pageId}`
  return {
    async set(pageId, { betweenMs, untilMs }) {
      const times = [now(), betweenMs, untilMs].map((ms) => Math.round(ms))
      await redis.eval(setScript, 1, keyOf(pageId), ...times)
    },
    async take(pageId, { isCourtesy }) {
      const keys = [keyOf(pageId), keyOf(everyPage)]
      const come = await redis.eval(takeScript, 2, ...keys, Math.round(now()), isCourtesy ? 1 : 0, longestMs)
      return Number(come) === 0 ? undefined : Number(come)
    },
  }
}
