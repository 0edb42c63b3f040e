CREATE TABLE IF NOT EXISTS hookseal_keys (
    key       bytea       PRIMARY KEY CHECK (octet_length(key) = 32),
    token     bytea       CHECK (octet_length(token) = 16), -- whose lease it is; NULL: nobody's
    attempt   integer     NOT NULL,                         -- how often the event has been claimed
    completed boolean     NOT NULL,                         -- false: a lease, held or ended
    ends_at   timestamptz NOT NULL                          -- the end of the lease, or of the retention
);
-- What has ended is found without reading the rest.
CREATE INDEX IF NOT EXISTS hookseal_keys_ends_at ON hookseal_keys (completed, ends_at);
