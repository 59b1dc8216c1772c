-- A delayed job takes in more deliveries until a worker has it. A job that a worker had, and that waits for another try, does not: its
-- group is in the raw ledger as it was.
-- KEYS: the queue's delayed jobs; the job (queues/bullmq-keys.ts).
-- ARGV: the job's id; deliveries as JSON without brackets; the job's fields of its data and of its started attempts.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) or redis.call('HEXISTS', KEYS[2], ARGV[4]) == 1 then return 0 end
local data = redis.call('HGET', KEYS[2], ARGV[3])
if string.sub(data, -2) ~= ']}' then return 0 end
redis.call('HSET', KEYS[2], ARGV[3], string.sub(data, 1, -3) .. ',' .. ARGV[2] .. ']}')
return 1
