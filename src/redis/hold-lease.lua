-- Takes or keeps a lease. KEYS: the lease. ARGV: who asks; its duration in ms. Returns 1 to its holder, else 0.
local holder = redis.call('get', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
return 1
