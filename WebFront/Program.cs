using ChatMux.WebFront;
using ChatMux.WebFront.Hosting;

if (args is ["contract", var schema])
    return ContractSchema.WriteTo(schema);
if (EmbeddedSilo.IsDatabaseCommand(args))
    return await EmbeddedSilo.RunDatabaseCommand(args);
try
{
    var builder = FrontDoor.CreateBuilder(args).AddFrontDoor().AddCluster();
    builder.Services.AddFront(builder.Configuration);
    await using var app = builder.Build();
    app.UseFrontDoor();
    app.MapFront();
    ReadyNotice.PrintWhenStarted(app);
    return await FrontDoor.Run(app);
}
catch (Exception problem) when (StartSentence.Of(problem) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
