
namespace ChatMux.WebFront.Tests.Sessions;

/// <summary>What a hostile review of Identity found; each fails until it is mended.</summary>
public sealed class Review4Tests(TestCluster cluster)
{
    [Fact]
    public async Task Whoever_leaves_for_GitHub_too_often_reads_a_sentence_and_no_JSON()
    {
        await using var gitHub = await GitHubStandIn.Start();
        await using var front = await cluster.StartFront(null, [.. gitHub.Settings, "--ChatMux:Limits:SessionsPerAddress:Burst=1"]);
        using var browser = new PlainBrowser(front);
        var origin = front.Address.GetLeftPart(UriPartial.Authority);
        using var first = await browser.SendForm("/api/session/github", origin);
        // A form's answer is what the person sees: the page is gone.
        using var second = await browser.SendForm("/api/session/github", origin);
        Assert.NotEqual("application/json", second.Content.Headers.ContentType?.MediaType);
    }
}
