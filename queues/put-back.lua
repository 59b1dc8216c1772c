-- Puts jobs that are in no list of their queue before those that wait.
-- KEYS: lists of the queue, the one of waiting jobs first; its sorted sets, the marker for workers first
-- (queues/bullmq-keys.ts).
-- ARGV: prefix of the jobs; number of lists; ids.
-- Returns how many were put back, and the ids of those that are no hash.
local prefix, lists = ARGV[1], tonumber(ARGV[2])

local function isKept(id)
  for at = 1, lists do
    if redis.call('LPOS', KEYS[at], id) then return true end
  end
  for at = lists + 2, #KEYS do
    if redis.call('ZSCORE', KEYS[at], id) then return true end
  end
  return false
end

local count, broken = 0, {}
for at = 3, #ARGV do
  local id = ARGV[at]
  local type = redis.call('TYPE', prefix .. id)['ok']
  if type ~= 'none' and not isKept(id) then
    if type == 'hash' then
      redis.call('RPUSH', KEYS[1], id)
      count = count + 1
    else
      table.insert(broken, id)
    end
  end
end
if count > 0 then redis.call('ZADD', KEYS[lists + 1], 0, '0') end
return { count, broken }
