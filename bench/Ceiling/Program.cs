using ChatMux.Ceiling;
using Microsoft.AspNetCore.Http.Connections;

// What this machine and SignalR can do when a server does nothing but pass texts on: no sign-in, no grains, no store.
// Benchmarks run it beside ChatMux with the same clients.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
// The intervals are those of ChatMux: idle connections are compared too.
builder.Services.AddSignalR(hub =>
{
    hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
    hub.ClientTimeoutInterval = TimeSpan.FromSeconds(15);
}).AddMessagePackProtocol();
await using var app = builder.Build();
app.MapHub<CeilingHub>("/hub", http => http.Transports = HttpTransportType.WebSockets);
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"The ceiling is ready at {app.Urls.Single()}"));
await app.RunAsync();
