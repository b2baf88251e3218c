var builder = DistributedApplication.CreateBuilder(args);
var items = builder.AddPostgres("postgres").AddDatabase("items");
builder.AddProject<Projects.Store_Api>("api").WithReference(items).WaitFor(items);
builder.Build().Run();
