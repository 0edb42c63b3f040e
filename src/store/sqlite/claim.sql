-- ?1 key, ?2 token, ?3 completed, ?4 microseconds until it ends: full milliseconds, and one for the part of one that has
-- passed already
INSERT INTO hookseal_keys AS held (key, token, attempt, completed, ends_at)
VALUES (?1, ?2, 1, ?3, CAST(unixepoch('subsec') * 1000 AS INTEGER) + (?4 + 1999) / 1000)
ON CONFLICT (key) DO UPDATE SET
    token = excluded.token,
    attempt = CASE
        WHEN held.completed THEN 1
        WHEN held.token = excluded.token THEN held.attempt
        ELSE held.attempt + 1
    END,
    completed = excluded.completed,
    ends_at = excluded.ends_at
-- The same token: an earlier try of this claim got through, though its answer did not.
WHERE held.ends_at <= CAST(unixepoch('subsec') * 1000 AS INTEGER)
    OR (held.token = excluded.token AND NOT held.completed)
RETURNING attempt
