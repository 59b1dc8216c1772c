-- Whether an unfinished job carries a thread event of a customer from between two times. One script reads all queues,
-- so a job that moves from list to list is not missed.
-- KEYS: of each queue active, waiting, delayed (queues/bullmq-keys.ts).
-- ARGV: customer id; the same as JSON; the times in ms; number of jobs to read of the next ones of a list; number of jobs
-- to read of those that came after `newest`; field of a job's data; number of queues; of each queue the prefix of its
-- jobs and `newest`, the job that was the newest when the worker read all of them; ids of jobs that do not count.
-- Returns a number, and of each queue the id of a job. 1: yes. 0: no, if the worker has read that job and those before
-- it ('' for no job). 2: as 0, but there are more delayed jobs. 3: too many came after `newest`.
-- A job names its thread events as ["<customer>",<ms>] in `threadEvents`; 0 ms counts always
-- (src/domain/thread-event.ts). Inside a text the quotes are escaped, so no text looks like one.
local customer, since, before = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local most, mostNew, dataField, queues = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], tonumber(ARGV[8])
local start = '[' .. ARGV[2] .. ','
local reference = '%[' .. string.gsub(ARGV[2], '%p', '%%%0') .. ',(%d+)%]'
local leftOut = {}
for i = 9 + 2 * queues, #ARGV do leftOut[ARGV[i]] = true end

local function isUnread(data)
  return string.find(data, '["?",0]', 1, true) or not string.find(data, '"threadEvents":', 1, true)
end

local function carries(id, prefix)
  if leftOut[id] then return false end
  local data = redis.pcall('HGET', prefix .. id, dataField) -- a damaged job may be no hash
  if type(data) ~= 'string' then return false end
  if string.find(data, start, 1, true) then -- a pattern takes a hundred times as long as a plain text
    for time in string.gmatch(data, reference) do
      local ts = tonumber(time)
      if ts == 0 or (ts < before and ts >= since) then return true end
    end
  end
  return isUnread(data) and string.find(data, customer, 1, true)
end

local function any(ids, prefix)
  for _, id in ipairs(ids) do
    if carries(id, prefix) then return true end
  end
  return false
end

-- New jobs are added before the others. Returns those before `newest`, and whether there are no others to read.
local function newer(waiting, newest, count)
  local ids = {}
  count = math.min(count, newest == '' and most or mostNew)
  for first = 0, count - 1, 50 do
    for _, id in ipairs(redis.call('LRANGE', waiting, first, math.min(first + 50, count) - 1)) do
      if id == newest then return ids, true end
      table.insert(ids, id)
    end
  end
  return ids, false
end

local code, deepest = 0, {}
for queue = 0, queues - 1 do
  local active, waiting, delayed = KEYS[3 * queue + 1], KEYS[3 * queue + 2], KEYS[3 * queue + 3]
  local prefix, newest = ARGV[9 + 2 * queue], ARGV[10 + 2 * queue]
  local next = redis.call('LRANGE', waiting, -most, -1)
  if any(redis.call('LRANGE', active, 0, -1), prefix)
    or any(next, prefix)
    or any(redis.call('ZRANGE', delayed, 0, most), prefix) then return { 1 } end
  deepest[queue + 1] = ''
  local others = redis.call('LLEN', waiting) - most
  if others > 0 then
    local ids, isFound = newer(waiting, newest, others)
    if any(ids, prefix) then return { 1 } end
    if isFound then deepest[queue + 1] = next[1] elseif #ids < others then code = 3 end
  end
  if redis.call('ZCARD', delayed) > most + 1 then code = math.max(code, 2) end
end
return { code, unpack(deepest) }
