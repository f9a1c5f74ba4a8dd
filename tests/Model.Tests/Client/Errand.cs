namespace ChatMux.Model.Tests.Client;

/// <summary>What a tab does until there is no need for it any more: one step at a time, and again later when one fails.</summary>
/// <param name="tab">Whose; without a socket nothing is done.</param>
/// <param name="isNeeded">Whether there is something to do.</param>
/// <param name="step">Does some of it, and says whether that succeeded.</param>
internal sealed class Errand(Tab tab, Func<bool> isNeeded, Func<Task<bool>> step)
{
    private bool _running;

    /// <summary>Begins unless it runs already.</summary>
    public void Run()
    {
        if (_running)
            return;
        _running = true;
        tab.Stage.Start(Loop);
    }

    private async Task Loop()
    {
        while (tab.IsAttached && isNeeded())
            if (!await step())
                await tab.Later();
        _running = false;
    }
}
