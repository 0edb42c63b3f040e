CREATE TABLE IF NOT EXISTS hookseal_keys (
    key       BLOB    PRIMARY KEY NOT NULL CHECK (length(key) = 32),
    token     BLOB    CHECK (length(token) = 16),            -- whose lease it is; NULL: nobody's
    attempt   INTEGER NOT NULL,                              -- how often the event has been claimed
    completed INTEGER NOT NULL CHECK (completed IN (0, 1)),  -- 0: a lease, held or ended
    ends_at   INTEGER NOT NULL                               -- the end of the lease, or of the retention: ms since 1970
) WITHOUT ROWID;
-- What has ended is found without reading the rest.
CREATE INDEX IF NOT EXISTS hookseal_keys_ends_at ON hookseal_keys (completed, ends_at);
