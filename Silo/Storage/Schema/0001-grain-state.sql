-- Grain state, one row per state of a grain. Orleans turns a key of 32 hexadecimal characters into the two numbers;
-- any other key is text.
CREATE TABLE grain_state (
    name        TEXT    NOT NULL,
    key_high    INTEGER NOT NULL,
    key_low     INTEGER NOT NULL,
    key_text    TEXT    NOT NULL,
    payload     BLOB,                -- JSON; null after a clear
    version     INTEGER NOT NULL,    -- Orleans' etag
    modified_at INTEGER NOT NULL,    -- seconds since 1970, for people who look
    PRIMARY KEY (name, key_high, key_low, key_text)
);
;

-- Orleans reads its statements from this table when a silo starts. Parameters and result columns are its contract;
-- parameters that a statement does not name (hashes, service id) are not needed here.
CREATE TABLE OrleansQuery (
    QueryKey  TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
);
;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', '
    SELECT CAST(payload AS BLOB) AS PayloadBinary, version AS Version FROM grain_state
    WHERE name = @GrainTypeString AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
      AND key_text = coalesce(@GrainIdExtensionString, '''')');
;

-- One statement, so it takes the write lock when it begins, as BEGIN IMMEDIATE would, and cannot leave a transaction
-- open on a pooled connection. No row comes back when the version is not the expected one: a conflict.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', '
    INSERT INTO grain_state (name, key_high, key_low, key_text, payload, version, modified_at)
    SELECT @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, 1, unixepoch()
    WHERE @GrainStateVersion IS NULL OR EXISTS (
        SELECT 1 FROM grain_state
        WHERE name = @GrainTypeString AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
          AND key_text = coalesce(@GrainIdExtensionString, ''''))
    ON CONFLICT (name, key_high, key_low, key_text) DO UPDATE
    SET payload = excluded.payload, version = version + 1, modified_at = excluded.modified_at
    WHERE version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion');
;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', '
    UPDATE grain_state SET payload = NULL, version = version + 1, modified_at = unixepoch()
    WHERE name = @GrainTypeString AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
      AND key_text = coalesce(@GrainIdExtensionString, '''') AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion');
;
