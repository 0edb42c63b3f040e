-- ?1 key, ?2 token, ?3 microseconds
UPDATE hookseal_keys SET
    completed = 1,
    ends_at = CASE
        WHEN completed THEN ends_at
        ELSE CAST(unixepoch('subsec') * 1000 AS INTEGER) + (?3 + 1999) / 1000
    END
WHERE key = ?1 AND token = ?2
