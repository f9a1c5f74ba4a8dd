using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Users;

/// <content>The profile: how a user becomes an identity, and what the user changes.</content>
public sealed partial class UserGrain
{
    private TokenBucket? _profileChanges;
    private string? _takingHandle;

    /// <inheritdoc/>
    public async Task<Result<Profile>> BecomeIdentity(IdentityProfile wanted)
    {
        if (state.State.Removing)
            return RefusalCode.NotFound;
        if (state.RecordExists && !state.State.Guest)
            return Profile;
        var guest = state.RecordExists ? state.State : new UserState { Name = "New here", Colour = Colour.DrawnFrom(Id), Created = time.GetUtcNow() };
        var name = DisplayName.TryNormalize(wanted.Name, out var valid) ? valid : guest.Name;
        var colour = Colour.TryNormalize(wanted.Colour, out var chosen) ? chosen : guest.Colour;
        var handle = await ClaimNear(wanted.WantedHandle ?? name);
        await Store(guest with { Name = name, Colour = colour, Guest = false, Handle = handle, PictureUrl = wanted.PictureUrl, Picture = NewPicture(wanted.PictureUrl) });
        _messages = null;
        await ShowProfile();
        return Profile;
    }

    /// <inheritdoc/>
    public async Task<Result<Profile>> UpdateProfile(Actor actor, ProfileChange change)
    {
        if (!MayAct(actor))
            return RefusalCode.NotFound;
        if (!DisplayName.TryNormalize(change.Name, out var name))
            return RefusalCode.InvalidName;
        if (!Colour.TryNormalize(change.Colour, out var colour))
            return RefusalCode.InvalidColour;
        if (!OneLine.TryNormalize(change.Status, Limits.StatusLength, out var status))
            return RefusalCode.InvalidStatus;
        var held = state.State;
        if (held.Guest ? change.Handle is not null : !Handle.IsValid(change.Handle))
            return held.Guest ? RefusalCode.IdentityNeeded : RefusalCode.InvalidHandle;
        _profileChanges ??= new TokenBucket(limits.Value.ProfileChanges, time);
        if (_profileChanges.Take() is { } wait)
            return TooFast(wait);
        if (change.Handle != held.Handle && (await Claim(change.Handle!)).Refusal is { } taken)
            return taken;
        await Store(held with { Name = name, Colour = colour, Handle = change.Handle, Status = status });
        await LetGoOfHandle(held.Handle);
        await ShowProfile();
        return Profile;
    }

    /// <inheritdoc/>
    public Task<string?> GetPictureUrl() => Task.FromResult(state.State.PictureUrl);

    /// <inheritdoc/>
    public Task<bool> HoldsHandle(string handle) => Task.FromResult(LooksLike(state.State.Handle, handle) || LooksLike(_takingHandle, handle));

    // Drawn: of the picture's address could be learned who somebody is elsewhere.
    private static string? NewPicture(string? url) => url is null ? null : RandomNumberGenerator.GetHexString(16, lowercase: true);

    private static bool LooksLike(string? held, string handle) => held is not null && Handle.Skeleton(held) == Handle.Skeleton(handle);

    private async Task<string> ClaimNear(string wanted)
    {
        foreach (var handle in Handle.Near(wanted))
            if ((await Claim(handle)).Value is not null)
                return handle;
        throw new InvalidOperationException("no handle was free, not even one drawn at random");
    }

    private async Task<Result<Done>> Claim(string handle)
    {
        _takingHandle = handle;
        try
        {
            return await HandleGrain(handle).Claim(Id, handle);
        }
        catch (Exception)
        {
            _takingHandle = null;
            throw;
        }
    }

    private async Task Store(UserState next)
    {
        try
        {
            await state.Store(next);
        }
        finally
        {
            _takingHandle = null;
        }
    }

    // A handle that is not given back here is given to whoever asks for it next: its grain asks this user.
    private async Task LetGoOfHandle(string? before)
    {
        if (before is null || state.State.Handle is { } now && Handle.Skeleton(now) == Handle.Skeleton(before))
            return;
        await HandleGrain(before).Release(Id);
    }

    private async Task ShowProfile()
    {
        await TellLobby();
        await Notify(new ProfileChanged(Profile), null);
    }

    private IHandleGrain HandleGrain(string handle) => GrainFactory.Grain<IHandleGrain>(Handle.Skeleton(handle));
}
