[assembly: AssemblyFixture(typeof(ChatMux.Silo.Tests.Storage.PostgreSql.PostgreSqlServer))]

namespace ChatMux.Silo.Tests.Storage.PostgreSql;

// What holds for the log in a file holds for the log in PostgreSQL: the same tests, in another place.

public sealed class PostgreSqlMessageLogTests(PostgreSqlServer server) : MessageLogTests(new PostgreSqlLogPlace(server));

public sealed class PostgreSqlMessageChangeTests(PostgreSqlServer server) : MessageChangeTests(new PostgreSqlLogPlace(server));

public sealed class PostgreSqlChangePropertyTests(PostgreSqlServer server) : ChangePropertyTests(new PostgreSqlLogPlace(server));

public sealed class PostgreSqlMentionCountTests(PostgreSqlServer server) : MentionCountTests(new PostgreSqlLogPlace(server));

public sealed class PostgreSqlUnreadCountTests(PostgreSqlServer server) : UnreadCountTests(new PostgreSqlLogPlace(server));

public sealed class PostgreSqlMessageSearchTests(PostgreSqlServer server) : MessageSearchTests(new PostgreSqlLogPlace(server));

public sealed class PostgreSqlRoomActTests(PostgreSqlServer server) : RoomActTests(new PostgreSqlLogPlace(server));

/// <inheritdoc cref="SealedChangeTests"/>
public sealed class PostgreSqlSealedChangeTests(PostgreSqlServer server) : SealedChangeTests(new PostgreSqlLogPlace(server));

public sealed class PostgreSqlErasureTests(PostgreSqlServer server) : ErasureTests(new PostgreSqlLogPlace(server));
