// Runs mockttp as a proxy: node proxy.cjs DIRECTORY PORT CERTIFICATE KEY records|forgets MOCKS
const [directory, port, certPath, keyPath, records, mocks] = process.argv.slice(2);
const net = require('node:net');
const { createRequire } = require('node:module');

// It cannot be told an address, and is to be reached from this machine alone.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
    return typeof port === 'number' ? listen.call(this, { port, host: '127.0.0.1' }, ...rest) : listen.call(this, port, ...rest);
};

const mockttp = createRequire(`${directory}/`)('mockttp');
const server = mockttp.getLocal({ https: { certPath, keyPath }, http2: 'fallback', recordTraffic: records === 'records' });
(async () => {
    for (let i = 0; i < Number(mocks); i++) {
        await server.forGet(`/mock/${i}`).thenReply(200, 'Hello, World!', { 'content-length': '13' });
    }

    await server.forUnmatchedRequest().thenPassThrough();
    await server.start(Number(port));
})().catch(error => {
    console.error(error);
    process.exit(1);
});
