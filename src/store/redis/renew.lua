-- KEYS[1] the event; ARGV[1] token, ARGV[2] lease, ARGV[3] how long attempts are kept after it, in milliseconds
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'state', 'token', 'ends')
if held[1] ~= 'claimed' or held[2] ~= ARGV[1] or tonumber(held[3]) <= now then return 0 end

redis.call('HSET', KEYS[1], 'ends', string.format('%.0f', now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ARGV[2] + ARGV[3]))
return 1
