using ChatMux.Grains;

namespace ChatMux.Silo.Storage;

/// <summary>Grain state in the <see cref="SqliteFile"/>.</summary>
public static class SqliteGrainStorage
{
    /// <summary>
    /// Registers Orleans' ADO.NET storage under <see cref="GrainStorage.Name"/>. Its statements are in
    /// <c>Schema/0001-grain-state.sql</c>; the <see cref="SqliteFile"/> comes from the container.
    /// </summary>
    /// <remarks>
    /// State is turned into JSON after the gate, outside the grain's turn. The grain is waiting for its write
    /// meanwhile; only a reentrant grain could change the state underneath, and must keep it immutable.
    /// </remarks>
    public static ISiloBuilder AddSqliteGrainStorage(this ISiloBuilder silo) =>
        silo.AddAdoNetGrainStorage(GrainStorage.Name, options => options.Configure<SqliteFile>((storage, file) =>
        {
            storage.Invariant = "System.Data.SQLite"; // Orleans' word for Microsoft.Data.Sqlite
            storage.DataSource = new GatedDataSource(file);
            storage.GrainStorageSerializer = new StateSerializer();
        }));
}
