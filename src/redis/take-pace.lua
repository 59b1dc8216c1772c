-- Takes a place among the calls of a Page, or says when to come again: one step, so that two workers never take the same place.
-- KEYS: the counter of the rate; then the paces that the call must keep.
-- ARGV: now in ms; 1 for a courtesy call; the longest wait in ms; calls and duration of the rate; then of each pace the pause that it
-- always has, in ms, or 0.
-- Returns 0 when the call may be made, else a time in ms. The paces come first: a call that waits for one must not use up the rate.
-- Calls above the rate come back one after the other, as far apart as the rate allows, from when it counts anew.
local now, courtesy, longest = tonumber(ARGV[1]), ARGV[2] == '1', tonumber(ARGV[3])
local points, duration = tonumber(ARGV[4]), tonumber(ARGV[5])
local paces, come = {}, 0
for i = 2, #KEYS do
  local key = KEYS[i]
  local found = redis.call('hmget', key, 'between', 'until', 'free', 'last')
  local always = tonumber(ARGV[4 + i])
  local between = always
  if found[1] and tonumber(found[2]) > now then between = math.max(between, tonumber(found[1])) end
  if between > 0 then
    local free, last = tonumber(found[3] or '0'), tonumber(found[4] or '0')
    paces[#paces + 1] = { key = key, between = between, always = always }
    if courtesy then come = math.max(come, free, now + between)
    elseif free > now then
      last = math.min(math.max(free, last + between), now + longest)
      come = math.max(come, last)
      redis.call('hset', key, 'last', string.format('%d', last))
    end
  end
end
if come > 0 then return come end
if points > 0 then
  local calls = redis.call('incr', KEYS[1])
  if calls == 1 then redis.call('pexpire', KEYS[1], duration) end
  if calls > points then
    return now + math.max(1, redis.call('pttl', KEYS[1])) + math.floor((calls - points - 1) * duration / points)
  end
end
for _, pace in ipairs(paces) do
  redis.call('hset', pace.key, 'free', string.format('%d', now + pace.between))
  if pace.always > 0 then redis.call('pexpire', pace.key, longest + pace.always) end
end
return 0
