// SPDX-License-Identifier: MIT
// ws_echo.js REPLY: what echo.c does, by npm's ws.
'use strict';
const fs = require('fs');
const http = require('http');
const { WebSocketServer } = require('ws');

const reply = fs.readFileSync(process.argv[2]);
const server = http.createServer();
const chats = new WebSocketServer({
  server,
  perMessageDeflate: false,
  handleProtocols: (offered) => offered.has('faqd.chat.v1') && 'faqd.chat.v1',
});

chats.on('connection', (chat) => {
  chat.on('message', () => chat.send(reply, { binary: false }));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  console.log(`ws at http://127.0.0.1:${server.address().port}/`);
});
