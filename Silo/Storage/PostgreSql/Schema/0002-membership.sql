-- Which silos there are. Every change of a row moves the version of its cluster, and only from the version that was read:
-- of two silos that change something at once, one reads again.
CREATE TABLE membership_version (
    cluster    text        NOT NULL PRIMARY KEY,
    version    integer     NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE membership (
    cluster       text        NOT NULL REFERENCES membership_version,
    address       text        NOT NULL,
    port          integer     NOT NULL,
    generation    integer     NOT NULL,
    silo_name     text        NOT NULL,
    host_name     text        NOT NULL,
    status        integer     NOT NULL,
    proxy_port    integer     NOT NULL,
    suspect_times text,
    start_time    timestamptz NOT NULL,
    alive_time    timestamptz NOT NULL,
    PRIMARY KEY (cluster, address, port, generation)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('InsertMembershipVersionKey', '
    WITH made AS (INSERT INTO membership_version (cluster) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM made');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('InsertMembershipKey', '
    WITH moved AS (
        UPDATE membership_version SET version = version + 1, changed_at = now()
        WHERE cluster = @DeploymentId AND version = @Version AND NOT EXISTS (
            SELECT 1 FROM membership
            WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster),
    made AS (
        INSERT INTO membership (cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
        SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
        RETURNING 1)
    SELECT count(*)::integer FROM made');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpdateMembershipKey', '
    WITH moved AS (
        UPDATE membership_version SET version = version + 1, changed_at = now()
        WHERE cluster = @DeploymentId AND version = @Version AND EXISTS (
            SELECT 1 FROM membership
            WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster),
    changed AS (
        UPDATE membership AS silo SET status = @Status, suspect_times = @SuspectTimes, alive_time = @IAmAliveTime
        FROM moved
        WHERE silo.cluster = moved.cluster AND address = @Address AND port = @Port AND generation = @Generation
        RETURNING 1)
    SELECT count(*)::integer FROM changed');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpdateIAmAlivetimeKey', '
    UPDATE membership SET alive_time = @IAmAliveTime
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation');

-- The version comes back also when there is no such silo.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('MembershipReadRowKey', '
    SELECT v.cluster AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
        m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
        m.start_time AS StartTime, m.alive_time AS IAmAliveTime, v.version AS Version
    FROM membership_version AS v
    LEFT JOIN membership AS m ON m.cluster = v.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.cluster = @DeploymentId');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('MembershipReadAllKey', '
    SELECT v.cluster AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
        m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
        m.start_time AS StartTime, m.alive_time AS IAmAliveTime, v.version AS Version
    FROM membership_version AS v LEFT JOIN membership AS m ON m.cluster = v.cluster
    WHERE v.cluster = @DeploymentId');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('GatewaysQueryKey', '
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM membership
    WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteMembershipTableEntriesKey', '
    WITH gone AS (DELETE FROM membership WHERE cluster = @DeploymentId)
    DELETE FROM membership_version WHERE cluster = @DeploymentId');

-- Status 3 is Active, 6 is Dead.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('CleanupDefunctSiloEntriesKey', '
    DELETE FROM membership WHERE cluster = @DeploymentId AND alive_time < @IAmAliveTime AND status != 3');

-- One of these, if it is as it was read.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('CleanupDefunctSiloEntryKey', '
    DELETE FROM membership
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
        AND suspect_times IS NOT DISTINCT FROM @SuspectTimes AND start_time = @StartTime AND alive_time = @IAmAliveTime');
