-- ?1 key
SELECT completed, (ends_at - CAST(unixepoch('subsec') * 1000 AS INTEGER)) * 1000 FROM hookseal_keys WHERE key = ?1
