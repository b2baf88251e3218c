namespace GrpcService;

public sealed partial class Book
{
    private const decimal Price = 9.90m;

    public static decimal PriceOf(int books) => books * Price;
}
