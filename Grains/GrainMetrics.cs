using ChatMux.Grains.Delivery;
using ChatMux.Grains.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMux.Grains;

/// <summary>What grains measure.</summary>
public static class GrainMetrics
{
    /// <summary>Registers the instruments, which every host of grains needs.</summary>
    public static IServiceCollection AddGrainMetrics(this IServiceCollection services) =>
        services.AddSingleton<MessageMetrics>().AddSingleton<MailboxMetrics>();
}
