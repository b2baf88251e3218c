namespace EntityService;

internal sealed class Tag
{
    public int Id { get; set; }

    public required string Text { get; set; }
}
