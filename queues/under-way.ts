import type { Redis } from 'ioredis'
import { parseQueue } from './parse.ts'
import { defaultPrefix } from './publish.ts'
import { stitchQueue } from './stitch.ts'

/** What was acked and is not in the tables yet. */
export interface UnderWay {
  /**
   * Whether a job that is not done tells of this id, and of anything that happened before `ts` (ms since the epoch): may be of that
   * person, may be of another in the same job. `except` are jobs that have done all they have to.
   */
  mentions(id: string, ts: number, except?: readonly string[]): Promise<boolean>
}

/** In the order in which a job goes through them. */
const names = [parseQueue.name, stitchQueue.name]

/**
 * A backlog is worked off from its oldest end, but who waited for another try goes to the other end. Of what waits, no more is
 * looked at: 2 ms of Redis's time.
 */
const atMost = 2_000

/**
 * One look at both queues at once, in Redis, as jobs go from list to list. Times are read where each stage has them: in Facebook's JSON
 * within JSON, or in events. A job in which there is none may be of any time.
 */
const script = String.raw`
local times = { [ARGV[4]] = 'timestamp\\*"%s*:%s*\\*"?(%d+)', [ARGV[5]] = '"ts":(%d+)' }
local function tells(id, stage)
  for except = 6, #ARGV do if id == ARGV[except] then return false end end
  local data = redis.call('HGET', KEYS[1] .. ':' .. stage .. ':' .. id, 'data')
  if not data or not string.find(data, ARGV[1], 1, true) then return false end
  local isTimed = false
  for time in string.gmatch(data, times[stage]) do
    if tonumber(time) < tonumber(ARGV[2]) then return true end
    isTimed = true
  end
  return not isTimed
end
local function any(ids, stage)
  for _, id in ipairs(ids) do if tells(id, stage) then return true end end
  return false
end
for index = 4, 5 do
  local stage = ARGV[index]
  local key = KEYS[1] .. ':' .. stage .. ':'
  if any(redis.call('LRANGE', key .. 'active', 0, -1), stage)
    or any(redis.call('LRANGE', key .. 'wait', -ARGV[3], -1), stage)
    or any(redis.call('LRANGE', key .. 'paused', -ARGV[3], -1), stage)
    or any(redis.call('ZRANGE', key .. 'delayed', 0, ARGV[3]), stage) then return 1 end
end
return 0`

export function createUnderWay(connection: Redis, prefix = defaultPrefix): UnderWay {
  return {
    async mentions(id, ts, except = []) {
      const answer = await connection.eval(script, 1, prefix, id, ts, atMost, ...names, ...except)
      return answer === 1
    },
  }
}
