-- Removes a job with all that BullMQ keeps of it.
-- KEYS: the queue's jobs that may have stalled; the job; its lock; the queue's lists; its sorted sets
-- (queues/bullmq-keys.ts).
-- ARGV: the job's id; prefix of the queue's keys for deduplication; the name of the job's field for it; number of lists;
-- 1 if the id names a key of the queue itself: then the key stays.
local name = redis.pcall('HGET', KEYS[2], ARGV[3])
if type(name) == 'string' and redis.pcall('GET', ARGV[2] .. name) == ARGV[1] then redis.call('DEL', ARGV[2] .. name) end
local firstSet = 4 + tonumber(ARGV[4])
for at = 4, firstSet - 1 do redis.pcall('LREM', KEYS[at], 0, ARGV[1]) end
for at = firstSet, #KEYS do redis.pcall('ZREM', KEYS[at], ARGV[1]) end
redis.pcall('SREM', KEYS[1], ARGV[1])
if ARGV[5] ~= '1' then redis.call('DEL', KEYS[2], KEYS[3]) end
