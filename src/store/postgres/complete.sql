-- $1 key, $2 token, $3 microseconds
UPDATE hookseal_keys SET
    completed = true,
    ends_at = CASE WHEN completed THEN ends_at ELSE statement_timestamp() + $3 * interval '1 microsecond' END
WHERE key = $1 AND token = $2
