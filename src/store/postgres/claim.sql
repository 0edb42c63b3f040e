-- $1 key, $2 token, $3 completed, $4 microseconds until it ends, $5 gate
--
-- A claim in a transaction that is still open would make others wait at the unique index. The gate, a lock of that
-- transaction with a number for this key of this table, sends them away instead.
WITH gate AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock($5 # 'hookseal_keys'::regclass::oid::bigint) AS open
), claimed AS (
    INSERT INTO hookseal_keys AS held (key, token, attempt, completed, ends_at)
    SELECT $1, $2, 1, $3, statement_timestamp() + $4 * interval '1 microsecond' FROM gate WHERE gate.open
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
    WHERE held.ends_at <= statement_timestamp() OR (held.token = excluded.token AND NOT held.completed)
    RETURNING held.attempt
)
SELECT
    gate.open,
    claimed.attempt::bigint,
    held.completed,
    (extract(epoch FROM held.ends_at - statement_timestamp()) * 1000000)::bigint AS remaining
FROM gate LEFT JOIN claimed ON true LEFT JOIN hookseal_keys AS held ON held.key = $1
