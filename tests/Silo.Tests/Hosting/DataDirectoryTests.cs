using ChatMux.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace ChatMux.Silo.Tests.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    [Fact]
    public void A_second_holder_is_refused_in_one_sentence_until_the_first_lets_go()
    {
        var first = DataDirectoryLock.Take(_directory.Path);

        var refusal = Assert.Throws<StartupException>(() => DataDirectoryLock.Take(_directory.Path));
        Assert.Contains(_directory.Path, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);

        first.Dispose();
        DataDirectoryLock.Take(_directory.Path).Dispose();
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused_in_one_sentence()
    {
        File.WriteAllText(_directory.File("file"), "");

        var refusal = Assert.Throws<StartupException>(() => DataDirectoryLock.Take(_directory.File("file/below")));

        Assert.Contains("cannot be written", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_new_directory_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows()) return; // has no such modes
        var path = _directory.File("new");

        using var held = DataDirectoryLock.Take(path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public void The_setting_decides_where_the_data_is()
    {
        Assert.Equal(_directory.Path, DataDirectory.Path(Settings(_directory.Path)));
        Assert.EndsWith("ChatMux", DataDirectory.Path(Settings(null)));
    }

    public void Dispose() => _directory.Dispose();

    private static IConfiguration Settings(string? path) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("ChatMux:DataDirectory", path)]).Build();
}
