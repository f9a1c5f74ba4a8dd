using System.Xml.Linq;

namespace ChatMux.Architecture.Tests;

/// <summary>Silo → Grains → Grains.Interfaces ← WebFront, and WebFront → Silo in one file for the embedded mode.</summary>
public sealed class LayerTests
{
    [Theory]
    [InlineData("Grains.Interfaces", "")]
    [InlineData("Grains", "Grains.Interfaces")]
    [InlineData("Silo", "Grains")]
    [InlineData("WebFront", "Grains.Interfaces Silo")]
    public void A_project_refers_to_the_layers_below_it_only(string project, string allowed) =>
        Assert.Equal(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries), References(project, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Order());

    [Fact]
    public void Contracts_depend_on_Orleans_alone() =>
        Assert.Equal(["Microsoft.Orleans.Sdk"], References("Grains.Interfaces", "PackageReference"));

    [Theory]
    [InlineData("Grains", "Sqlite|Npgsql|AspNetCore|SignalR|MessagePack")]
    [InlineData("Silo", "AspNetCore|SignalR|MessagePack")]
    [InlineData("WebFront", "Sqlite|Npgsql|Persistence")]
    public void A_layer_does_not_know_the_techniques_of_another(string project, string foreign) =>
        Assert.DoesNotContain(References(project, "PackageReference"), package => foreign.Split('|').Any(package.Contains));

    [Fact]
    public void One_file_of_the_front_knows_the_silo() =>
        Assert.Equal(["EmbeddedSilo.cs"], Repository.Sources("WebFront")
            .Where(file => File.ReadAllText(file).Contains("ChatMux.Silo", StringComparison.Ordinal))
            .Select(Path.GetFileName));

    [Fact]
    public void The_front_knows_grains_by_their_interfaces() =>
        Assert.DoesNotContain(Repository.Sources("WebFront"), file => File.ReadLines(file)
            .Any(line => line.StartsWith("using ChatMux.Grains.", StringComparison.Ordinal) && !line.StartsWith("using ChatMux.Grains.Interfaces", StringComparison.Ordinal)));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Join(Repository.Root, project, $"{project}.csproj"))
            .Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
