namespace EntityService;

internal sealed class Item
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public List<Tag> Tags { get; set; } = [];
}
