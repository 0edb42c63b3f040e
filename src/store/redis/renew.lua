-- KEYS[1] the event; ARGV[1] token, ARGV[2] lease, ARGV[3] how long attempts are kept after it, in milliseconds
local held = redis.call('GET', KEYS[1]) or ''
local token, attempt, keep = string.match(held, '^claimed (%S+) (%d+) (%d+)$')
if token ~= ARGV[1] or redis.call('PTTL', KEYS[1]) <= tonumber(keep) then return 0 end

redis.call('SET', KEYS[1], 'claimed ' .. token .. ' ' .. attempt .. ' ' .. ARGV[3], 'PX', ARGV[2] + ARGV[3])
return 1
