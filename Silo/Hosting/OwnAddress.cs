using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ChatMux.Silo.Hosting;

/// <summary>
/// The address at which other silos and fronts reach this one: setting <c>ChatMux:SiloAddress</c>, an IP address or a name of this
/// machine; loopback, for a cluster on one machine, unless it is set. A silo listens there and nowhere else.
/// </summary>
internal static class OwnAddress
{
    public const string Setting = "ChatMux:SiloAddress";

    /// <summary>The address. A name is looked up once, now: a container's own may change from start to start.</summary>
    /// <exception cref="StartupException">This machine does not have it.</exception>
    public static IPAddress Read(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } text) return IPAddress.Loopback;
        // Debian gives a machine's name a loopback address too. IPv4 first: whoever wants the other writes the address itself.
        return Candidates(text).Where(IsHere).OrderBy(IPAddress.IsLoopback).ThenBy(address => address.AddressFamily).FirstOrDefault() ?? throw new StartupException(
            $"{Setting} is \"{text}\", but must be an IP address or a name of this machine by which the others reach it.");
    }

    private static IPAddress[] Candidates(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return [address];
        try
        {
            return Dns.GetHostAddresses(text);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }

    private static bool IsHere(IPAddress address) => IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Any(own => own.Address.Equals(address));
}
