-- $1 key, $2 token, $3 completed, $4 microseconds until it ends, $5 gate
--
-- A duplicate is only read. For all else there is the gate, a lock of this transaction with a number for the key in this
-- table: a claim in a transaction that is still open would make others wait at the unique index, and the gate sends them
-- away instead. Whoever has passed it decides by the row as it is then, not as it was read here.
WITH held AS MATERIALIZED (
    SELECT completed, extract(epoch FROM ends_at - statement_timestamp()) * 1000000 AS remaining,
        -- The same token: an earlier try of this claim got through, though its answer did not.
        ends_at > statement_timestamp() AND (token IS DISTINCT FROM $2 OR completed) AS taken
    FROM hookseal_keys WHERE key = $1
), gate AS MATERIALIZED (
    SELECT CASE
        WHEN EXISTS (SELECT FROM held WHERE taken) THEN false
        ELSE pg_try_advisory_xact_lock($5 # 'hookseal_keys'::regclass::oid::bigint)
    END AS open
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
    WHERE held.ends_at <= statement_timestamp() OR (held.token = excluded.token AND NOT held.completed)
    RETURNING held.attempt
)
SELECT gate.open, claimed.attempt::bigint, held.completed, held.remaining::bigint
FROM gate LEFT JOIN claimed ON true LEFT JOIN held ON true
