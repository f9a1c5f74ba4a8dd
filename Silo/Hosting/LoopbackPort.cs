using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatMux.Silo.Hosting;

/// <summary>Ports on this machine that no other machine reaches.</summary>
internal static class LoopbackPort
{
    /// <summary>One that nobody uses right now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The port of a setting, which must be free. Orleans would share a taken one without a word.</summary>
    /// <exception cref="StartupException">It is taken, or no port.</exception>
    public static int Configured(IConfiguration configuration, string setting, int otherwise)
    {
        var text = configuration[setting];
        var port = otherwise;
        if (!string.IsNullOrEmpty(text) && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536))
        {
            throw new StartupException($"{setting} is \"{text}\", but must be a port, 1 to 65535.");
        }
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return port;
        }
        catch (SocketException)
        {
            throw new StartupException($"Port {port} cannot be used, most likely because another program has it: stop that program, or set {setting}.");
        }
    }
}
