using System.Xml.Linq;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace ChatMux.WebFront.Sessions;

/// <summary>Keeps the Data Protection keys in their grain, where every front finds them.</summary>
internal sealed class KeyRing(IGrainFactory grains) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    /// <inheritdoc/>
    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    /// <inheritdoc/>
    // The interface knows no tasks; away from the caller's context, so that waiting blocks nothing that the answer needs.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => Grain.List()).GetAwaiter().GetResult().Select(xml => XElement.Parse(xml))];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() => Grain.Add(element.ToString(SaveOptions.DisableFormatting))).GetAwaiter().GetResult();

    /// <summary>
    /// Makes it the place of the keys. They are first read when they are first needed: the service that would read them at
    /// start comes before the silo of this process is up.
    /// </summary>
    public static void Register(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ClusterNames.Service);
        services.ConfigureOptions<KeyRing>();
        foreach (var eager in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name == "DataProtectionHostedService").ToArray())
            services.Remove(eager);
    }

    private IKeyRingGrain Grain => grains.Grain<IKeyRingGrain>(IKeyRingGrain.Key);
}
