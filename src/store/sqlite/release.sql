-- ?1 key, ?2 token
UPDATE hookseal_keys SET token = NULL, ends_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
WHERE key = ?1 AND token = ?2 AND NOT completed
