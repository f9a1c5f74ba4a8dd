using ChatMux.WebFront;
using ChatMux.WebFront.Hosting;

if (args is ["contract", var schema])
    return ContractSchema.WriteTo(schema);
try
{
    var builder = FrontDoor.CreateBuilder(args).AddFrontDoor().AddCluster();
    builder.Services.AddFront(builder.Configuration);
    await using var app = builder.Build();
    app.UseFrontDoor();
    app.MapFront();
    await app.RunAsync();
    return 0;
}
catch (Exception problem) when (StartSentence.Of(problem) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
