-- KEYS[1] the event; ARGV[1] token, ARGV[2] retention in milliseconds
local held = redis.call('HMGET', KEYS[1], 'state', 'token')
if held[2] ~= ARGV[1] then return 0 end
-- To repeat a completion does not prolong it.
if held[1] == 'completed' then return 1 end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], 'state', 'completed', 'ends', string.format('%.0f', now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
