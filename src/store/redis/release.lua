-- KEYS[1] the event; ARGV[1] token, ARGV[2] how long attempts are kept, in milliseconds
local held = redis.call('HMGET', KEYS[1], 'state', 'token')
if held[1] ~= 'claimed' or held[2] ~= ARGV[1] then return 0 end

redis.call('HSET', KEYS[1], 'state', 'released', 'token', '', 'ends', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
