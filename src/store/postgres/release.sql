-- $1 key, $2 token
UPDATE hookseal_keys SET token = NULL, ends_at = statement_timestamp()
WHERE key = $1 AND token = $2 AND NOT completed
