using ChatMux.Crowd.Wire;

namespace ChatMux.Crowd.Clients;

/// <summary>Writes the arguments of a call.</summary>
internal delegate void WriteArguments(ref PackWriter arguments);

/// <summary>One of the crowd, whichever server it talks to: one socket at a time, what it says, and what it hears.</summary>
internal abstract class Client(Uri server, int number) : IHubEar, IDisposable
{
    // Calls whose answers are awaited have these ids; texts have another.
    private static readonly byte[][] CallIds = ["a"u8.ToArray(), "b"u8.ToArray()];

    private readonly IPendingCall?[] _pending = new IPendingCall?[CallIds.Length];
    private volatile bool _isIn;

    /// <summary>Which one of the crowd; part of the stamps of its texts.</summary>
    public int Number => number;

    /// <summary>The socket, once the client has come.</summary>
    public HubSocket? Socket { get; private set; }

    /// <summary>Told of each text that arrives, the client's own included.</summary>
    public Action<Client, Stamp>? Heard { get; set; }

    /// <summary>Told of the answer to each text, and whether the server took it.</summary>
    public Action<Client, bool>? Answered { get; set; }

    /// <summary>Told when the client had come and its socket is gone although nobody here cut it, and what was wrong if something was.</summary>
    public Action<Client, Exception?>? Lost { get; set; }

    /// <summary>How many bytes the system takes in while this client does not read; null leaves it to the system.</summary>
    public int? ReceiveBuffer { get; set; }

    /// <summary>The server, or one of its fronts.</summary>
    protected Uri Server => server;

    /// <summary>The session's cookie, or null where there are no sessions.</summary>
    protected virtual string? Cookie => null;

    /// <summary>Opens a socket and takes part.</summary>
    /// <exception cref="NotLetInException">The server does not want to.</exception>
    public async Task Come()
    {
        Socket = await HubSocket.Open(Server, Cookie, this, ReceiveBuffer);
        await Enter();
        _isIn = true;
        if (!Socket.Lives)
            throw new NotLetInException("The socket ended as soon as it was open.");
    }

    /// <summary>Says something that begins with a stamp; <see cref="Answered"/> tells when the server has taken it.</summary>
    public abstract void Say(ReadOnlySpan<byte> text);

    /// <summary>Is gone without a word.</summary>
    public void Dispose()
    {
        _isIn = false;
        Socket?.Dispose();
        FailPending();
    }

    void IHubEar.Invoked(ReadOnlySpan<byte> method, PackReader argument) => Hear(method, argument);

    void IHubEar.Answered(ReadOnlySpan<byte> id, bool failed, PackReader answer)
    {
        var slot = id[0] - CallIds[0][0];
        if (slot < CallIds.Length)
            Interlocked.Exchange(ref _pending[slot], null)?.Complete(failed, answer);
        else
            TakeAnswer(id, !failed && IsTaken(answer));
    }

    void IHubEar.Ended(HubSocket socket, Exception? problem)
    {
        // One that was cut may end when the next one is already there.
        if (socket != Socket)
            return;
        FailPending();
        if (_isIn)
            Lost?.Invoke(this, problem);
    }

    /// <summary>The first call on a new socket.</summary>
    protected abstract Task Enter();

    /// <summary>The server calls.</summary>
    protected abstract void Hear(ReadOnlySpan<byte> method, PackReader argument);

    /// <summary>The answer to a text has come, with the id of its call.</summary>
    protected virtual void TakeAnswer(ReadOnlySpan<byte> id, bool taken) => Answered?.Invoke(this, taken);

    /// <summary>Whether this answer to a text says that it was taken.</summary>
    protected abstract bool IsTaken(PackReader answer);

    /// <summary>Calls a method and waits for the answer. Two such calls at a time.</summary>
    protected Task<T> Call<T>(ReadOnlySpan<byte> method, int arguments, WriteArguments write, Func<PackReader, T> read)
    {
        var pending = new PendingCall<T>(read);
        var slot = 0;
        while (Interlocked.CompareExchange(ref _pending[slot], pending, null) is not null)
            if (++slot == CallIds.Length)
                throw new InvalidOperationException("A client makes no more calls at a time than it has ids for.");
        var call = new HubCall(stackalloc byte[HubCall.Room], CallIds[slot], method, arguments);
        write(ref call.Arguments);
        Socket!.Send(call.Finish());
        if (!Socket.Lives)
            FailPending();
        return pending.Task;
    }

    private void FailPending()
    {
        for (var slot = 0; slot < _pending.Length; slot++)
            Interlocked.Exchange(ref _pending[slot], null)?.Fail();
    }

    private interface IPendingCall
    {
        void Complete(bool failed, PackReader answer);

        void Fail();
    }

    // What waits goes on elsewhere: the thread that reads the sockets has others to read.
    private sealed class PendingCall<T>(Func<PackReader, T> read) : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingCall
    {
        public void Complete(bool failed, PackReader answer)
        {
            try
            {
                if (failed)
                    TrySetException(new NotLetInException(System.Text.Encoding.UTF8.GetString(answer.ReadText())));
                else
                    TrySetResult(read(answer));
            }
            catch (NotLetInException refusal)
            {
                TrySetException(refusal);
            }
        }

        public void Fail() => TrySetException(new NotLetInException("The socket ended before the answer came."));
    }
}
