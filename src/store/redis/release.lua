-- KEYS[1] the event; ARGV[1] token, ARGV[2] how long attempts are kept, in milliseconds
local token, attempt = string.match(redis.call('GET', KEYS[1]) or '', '^claimed (%S+) (%d+)')
if token ~= ARGV[1] then return 0 end

redis.call('SET', KEYS[1], 'released - ' .. attempt .. ' 0', 'PX', ARGV[2])
return 1
