using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatMux.WebFront.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ChatMux.WebFront.Tests.Hosting;

public sealed class HttpsCertificateTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chatmux-cert-").FullName;

    [Fact]
    public void The_certificate_names_this_machine_and_only_its_owner_reads_the_key()
    {
        using var certificate = HttpsCertificate.MakeOrLoad(_directory, TimeProvider.System);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Contains("localhost", names.EnumerateDnsNames());
        Assert.Contains("127.0.0.1", names.EnumerateIPAddresses().Select(address => address.ToString()));
        Assert.All(HttpsCertificate.LocalAddresses(), address => Assert.Contains(address, names.EnumerateIPAddresses()));
        Assert.NotNull(certificate.GetECDsaPrivateKey());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_directory, "https.pfx")));
    }

    [Fact]
    public void It_survives_a_restart_and_is_renewed_before_it_ends()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var first = HttpsCertificate.MakeOrLoad(_directory, time);
        using var second = HttpsCertificate.MakeOrLoad(_directory, time);
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        time.Advance(TimeSpan.FromDays(380));
        using var renewed = HttpsCertificate.MakeOrLoad(_directory, time);
        Assert.NotEqual(first.Thumbprint, renewed.Thumbprint);
    }

    [Fact]
    public void A_damaged_one_is_replaced()
    {
        File.WriteAllText(Path.Combine(_directory, "https.pfx"), "half");
        using var certificate = HttpsCertificate.MakeOrLoad(_directory, TimeProvider.System);
        Assert.True(certificate.HasPrivateKey);
    }

    [Fact]
    public void Given_files_are_used()
    {
        using var made = HttpsCertificate.MakeOrLoad(_directory, TimeProvider.System);
        var (path, key) = (Path.Combine(_directory, "c.pem"), Path.Combine(_directory, "k.pem"));
        File.WriteAllText(path, made.ExportCertificatePem());
        File.WriteAllText(key, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        using var given = HttpsCertificate.Load(path, key, null);
        Assert.Equal(made.Thumbprint, given.Thumbprint);

        File.WriteAllText(key, made.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        using var locked = HttpsCertificate.Load(path, key, "secret");
        Assert.Equal(made.Thumbprint, locked.Thumbprint);

        using var pfx = HttpsCertificate.Load(Path.Combine(_directory, "https.pfx"), null, null);
        Assert.Equal(made.Thumbprint, pfx.Thumbprint);
    }

    [Fact]
    public void Files_that_cannot_be_used_are_told_in_a_sentence()
    {
        var missing = Path.Combine(_directory, "none.pem");
        Assert.Contains($"no file {missing}", Assert.Throws<CannotStartException>(() => HttpsCertificate.Load(missing, null, null)).Message, StringComparison.Ordinal);
        var wrong = Path.Combine(_directory, "wrong.pem");
        File.WriteAllText(wrong, "hello");
        Assert.StartsWith($"The certificate {wrong} cannot be used: ", Assert.Throws<CannotStartException>(() => HttpsCertificate.Load(wrong, null, null)).Message, StringComparison.Ordinal);
        using var made = HttpsCertificate.MakeOrLoad(_directory, TimeProvider.System);
        File.WriteAllText(wrong, made.ExportCertificatePem());
        Assert.Throws<CannotStartException>(() => HttpsCertificate.Load(wrong, null, null));
    }

    [Fact]
    public async Task The_switch_serves_https_without_binding_the_browser_to_it()
    {
        await using var door = await Door.Open("--https", "--urls=https://127.0.0.1:0");
        using var answer = await door.Ask("/api/entry", host: "192.168.1.5");
        Assert.Equal("in", await answer.Text());
        Assert.Null(answer.Header("Strict-Transport-Security"));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
