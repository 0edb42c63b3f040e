-- ?1 key, ?2 token, ?3 microseconds
UPDATE hookseal_keys SET ends_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) + (?3 + 1999) / 1000
WHERE key = ?1 AND token = ?2 AND NOT completed AND ends_at > CAST(unixepoch('subsec') * 1000 AS INTEGER)
