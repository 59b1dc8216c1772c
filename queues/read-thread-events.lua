-- What jobs tell of thread events, without those that are too old to count: a long queue is mostly old.
-- KEYS: the jobs (queues/bullmq-keys.ts).
-- ARGV: field of a job's data; the first time that counts, ms.
-- Returns a text for each job. '': it carries no thread event that counts, is gone or damaged. The whole data: some
-- content was not read. Else the data from `threadEvents` on (src/domain/thread-event.ts).
local field, since = ARGV[1], tonumber(ARGV[2])
local texts = {}

local function hasRecent(data, first)
  local at = string.find(data, '",', first, true) -- a plain text is found faster than a pattern
  while at do
    local time = string.match(data, '^(%d+)%]', at + 2)
    if time and (time == '0' or tonumber(time) >= since) then return true end
    at = string.find(data, '",', at + 2, true)
  end
  return false
end

for at, key in ipairs(KEYS) do
  local data = redis.pcall('HGET', key, field)
  local text = ''
  if type(data) == 'string' then
    local first = string.find(data, '"threadEvents":', 1, true)
    if not first or string.find(data, '["?",', first, true) then
      text = data
    elseif hasRecent(data, first) then
      text = string.sub(data, first)
    end
  end
  texts[at] = text
end
return texts
