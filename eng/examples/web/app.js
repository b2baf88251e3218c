// Answers with a title and a number that memcached counts.
const http = require('node:http');
const net = require('node:net');

const [host, port] = process.env.MEMCACHE.split(':');

function ask(command) {
    return new Promise((resolve, reject) => {
        const socket = net.connect(Number(port), host, () => socket.write(command + '\r\n'));
        socket.once('data', data => { resolve(data.toString().trim()); socket.end(); });
        socket.once('error', reject);
    });
}

async function count() {
    await ask('add visits 0 0 1\r\n0');
    return ask('incr visits 1');
}

http.createServer(async (request, response) => {
    try {
        response.end(request.url === '/health' ? 'ok' : `${process.env.TITLE}: visit ${await count()}\n`);
    } catch (error) {
        response.statusCode = 500;
        response.end(String(error));
    }
}).listen({{ports.http}}, '{{group.address}}', () => console.log('Listening on {{endpoints.http}}.'));
