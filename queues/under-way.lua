-- Whether an unfinished job carries a thread event of a customer from between two times. One script reads all queues,
-- so a job that moves from list to list is not missed.
-- KEYS: of each queue active, waiting, delayed (queues/bullmq-keys.ts).
-- ARGV: customer id; the same as JSON; the times in ms; number of waiting jobs to read of a list; field of a job's data;
-- number of queues; prefix of the jobs of each queue; ids of jobs that do not count.
-- Returns 1 for yes, 0 for no, 2 where there are more jobs than it reads.
-- A job names its thread events as ["<customer>",<ms>] in `threadEvents` (src/domain/thread-event.ts). Inside a text
-- the quotes are escaped, so no text looks like one.
local customer, since, before, most = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local dataField, queues = ARGV[6], tonumber(ARGV[7])
local reference = '%[' .. string.gsub(ARGV[2], '%p', '%%%0') .. ',(%d+)%]'
local leftOut = {}
for i = 8 + queues, #ARGV do leftOut[ARGV[i]] = true end

local function isUnread(data)
  return string.find(data, '["?",0]', 1, true) or not string.find(data, '"threadEvents":', 1, true)
end

local function carries(id, prefix)
  if leftOut[id] then return false end
  local data = redis.pcall('HGET', prefix .. id, dataField) -- a damaged job may be no hash
  if type(data) ~= 'string' then return false end
  for time in string.gmatch(data, reference) do
    if tonumber(time) < before and tonumber(time) >= since then return true end
  end
  return string.find(data, customer, 1, true) and isUnread(data)
end

local function any(ids, prefix)
  for _, id in ipairs(ids) do
    if carries(id, prefix) then return true end
  end
  return false
end

local isRead = true
for queue = 0, queues - 1 do
  local key, prefix = 3 * queue, ARGV[8 + queue]
  if any(redis.call('LRANGE', KEYS[key + 1], 0, -1), prefix)
    or any(redis.call('LRANGE', KEYS[key + 2], -most, -1), prefix)
    or any(redis.call('ZRANGE', KEYS[key + 3], 0, most), prefix) then return 1 end
  if redis.call('LLEN', KEYS[key + 2]) > most or redis.call('ZCARD', KEYS[key + 3]) > most + 1 then isRead = false end
end
return isRead and 0 or 2
