using System.Globalization;

namespace Shop.Tests.Support;

/// <summary>The three carriers, which are asked for quotes; each writes them in a format of its own.</summary>
internal static class Carriers
{
    public static RequestPattern Any(RequestPattern r) => r.Get("https://*.example.com/quotes");

    public static RequestPattern Ext1(RequestPattern r) => r.Get("https://ext1.example.com/quotes");

    public static RequestPattern Ext2(RequestPattern r) => r.Get("https://ext2.example.com/quotes");

    public static RequestPattern Ext3(RequestPattern r) => r.Get("https://ext3.example.com/quotes");

    public static Answer FromExt1(decimal price, int days) => Answer.Json(new { price, days });

    public static Answer FromExt2(decimal price, string eta) => Answer.Json(new { quote = new { amount = price.ToString(CultureInfo.InvariantCulture), currency = "EUR" }, eta });

    public static Answer FromExt3(decimal price, int days) => Answer.Xml(FormattableString.Invariant($"<quote><price>{price}</price><days>{days}</days></quote>"));
}
