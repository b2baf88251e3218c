using System.Text.RegularExpressions;

namespace Shop.Api.Orders;

/// <summary>What a customer asks for, as it arrives: not yet known to make sense.</summary>
internal sealed partial record NewOrder(string? Sku, int Quantity, string? Customer)
{
    private const int MaxQuantity = 100;
    private const int MaxCustomerLength = 200;

    public Dictionary<string, string[]> Problems()
    {
        Dictionary<string, string[]> problems = [];
        if (string.IsNullOrEmpty(Sku))
        {
            problems["sku"] = ["A sku is required."];
        }
        else if (!SkuFormat().IsMatch(Sku))
        {
            problems["sku"] = [$"'{Sku}' is not a sku: it is 2 to 32 lower-case letters, digits and hyphens, and begins with a letter."];
        }

        if (Quantity is < 1 or > MaxQuantity)
        {
            problems["quantity"] = [$"The quantity is {Quantity}; it must be 1 to {MaxQuantity}."];
        }

        if (Customer is { Length: > MaxCustomerLength })
        {
            problems["customer"] = [$"The customer has {Customer.Length} characters, the limit is {MaxCustomerLength}."];
        }

        return problems;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{1,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex SkuFormat();
}
