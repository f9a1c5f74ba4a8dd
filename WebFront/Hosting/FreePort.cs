using System.Net;
using System.Net.Sockets;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// Looks at a port before anything starts: Kestrel would find it taken only after a silo has been started, and has to be
/// taken down again.
/// </summary>
public static class FreePort
{
    /// <summary>Passes when this address can be listened on right now.</summary>
    /// <exception cref="CannotStartException">It is no address, or cannot be had.</exception>
    public static void Check(string url)
    {
        var address = Parse(url);
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
            return;
        try
        {
            using var listener = Listener(address);
            listener.Start();
        }
        catch (SocketException problem)
        {
            throw new CannotStartException(Sentence(address.Port, problem), problem);
        }
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException problem)
        {
            throw new CannotStartException($"'{url}' is no address: --urls takes addresses like http://*:5080.", problem);
        }
    }

    private static TcpListener Listener(BindingAddress address)
    {
        if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return new TcpListener(IPAddress.Loopback, address.Port);
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
            return new TcpListener(ip, address.Port);
        return Socket.OSSupportsIPv6
            ? new TcpListener(IPAddress.IPv6Any, address.Port) { Server = { DualMode = true } }
            : new TcpListener(IPAddress.Any, address.Port);
    }

    private static string Sentence(int port, SocketException problem) => problem.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"Port {port} is taken, perhaps by another ChatMux: stop that one, or choose another port with --urls http://*:PORT.",
        SocketError.AccessDenied => $"Port {port} may not be used without more rights: choose one above 1023 with --urls http://*:PORT.",
        SocketError.AddressNotAvailable => "This machine does not have the address that --urls names.",
        _ => $"Port {port} cannot be used: {problem.Message.TrimEnd('.')}.",
    };
}
