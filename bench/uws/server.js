// uWebSockets.js by its own recommended means, with the same paths as org.nowserving.peer.BareNetty: /echo gives back,
// /display hears the wall, /fanout tells the wall and gives back. Comparison only, not shipped.
//
//   npm install --no-save && node server.js --port 0
//
// Not `npm ci`: it wants every platform's package in package-lock.json, and most of them are not to be had from npm.
'use strict';

const uws = require('@uwsjs/core');

const option = process.argv.indexOf('--port');
const wanted = option < 0 ? 0 : Number(process.argv[option + 1]);

const common = {
  compression: uws.DISABLED,
  maxPayloadLength: 4096,
  idleTimeout: 0,
  sendPingsAutomatically: false,
  // Nothing is dropped on the way to a display that is slow for a moment; one that is slow for long is lost, and not its
  // messages one by one, which nobody would notice.
  maxBackpressure: 64 * 1024 * 1024,
  closeOnBackpressureLimit: true,
};

const app = uws.App();

app
  .ws('/echo', {
    ...common,
    message: (ws, message, isBinary) => ws.send(message, isBinary, false),
  })
  .ws('/display', {
    ...common,
    open: (ws) => ws.subscribe('wall'),
  })
  .ws('/fanout', {
    ...common,
    message: (ws, message, isBinary) => {
      app.publish('wall', message, false);
      ws.send(message, isBinary, false);
    },
  })
  .any('/*', (response) => response.writeStatus('404 Not Found').end())
  .listen('127.0.0.1', wanted, (socket) => {
    if (!socket) {
      console.error(`cannot listen on 127.0.0.1:${wanted}`);
      process.exit(1);
    }
    console.log(`listening on 127.0.0.1:${uws.us_socket_local_port(socket)}`);
  });
