-- KEYS[1] the event; ARGV[1] token, ARGV[2] lease, ARGV[3] how long attempts are kept after it, in milliseconds
--
-- The value is `claimed TOKEN ATTEMPT KEEP`, `released - ATTEMPT 0` or `completed TOKEN`. A lease ends KEEP before its
-- key does.
local held = redis.call('GET', KEYS[1])
local attempt = 0
if held then
    local state, token, before, keep = string.match(held, '^(%a+) (%S+) ?(%d*) ?(%d*)$')
    if state == 'completed' then return {2, 0, 0} end
    if not tonumber(keep) then return redis.error_reply('ERR the key has a value of another program') end
    attempt = tonumber(before)
    local left = redis.call('PTTL', KEYS[1]) - keep
    -- The same token: an earlier try of this claim got through, though its answer did not.
    local mine = token == ARGV[1]
    if state == 'claimed' and left > 0 and not mine then return {0, attempt, left} end
    if mine then attempt = attempt - 1 end
end
attempt = attempt + 1
redis.call('SET', KEYS[1], 'claimed ' .. ARGV[1] .. ' ' .. attempt .. ' ' .. ARGV[3], 'PX', ARGV[2] + ARGV[3])
return {1, attempt, 0}
