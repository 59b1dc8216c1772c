-- Mends what makes BullMQ's scripts fail, and finds the jobs that they cannot touch.
-- KEYS: the queue's active jobs (queues/bullmq-keys.ts).
-- ARGV: prefix of the queue's keys; the longest delay of a job in ms; most finished or delayed jobs to look at; JSON
-- with `types` of the queue's keys, `counters` among them, `numbers` in `meta`, `counts` of a job; a job's field for its
-- priority; prefix for keys of another type, which are moved aside; ending of a lock.
-- Returns ids of damaged jobs; names of keys that are aside; how many values were mended.
local prefix, longestDelay, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local layout, priority, aside, lockEnding = cjson.decode(ARGV[4]), ARGV[5], ARGV[6], ARGV[7]
local time = redis.call('TIME') -- the clock of no worker: theirs may be wrong
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local broken, moved, mended = {}, {}, 0

local function typeOf(key) return redis.call('TYPE', key)['ok'] end

local function isCount(value) return not value or string.find(value, '^%-?%d+$') ~= nil end

for name, wanted in pairs(layout.types) do
  local type = typeOf(prefix .. name)
  if type ~= 'none' and type ~= wanted then redis.call('RENAMENX', prefix .. name, aside .. name) end
  if redis.call('EXISTS', aside .. name) == 1 then table.insert(moved, name) end
end
for _, name in ipairs(layout.counters) do
  local value = typeOf(prefix .. name) == 'string' and redis.call('GET', prefix .. name)
  if value and not isCount(value) then mended = mended + redis.call('DEL', prefix .. name) end
end
-- An id that was given before may still be that of a job.
if redis.call('EXISTS', prefix .. 'id') == 0 and (#moved > 0 or mended > 0) then
  redis.call('SET', prefix .. 'id', string.format('%.0f', now))
end
if typeOf(prefix .. 'meta') == 'hash' then
  for _, name in ipairs(layout.numbers) do
    if not isCount(redis.call('HGET', prefix .. 'meta', name) or nil) then
      mended = mended + redis.call('HDEL', prefix .. 'meta', name)
    end
  end
end

local function is(name, type) return typeOf(prefix .. name) == type end

if is('active', 'list') then
  for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
    local key = prefix .. id
    local type = typeOf(key)
    local isBroken = layout.types[id] ~= nil or (type ~= 'hash' and type ~= 'none')
    if type == 'hash' then
      for _, name in ipairs(layout.counts) do
        if not isCount(redis.call('HGET', key, name)) then isBroken = true end
      end
    end
    if isBroken then table.insert(broken, id) end
    -- BullMQ gives each lock an end. Without one, a job of a dead worker is never taken over.
    local lock = typeOf(key .. lockEnding)
    if lock ~= 'none' and (lock ~= 'string' or redis.call('PTTL', key .. lockEnding) == -1) then
      mended = mended + redis.call('DEL', key .. lockEnding)
    end
  end
end

if is('delayed', 'zset') then
  for _, id in ipairs(redis.call('ZRANGE', prefix .. 'delayed', 0, most - 1)) do
    local type = typeOf(prefix .. id)
    local isBroken = layout.types[id] ~= nil or (type ~= 'hash' and type ~= 'none')
    if type == 'hash' and not isCount(redis.call('HGET', prefix .. id, priority)) then isBroken = true end
    if isBroken then table.insert(broken, id) end
  end
  -- BullMQ takes no job before 0, and one of a wrong clock much too late.
  local latest = string.format('(%.0f', (now + longestDelay) * 0x1000)
  for _, range in ipairs({ { '-inf', '(0' }, { latest, '+inf' } }) do
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', prefix .. 'delayed', range[1], range[2], 'LIMIT', 0, most)) do
      redis.call('ZADD', prefix .. 'delayed', now * 0x1000, id)
      mended = mended + 1
    end
  end
end

-- The oldest finished jobs are removed when others finish, which fails for one that is no hash.
for _, name in ipairs({ 'completed', 'failed' }) do
  if is(name, 'zset') then
    for _, id in ipairs(redis.call('ZRANGE', prefix .. name, 0, most - 1)) do
      local type = typeOf(prefix .. id)
      if layout.types[id] ~= nil or (type ~= 'hash' and type ~= 'none') then table.insert(broken, id) end
    end
  end
end
return { broken, moved, mended }
