using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.WebFront.Hosting;
using ChatMux.WebFront.Sessions;
using Microsoft.AspNetCore.Authorization;
using Orleans.Dashboard;

namespace ChatMux.WebFront.Operators;

/// <summary>
/// The Orleans Dashboard, for the operator alone. Off unless it is asked for: it measures every call of every grain, and they all
/// pay for it.
/// </summary>
internal static class Dashboard
{
    /// <summary>Where it is.</summary>
    public const string Path = "/dashboard";

    private const string Policy = "operator";

    /// <summary>Lets a front without a silo of its own show it.</summary>
    public static IClientBuilder AddDashboardIfWanted(this IClientBuilder client, FrontSettings settings) =>
        settings.Dashboard ? client.AddDashboard() : client;

    /// <summary>Registers who may see it.</summary>
    public static IServiceCollection AddOperatorPolicy(this IServiceCollection services) => services
        .AddSingleton<IAuthorizationHandler, OperatorHandler>()
        .AddAuthorization(authorization => authorization.AddPolicy(Policy, policy => policy.RequireAuthenticatedUser().AddRequirements(new OperatorRequirement())));

    /// <summary>Maps it.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder routes) => routes.MapOrleansDashboard(Path).RequireAuthorization(Policy);

    private sealed class OperatorRequirement : IAuthorizationRequirement;

    private sealed class OperatorHandler(IGrainFactory grains) : AuthorizationHandler<OperatorRequirement>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, OperatorRequirement requirement)
        {
            if (SignIns.IsSignedIn(context.User)
                && await grains.Grain<IOperatorGrain>(IOperatorGrain.Key).IsOperator(SessionClaims.UserOf(context.User)))
                context.Succeed(requirement);
        }
    }
}
