-- ?1 key
SELECT completed, ends_at - CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM hookseal_keys WHERE key = ?1
