-- Removes an active job with all that BullMQ keeps of it.
-- KEYS: the queue's active jobs; its jobs that may have stalled; the job; its lock (queues/bullmq-keys.ts).
-- ARGV: the job's id; prefix of the queue's keys for deduplication; the name of the job's field for it.
local name = redis.pcall('HGET', KEYS[3], ARGV[3])
if type(name) == 'string' and redis.call('GET', ARGV[2] .. name) == ARGV[1] then redis.call('DEL', ARGV[2] .. name) end
redis.call('LREM', KEYS[1], 0, ARGV[1])
redis.call('SREM', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[3], KEYS[4])
