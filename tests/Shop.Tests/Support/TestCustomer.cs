namespace Shop.Tests.Support;

/// <summary>Customers whose charges do not simply succeed, as with the test cards of payment providers.</summary>
internal static class TestCustomer
{
    public const string CardExpired = "Mr. Expired";

    /// <summary>Its charges are answered 503 at first, and succeed when they are tried again.</summary>
    public const string OnlySecondTry = "Mrs. Again";
}
