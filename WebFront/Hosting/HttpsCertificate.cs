using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// The certificate for https: given as files, or made on the spot. The latter is kept in the data directory, so that the
/// exception a person has made for it in the browser holds after a restart.
/// </summary>
public static class HttpsCertificate
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Loads the certificate that the settings name.</summary>
    /// <exception cref="CannotStartException">A file is missing, unreadable, or not a certificate with its key.</exception>
    public static X509Certificate2 Load(string path, string? keyPath, string? password)
    {
        foreach (var file in new[] { path, keyPath }.OfType<string>())
            if (!File.Exists(file))
                throw new CannotStartException($"The certificate cannot be used, because there is no file {file}.");
        try
        {
            var certificate = X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12
                ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : Reloaded(password is null
                    ? X509Certificate2.CreateFromPemFile(path, keyPath)
                    : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath));
            return certificate.HasPrivateKey ? certificate : throw new CryptographicException("it has no private key");
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CannotStartException($"The certificate {path} cannot be used: {problem.Message.TrimEnd('.')}.", problem);
        }
    }

    /// <summary>The self-signed certificate of a data directory: the one that is there, or a new one when it ends soon.</summary>
    /// <exception cref="CannotStartException">The directory cannot be written.</exception>
    public static X509Certificate2 MakeOrLoad(string directory, TimeProvider time)
    {
        var path = Path.Combine(directory, "https.pfx");
        try
        {
            if (File.Exists(path) && TryLoad(path) is { } kept && kept.NotAfter.ToUniversalTime() > time.GetUtcNow() + RenewBefore)
                return kept;
            var bytes = Make(time.GetUtcNow());
            Directory.CreateDirectory(directory);
            WritePrivately(path, bytes);
            return X509CertificateLoader.LoadPkcs12(bytes, null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"The certificate for https cannot be kept in {directory}: {problem.Message.TrimEnd('.')}.", problem);
        }
    }

    private static X509Certificate2? TryLoad(string path)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, null);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ChatMux on " + Environment.MachineName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(Names().Build());
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromHours(1), now + Lifetime);
        return certificate.Export(X509ContentType.Pkcs12);
    }

    private static SubjectAlternativeNameBuilder Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        if (Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns)
            names.AddDnsName(Environment.MachineName);
        foreach (var address in LocalAddresses().Prepend(IPAddress.IPv6Loopback).Prepend(IPAddress.Loopback))
            names.AddIpAddress(address);
        return names;
    }

    /// <summary>The addresses by which other machines reach this one, IPv4 first.</summary>
    public static IEnumerable<IPAddress> LocalAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
        .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1);

    /// <summary>Whole or not at all, and readable by its owner only from the first byte on.</summary>
    private static void WritePrivately(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var half = path + ".new";
        File.Delete(half);
        using (var file = new FileStream(half, options))
            file.Write(bytes);
        File.Move(half, path, overwrite: true);
    }

    /// <summary>Windows serves TLS only with keys that came from a PKCS #12 store.</summary>
    private static X509Certificate2 Reloaded(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
            return certificate;
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
