-- Adds deliveries to a delayed job that no worker has had. A job that waits for a retry stays as it is: its group is in
-- the raw ledger.
-- KEYS: the queue's delayed jobs; the job (queues/bullmq-keys.ts).
-- ARGV: the job's id; deliveries as JSON without brackets; the names of two fields of the job: its data, its started
-- attempts.
-- Returns 1 if the deliveries are in the job.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) or redis.pcall('HEXISTS', KEYS[2], ARGV[4]) ~= 0 then return 0 end
local data = redis.call('HGET', KEYS[2], ARGV[3])
if not data or string.sub(data, -2) ~= ']}' then return 0 end
redis.call('HSET', KEYS[2], ARGV[3], string.sub(data, 1, -3) .. ',' .. ARGV[2] .. ']}')
return 1
