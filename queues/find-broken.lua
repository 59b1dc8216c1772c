-- Jobs among the active ones that no script of BullMQ can touch: in place of the hash is another type, or a count is
-- no number.
-- KEYS: the queue's active jobs (queues/bullmq-keys.ts).
-- ARGV: prefix of the jobs; names of the fields that are counts.
local broken = {}
for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  local key = ARGV[1] .. id
  local type = redis.call('TYPE', key)['ok']
  local isBroken = type ~= 'hash' and type ~= 'none'
  if type == 'hash' then
    for i = 2, #ARGV do
      local count = redis.call('HGET', key, ARGV[i])
      if count and not string.find(count, '^%-?%d+$') then isBroken = true end
    end
  end
  if isBroken then table.insert(broken, id) end
end
return broken
