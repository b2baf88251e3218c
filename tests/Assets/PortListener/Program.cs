using System.Net;
using System.Net.Sockets;
using System.Text;

// PortListener ADDRESS:PORT [FILE]: answers every connection with the content of the file, or a greeting, as HTTP. Ends on SIGTERM with 0.
using TcpListener listener = new(IPEndPoint.Parse(args[0]));
try
{
    listener.Start();
}
catch (SocketException e)
{
    Console.Error.WriteLine($"{args[0]}: {e.Message}");
    return 98;
}

Console.WriteLine($"Listening on {args[0]}.");
while (true)
{
    using TcpClient client = await listener.AcceptTcpClientAsync();
    string text = args is [_, string file] ? await File.ReadAllTextAsync(file) : "Hello.";
    try
    {
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\nConnection: close\r\n\r\n{text}"));
    }
    catch (IOException)
    {
        // A look at the port, which does not wait for an answer.
    }
}
