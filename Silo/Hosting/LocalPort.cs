using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatMux.Silo.Hosting;

/// <summary>Ports of this machine.</summary>
internal static class LocalPort
{
    /// <summary>One that nobody uses right now, on loopback.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The port of a setting, which must be free on the address where the silo will listen. Orleans would share a taken one without a word.</summary>
    /// <exception cref="StartupException">It is taken, or no port.</exception>
    public static int Configured(IConfiguration configuration, string setting, int otherwise, IPAddress address)
    {
        var text = configuration[setting];
        var port = otherwise;
        if (!string.IsNullOrEmpty(text) && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536))
        {
            throw new StartupException($"{setting} is \"{text}\", but must be a port, 1 to 65535.");
        }
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return port;
        }
        catch (SocketException)
        {
            throw new StartupException($"Port {port} of {address} cannot be used, most likely because another program has it: stop that program, or set {setting}.");
        }
    }
}
