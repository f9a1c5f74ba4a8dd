using System.Collections.Concurrent;
using ChatMux.Cluster.Tests;

namespace ChatMux.Browser.Tests.Connections;

/// <summary>A silo and fronts in processes of their own, of which one or another is lost while people talk.</summary>
public abstract class LossTest(Stage stage) : BrowserTest(stage)
{
    private readonly ConcurrentQueue<string> _reloads = [];

    private protected Place Place { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Place.DisposeAsync();
    }

    /// <summary>Once the first one sees the others, it is noted who leaves and who reloads, and the network may fail.</summary>
    private protected async Task WatchOver(Person watcher, params Person[] people)
    {
        foreach (var person in people.Append(watcher))
        {
            await watcher.Sees(person);
            person.Page.Load += (_, _) => _reloads.Enqueue(person.Name);
            person.NetworkMayFail();
        }
        await watcher.NotesWhoLeaves();
    }

    /// <summary>Everybody has exactly these messages in this order, on the same page as before, with a quiet connection.</summary>
    private protected async Task AllAsIfNothingHadBeen(string[] said, params Person[] people)
    {
        foreach (var person in people)
        {
            await person.Sees(said[^1]);
            await person.IsIn();
            Assert.Equal(said, await person.Page.Locator("article p:not(.outbox-state)").AllInnerTextsAsync());
        }
        Assert.Empty(_reloads);
    }
}
