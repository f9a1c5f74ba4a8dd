-- Grain state, one row per state of a grain. Orleans turns a key of 32 hexadecimal characters into the two numbers;
-- any other key is text.
CREATE TABLE grain_state (
    name        text        NOT NULL,
    key_high    bigint      NOT NULL,
    key_low     bigint      NOT NULL,
    key_text    text        NOT NULL,
    payload     bytea,                  -- JSON; null after a clear
    version     integer     NOT NULL,   -- Orleans' etag
    modified_at timestamptz NOT NULL,   -- for people who look
    PRIMARY KEY (name, key_high, key_low, key_text)
);

-- Orleans reads its statements from this table when a silo starts. Parameters and result columns are its contract;
-- parameters that a statement does not name (hashes, service id) are not needed here.
CREATE TABLE OrleansQuery (
    QueryKey  text NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', '
    SELECT payload AS PayloadBinary, version AS Version FROM grain_state
    WHERE name = @GrainTypeString AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
      AND key_text = coalesce(@GrainIdExtensionString, '''')');

-- No row comes back when the version is not the expected one: a conflict.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', '
    INSERT INTO grain_state AS held (name, key_high, key_low, key_text, payload, version, modified_at)
    SELECT @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, 1, now()
    WHERE CAST(@GrainStateVersion AS integer) IS NULL OR EXISTS (
        SELECT 1 FROM grain_state
        WHERE name = @GrainTypeString AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
          AND key_text = coalesce(@GrainIdExtensionString, ''''))
    ON CONFLICT (name, key_high, key_low, key_text) DO UPDATE
    SET payload = excluded.payload, version = held.version + 1, modified_at = excluded.modified_at
    WHERE held.version = CAST(@GrainStateVersion AS integer)
    RETURNING version AS NewGrainStateVersion');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', '
    UPDATE grain_state SET payload = NULL, version = version + 1, modified_at = now()
    WHERE name = @GrainTypeString AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
      AND key_text = coalesce(@GrainIdExtensionString, '''') AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version AS NewGrainStateVersion');
