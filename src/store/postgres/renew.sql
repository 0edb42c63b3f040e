-- $1 key, $2 token, $3 microseconds
UPDATE hookseal_keys SET ends_at = statement_timestamp() + $3 * interval '1 microsecond'
WHERE key = $1 AND token = $2 AND NOT completed AND ends_at > statement_timestamp()
