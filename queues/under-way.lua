-- Whether an unfinished job carries a thread event of a customer from before a time. One script reads all queues, so a
-- job that moves from list to list is not missed.
-- KEYS: of each queue active, waiting, delayed (queues/bullmq-keys.ts).
-- ARGV: customer id; the same as JSON; time in ms; number of waiting jobs to read of a list; field of a job's data;
-- number of queues; prefix of the jobs of each queue; ids of jobs that do not count.
-- A job names its thread events as ["<customer>",<ms>] in `threadEvents` (src/domain/thread-event.ts). Inside a text
-- the quotes are escaped, so no text looks like one.
local customer, before, most = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local dataField, queues = ARGV[5], tonumber(ARGV[6])
local reference = '%[' .. string.gsub(ARGV[2], '%p', '%%%0') .. ',(%d+)%]'
local leftOut = {}
for i = 7 + queues, #ARGV do leftOut[ARGV[i]] = true end

local function isUnread(data)
  return string.find(data, '["?",0]', 1, true) or not string.find(data, '"threadEvents":', 1, true)
end

local function carries(id, prefix)
  if leftOut[id] then return false end
  local data = redis.pcall('HGET', prefix .. id, dataField) -- a damaged job may be no hash
  if type(data) ~= 'string' then return false end
  for time in string.gmatch(data, reference) do
    if tonumber(time) < before then return true end
  end
  return string.find(data, customer, 1, true) and isUnread(data)
end

local function any(ids, prefix)
  for _, id in ipairs(ids) do
    if carries(id, prefix) then return true end
  end
  return false
end

for queue = 0, queues - 1 do
  local key, prefix = 3 * queue, ARGV[7 + queue]
  if any(redis.call('LRANGE', KEYS[key + 1], 0, -1), prefix)
    or any(redis.call('LRANGE', KEYS[key + 2], -most, -1), prefix)
    or any(redis.call('ZRANGE', KEYS[key + 3], 0, most), prefix) then return 1 end
end
return 0
