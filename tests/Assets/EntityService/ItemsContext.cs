using Microsoft.EntityFrameworkCore;

namespace EntityService;

internal sealed class ItemsContext(DbContextOptions<ItemsContext> options) : DbContext(options)
{
    public DbSet<Item> Items => Set<Item>();
}
