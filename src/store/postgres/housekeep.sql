-- $1 completed, $2 microseconds since the end, $3 how many
WITH ended AS MATERIALIZED (
    SELECT key FROM hookseal_keys
    WHERE completed = $1 AND ends_at <= statement_timestamp() - $2 * interval '1 microsecond'
    LIMIT $3
    FOR UPDATE SKIP LOCKED
)
DELETE FROM hookseal_keys USING ended WHERE hookseal_keys.key = ended.key
