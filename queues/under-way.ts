import type { Redis } from 'ioredis'
import { parseQueue } from './parse.ts'
import { defaultPrefix } from './publish.ts'
import { stitchQueue } from './stitch.ts'

/** What was acked and is not in the tables yet. */
export interface UnderWay {
  /**
   * Whether a job that is not done tells of this person, and of anything before `ts` (ms since the epoch) that an answer may depend on.
   * In a large job what is before it may be of somebody else. `except` are jobs that have done all they have to.
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

/** Of jobs up to this many characters each item is looked at: half a millisecond of Redis's time. Of larger ones their times are. */
const exactUpTo = 64 * 1024

/**
 * One look at both queues at once, in Redis, as jobs go from list to list. A receipt and the echo of what we sent say nothing that an
 * answer depends on. Times are read where each stage has them: in Facebook's JSON within JSON, or in events. What has none, or is not as
 * expected, may be of any time. What is ours is told as in `fromMetadata` (src/domain/outbound.ts).
 */
const script = String.raw`
local person, before = ARGV[1], tonumber(ARGV[2])
local ofReceipts = { sender = true, recipient = true, timestamp = true, delivery = true, read = true }
local function isBefore(time) return tonumber(time) == nil or tonumber(time) < before end
local function isOurs(message) return string.match(message.metadata or '', '^pagebeat%.%d+%.%w+$') ~= nil end
local function isReceipt(item)
  for name in pairs(item) do if not ofReceipts[name] then return false end end
  return true
end
local function itemTells(item)
  if isReceipt(item) or (item.message and item.message.is_echo and isOurs(item.message)) then return false end
  return isBefore(item.timestamp)
end
local function isOfAnother(facts)
  return facts and facts.senderId and facts.recipientId and facts.senderId ~= person and facts.recipientId ~= person
end
local function eventTells(event)
  if event.type == 'delivery' or event.type == 'read' or (event.type == 'echo' and isOurs(event.messenger)) then return false end
  return not isOfAnother(event.messenger) and isBefore(event.ts)
end
local function bodyTells(body)
  for _, entry in ipairs(cjson.decode(body).entry) do
    if entry.changes then return true end
    for _, list in ipairs({ entry.messaging or {}, entry.standby or {} }) do
      for _, item in ipairs(list) do if itemTells(item) then return true end end
    end
  end
  return false
end
local exact = {}
exact[ARGV[4]] = function(job)
  for _, delivery in ipairs(job.deliveries) do
    if string.find(delivery.body, person, 1, true) and bodyTells(delivery.body) then return true end
  end
  return false
end
exact[ARGV[5]] = function(job)
  for _, event in ipairs(job.events) do if eventTells(event) then return true end end
  return false
end
local times = { [ARGV[4]] = 'timestamp\\*"%s*:%s*\\*"?(%d+)', [ARGV[5]] = '"ts":(%d+)' }
local function roughly(data, stage)
  local isTimed = false
  for time in string.gmatch(data, times[stage]) do
    if tonumber(time) < before then return true end
    isTimed = true
  end
  return not isTimed
end
local function tells(id, stage)
  for except = 7, #ARGV do if id == ARGV[except] then return false end end
  local data = redis.call('HGET', KEYS[1] .. ':' .. stage .. ':' .. id, 'data')
  if not data or not string.find(data, person, 1, true) then return false end
  if #data <= tonumber(ARGV[6]) then
    local isAsExpected, told = pcall(function() return exact[stage](cjson.decode(data)) end)
    if isAsExpected then return told end
  end
  return roughly(data, stage)
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
      const answer = await connection.eval(script, 1, prefix, id, ts, atMost, ...names, exactUpTo, ...except)
      return answer === 1
    },
  }
}
