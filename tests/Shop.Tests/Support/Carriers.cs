using System.Globalization;

namespace Shop.Tests.Support;

/// <summary>The three carriers, which are asked for quotes; each writes them in a format of its own.</summary>
internal static class Carriers
{
    public static RequestPattern Any(RequestPattern r) => r.Get("https://*.example.com/quotes");

    public static RequestPattern Ext1(RequestPattern r) => r.Get("https://ext1.example.com/quotes");

    public static RequestPattern Ext2(RequestPattern r) => r.Get("https://ext2.example.com/quotes");

    public static RequestPattern Ext3(RequestPattern r) => r.Get("https://ext3.example.com/quotes");

    /// <summary>Makes each carrier ask for a price.</summary>
    public static void Offer(ProxyScope proxy, (decimal Price, int Days) ext1, (decimal Price, int Days) ext2, (decimal Price, int Days) ext3)
    {
        proxy.When(Ext1).Respond(j => j.Json(new { ext1.Price, ext1.Days }));
        proxy.When(Ext2).Respond(j => j.Json(new { quote = new { amount = ext2.Price.ToString(CultureInfo.InvariantCulture), currency = "EUR" }, eta = $"P{ext2.Days}D" }));
        proxy.When(Ext3).Respond(x => x.Text(FormattableString.Invariant($"<quote><price>{ext3.Price}</price><days>{ext3.Days}</days></quote>"), "application/xml"));
    }
}
