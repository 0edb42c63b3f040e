-- KEYS[1] the event; ARGV[1] token, ARGV[2] retention in milliseconds
local state, token = string.match(redis.call('GET', KEYS[1]) or '', '^(%a+) (%S+)')
if token ~= ARGV[1] then return 0 end

-- To repeat a completion does not prolong it.
if state == 'claimed' then redis.call('SET', KEYS[1], 'completed ' .. token, 'PX', ARGV[2]) end
return 1
