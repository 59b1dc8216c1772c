-- Sets the pause between two calls of a Page. A pace that exists keeps its places.
-- KEYS: the pace. ARGV: now in ms; the pause in ms; until when it holds.
local now, between, untilMs = tonumber(ARGV[1]), ARGV[2], ARGV[3]
redis.call('hset', KEYS[1], 'between', between, 'until', untilMs)
redis.call('hsetnx', KEYS[1], 'free', string.format('%d', now + tonumber(between)))
redis.call('hsetnx', KEYS[1], 'last', '0')
redis.call('pexpire', KEYS[1], math.max(1, tonumber(untilMs) - now))
return 0
