using ChatMux.Grains;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>The storage as Orleans sets it up, in a silo of its own.</summary>
public abstract class GrainStorageTestBase : IAsyncLifetime
{
    private readonly GrainId _grain = GrainId.Create("note", HexId.New<UserId>().Value);
    private IHost _host = null!;

    private IGrainStorage Storage => _host.Services.GetRequiredKeyedService<IGrainStorage>(GrainStorage.Name);

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        await Prepare(builder.Services);
        builder.UseOrleans(Configure);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Makes the database, and has the silo find it.</summary>
    protected abstract Task Prepare(IServiceCollection services);

    protected abstract void Configure(ISiloBuilder silo);

    protected abstract Task Execute(string sql);

    /// <summary>The names and payloads of all rows, as text.</summary>
    protected abstract Task<string> Rows();

    [Fact]
    public async Task What_was_written_is_read()
    {
        var author = HexId.New<UserId>();
        var written = await Write(new Note { Text = "hello", Author = author, ReadBy = { [author] = 3 } });

        var read = await Read<Note>();

        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(("hello", author, 3), (read.State!.Text, read.State!.Author, read.State!.ReadBy[author]));
    }

    [Fact]
    public async Task What_was_never_written_is_new()
    {
        var read = await Read<Note>();

        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.Equal("", read.State!.Text);
    }

    [Fact]
    public async Task Writing_again_moves_the_etag()
    {
        var state = await Write(new Note { Text = "one" });
        var first = state.ETag;
        state.State!.Text = "two";
        await Storage.WriteStateAsync("note", _grain, state);

        Assert.NotEqual(first, state.ETag);
        Assert.Equal("two", (await Read<Note>()).State!.Text);
    }

    [Fact]
    public async Task What_was_cleared_is_gone_and_can_be_written_again()
    {
        var state = await Write(new Note { Text = "secret" });
        await Storage.ClearStateAsync("note", _grain, state);
        Assert.False((await Read<Note>()).RecordExists);

        var again = await Read<Note>();
        again.State!.Text = "new";
        await Storage.WriteStateAsync("note", _grain, again);

        Assert.Equal("new", (await Read<Note>()).State!.Text);
    }

    [Fact]
    public async Task The_slower_of_two_writers_is_refused()
    {
        await Write(new Note { Text = "one" });
        var quick = await Read<Note>();
        var slow = await Read<Note>();
        await Storage.WriteStateAsync("note", _grain, quick);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("note", _grain, slow));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("note", _grain, slow));
    }

    [Fact]
    public async Task The_second_of_two_first_writers_is_refused()
    {
        await Write(new Note());

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(new Note()));
    }

    [Fact]
    public async Task A_writer_whose_row_was_removed_is_refused()
    {
        var state = await Write(new Note());
        await Execute("DELETE FROM grain_state");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("note", _grain, state));
    }

    [Fact]
    public async Task State_is_read_by_a_class_of_another_name_and_shape()
    {
        await Write(new Note());
        var author = HexId.New<UserId>();
        await Execute($$"""UPDATE grain_state SET payload = '{"text":"from before","author":"{{author}}","gone":1}'""");

        var read = await Read<RenamedNote>();

        Assert.Equal(new RenamedNote("from before", author), read.State);
    }

    [Fact]
    public async Task The_stored_row_names_no_class()
    {
        await Write(new Note { Text = "hello" });

        var row = await Rows();

        Assert.StartsWith("note {\"text\":\"hello\"", row);
        Assert.DoesNotContain("ChatMux", row);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("ab12")]
    [InlineData("00000000000000000000000000000001")]
    [InlineData("00000000000000010000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001")]
    public async Task Every_form_of_key_has_a_row_of_its_own(string key)
    {
        await Write(new Note { Text = "another" });
        var grain = GrainId.Create("note", key);
        await Storage.WriteStateAsync("note", grain, new GrainState<Note>(new Note { Text = key }));
        await Storage.WriteStateAsync("note", GrainId.Create("note", key + "1"), new GrainState<Note>(new Note { Text = "not me" }));

        var read = new GrainState<Note>();
        await Storage.ReadStateAsync("note", grain, read);

        Assert.Equal(key, read.State!.Text);
    }

    private async Task<GrainState<Note>> Write(Note note)
    {
        var state = new GrainState<Note>(note);
        await Storage.WriteStateAsync("note", _grain, state);
        return state;
    }

    private async Task<GrainState<T>> Read<T>()
    {
        var state = new GrainState<T>();
        await Storage.ReadStateAsync("note", _grain, state);
        return state;
    }

    private sealed class Note
    {
        public string Text { get; set; } = "";

        public UserId? Author { get; set; }

        public Dictionary<UserId, int> ReadBy { get; set; } = [];
    }

    private sealed record RenamedNote(string Text, UserId Author);
}
