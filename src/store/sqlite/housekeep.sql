-- ?1 completed, ?2 microseconds since the end, ?3 how many
DELETE FROM hookseal_keys WHERE key IN (
    SELECT key FROM hookseal_keys
    WHERE completed = ?1 AND ends_at <= CAST(unixepoch('subsec') * 1000 AS INTEGER) - ?2 / 1000
    LIMIT ?3
)
