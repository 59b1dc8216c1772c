-- Changes the data of a job that no worker runs, if they are still the ones that were read.
-- KEYS: the job; the queue's list of active jobs. ARGV: the job's id; the name of the field; the data that were read; the
-- new ones, or an empty text to remove nothing but tell whether the job rests.
-- Returns 1 when the data are changed, 0 when the job is active or has changed.
if redis.call('LPOS', KEYS[2], ARGV[1]) then return 0 end
if redis.call('HGET', KEYS[1], ARGV[2]) ~= ARGV[3] then return 0 end
if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], ARGV[2], ARGV[4]) end
return 1
