/**
 * Between two calls of a Page that is near its limit lies a pause, counted in Redis for all workers together. Who comes too early
 * is told when to come again, each a pause later than the one before: who waits does not come all at once.
 */
import type { Redis } from 'ioredis'
import { everyPage } from '../facebook/graph/page-gate.ts'

export interface PagePaces {
  /** Until `untilMs` (ms since the epoch) there are at least `betweenMs` between two calls of the page. */
  set(pageId: string, pace: { readonly betweenMs: number; readonly untilMs: number }): Promise<void>
  /** Undefined: the call may be made, and is counted. Else when to come again, ms since the epoch. */
  take(pageId: string, call?: PacedCall): Promise<number | undefined>
}

export interface PacedCall {
  /** Never let through while the page is paced, and keeps no place. */
  readonly isCourtesy?: boolean
  /** Calls of this lane have such a pause of their own, whatever was set. */
  readonly lane?: { readonly name: string; readonly betweenMs: number } | undefined
  /** No more than `points` calls of the page in `duration` seconds, counted under this name. */
  readonly rate?: { readonly name: string; readonly points: number; readonly duration: number } | undefined
}

/** Nobody is told to come later than this. */
const longestMs = 10_000

/**
 * One step in Redis, so that two workers never take the same place. KEYS: the counter of the rate, then the paces that the call must
 * keep; ARGV from the sixth: the pause that each of them always has, or 0. The pace first: who must wait for it anyway shall
 * not use up the rate of an hour.
 */
const takeScript = `
local now, courtesy, longest = tonumber(ARGV[1]), ARGV[2] == '1', tonumber(ARGV[3])
local points, duration = tonumber(ARGV[4]), tonumber(ARGV[5])
local paces, come = {}, 0
for i = 2, #KEYS do
  local key = KEYS[i]
  local found = redis.call('hmget', key, 'between', 'until', 'free', 'last')
  local always = tonumber(ARGV[4 + i])
  local between = always
  if found[1] and tonumber(found[2]) > now then between = math.max(between, tonumber(found[1])) end
  if between > 0 then
    local free, last = tonumber(found[3] or '0'), tonumber(found[4] or '0')
    paces[#paces + 1] = { key = key, between = between, always = always }
    if courtesy then come = math.max(come, free, now + between)
    elseif free > now then
      last = math.min(math.max(free, last + between), now + longest)
      come = math.max(come, last)
      redis.call('hset', key, 'last', string.format('%d', last))
    end
  end
end
if come > 0 then return come end
if points > 0 then
  local calls = redis.call('incr', KEYS[1])
  if calls == 1 then redis.call('pexpire', KEYS[1], duration) end
  if calls > points then return now + math.max(1, redis.call('pttl', KEYS[1])) end
end
for _, pace in ipairs(paces) do
  redis.call('hset', pace.key, 'free', string.format('%d', now + pace.between))
  if pace.always > 0 then redis.call('pexpire', pace.key, longest + pace.always) end
end
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
    async take(pageId, { isCourtesy = false, lane, rate } = {}) {
      const paces: readonly (readonly [key: string, alwaysMs: number])[] = [
        [keyOf(pageId), 0],
        [keyOf(everyPage), 0],
        ...(lane === undefined ? [] : [[keyOf(`${pageId}:${lane.name}`), lane.betweenMs] as const]),
      ]
      const come = await redis.eval(
        takeScript,
        1 + paces.length,
        `${prefix}:rate:${rate?.name ?? ''}:${pageId}`,
        ...paces.map(([key]) => key),
        Math.round(now()),
        isCourtesy ? 1 : 0,
        longestMs,
        rate?.points ?? 0,
        (rate?.duration ?? 0) * 1_000,
        ...paces.map(([, alwaysMs]) => alwaysMs),
      )
      return Number(come) === 0 ? undefined : Number(come)
    },
  }
}
