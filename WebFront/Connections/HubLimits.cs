namespace ChatMux.WebFront.Connections;

/// <summary>What one socket may ask for. Configuration section <c>ChatMux:Limits</c>.</summary>
internal sealed class HubLimits
{
    /// <summary>Calls at once.</summary>
    public int CallsBurst { get; set; } = 100;

    /// <summary>Calls that come back per second.</summary>
    public int CallsPerSecond { get; set; } = 20;
}
