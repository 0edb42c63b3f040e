-- KEYS[1] the event; ARGV[1] token, ARGV[2] lease, ARGV[3] how long attempts are kept after it, in milliseconds
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'state', 'token', 'attempt', 'ends')
local state, token, attempt = held[1], held[2], tonumber(held[3]) or 0
local left = (tonumber(held[4]) or 0) - now

-- The same token: an earlier try of this claim got through, though its answer did not.
local mine = state == 'claimed' and token == ARGV[1]
if state == 'completed' and left > 0 then return {2, attempt, left} end
if state == 'claimed' and left > 0 and not mine then return {0, attempt, left} end

if state == 'completed' then attempt = 0 end
if not mine then attempt = attempt + 1 end
redis.call('HSET', KEYS[1], 'state', 'claimed', 'token', ARGV[1], 'attempt', attempt,
    'ends', string.format('%.0f', now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ARGV[2] + ARGV[3]))
return {1, attempt, tonumber(ARGV[2])}
