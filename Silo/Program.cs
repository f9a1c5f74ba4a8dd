using ChatMux.Silo.Backup;
using ChatMux.Silo.Hosting;
using Microsoft.Extensions.Configuration.Memory;

// A silo alone, which web fronts join: the one that owns the data of this machine, or one of several that share a database. A refusal is one sentence and exit code 1.
if (DatabaseCommand.Is(args))
    return await DatabaseCommand.Run(args, settings => Builder(settings).Configuration);
try
{
    var builder = Builder(args);
    builder.Services.AddSystemd();
    builder.AddSilo();
    using var host = builder.Build();
    await host.StartAsync();
    Console.WriteLine(SiloHosting.Describe(host.Services));
    if (await OperatorCode.Line(host.Services) is { } code)
        Console.WriteLine(code);
    await host.WaitForShutdownAsync();
    return 0;
}
catch (StartupException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}

static HostApplicationBuilder Builder(string[] args)
{
    // Waiting for changes of settings watches every file below the directory one starts it in, the database perhaps among them.
    var builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
    builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
    {
        InitialData =
        [
            new("ChatMux:Cluster", "Localhost"),
            new("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Warning"),
            // One line each, with its time, as a front's.
            new("Logging:Console:FormatterName", "simple"),
            new("Logging:Console:FormatterOptions:SingleLine", "true"),
            new("Logging:Console:FormatterOptions:TimestampFormat", "HH:mm:ss "),
        ],
    });
    return builder;
}
