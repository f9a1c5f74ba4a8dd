using System.Text.Json;

namespace ChatMux.Architecture.Tests;

/// <summary>One word for one thing on every tier: who knows the feature knows the folder.</summary>
public sealed class FeatureFolderTests
{
    private static readonly string[] Features =
    [
        "Users", "Sessions", "Operators", "Connections", "Delivery", "Presence", "Friends", "Messages", "Keys", "Rooms", "Calls", "Lobby", "Planet",
    ];

    [Theory]
    [InlineData("Grains.Interfaces", "")]
    [InlineData("Grains", "")]
    [InlineData("Silo", "Backup Hosting Storage Telemetry")]
    [InlineData("WebFront", "Hosting")]
    [InlineData("tests/Grains.Tests", "")]
    [InlineData("tests/WebFront.Tests", "Hosting")]
    [InlineData("tests/Silo.Tests", "Backup Hosting Storage")]
    public void A_folder_is_a_feature_or_the_tiers_own_technique(string project, string own) =>
        Assert.Subset(new HashSet<string>([.. Features, .. own.Split(' ')]), Repository.Folders(project).ToHashSet());

    [Fact]
    public void The_client_calls_features_by_the_same_names() =>
        Assert.Subset(new HashSet<string>([.. Features.Select(JsonNamingPolicy.CamelCase.ConvertName), "graph", "ui"]), Repository.Folders("wwwroot/src").ToHashSet());

    [Theory]
    [InlineData("Grains")]
    [InlineData("WebFront")]
    public void A_tier_has_no_feature_that_the_contracts_lack(string project)
    {
        var contracts = Repository.Folders("Grains.Interfaces").ToHashSet();
        Assert.Subset(contracts, Repository.Folders(project).Intersect(Features).ToHashSet());
    }

    [Fact]
    public void Nothing_is_called_by_a_name_that_says_nothing()
    {
        string[] empty = ["Common", "Helpers", "Helper", "Utils", "Util", "Manager", "Misc"];
        var named = new[] { "Grains.Interfaces", "Grains", "Silo", "WebFront" }.SelectMany(Repository.Sources)
            .Select(file => Path.GetRelativePath(Repository.Root, file));
        Assert.DoesNotContain(named, file => empty.Any(word =>
            file.Contains($"{Path.DirectorySeparatorChar}{word}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            || Path.GetFileNameWithoutExtension(file).EndsWith(word, StringComparison.Ordinal)));
    }
}
