// SPDX-License-Identifier: MIT
// A faqd that does what a test says: it speaks faqd.chat.v1 and POST /v1/ask,
// and everything else (the script, the words) is the real one's. For what the
// real one can't be made to do: a person who joins, nonsense, silence.
//
//	fake.reply = (message) => what it answers, undefined for nothing
//	fake.say(message)       to every open socket, unasked
//	fake.raw(text)          the same, whatever it is
//	fake.blocked = true     no WebSocket gets through
//	fake.deaf = true        requests are taken and never answered
//	fake.heard              every message of a visitor, in order
//	await fake.hears(type)  the next one of that type
import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { answer, golden } from './golden.mjs'

const usual = (message) => {
  switch (message.type) {
  case 'hello': return golden('hello', { resumed: Boolean(message.session) })
  case 'resume': return golden('resumed')
  case 'feedback': return golden('feedback_received',
    { answer: message.answer })
  case 'typing':
  case 'heard': return undefined
  case 'person': return golden('session')
  default: return answer({ title: 'Opening hours',
    text: 'Ten to six.', markdown: 'Ten to six.\n', html: '<p>Ten to six.</p>' })
  }
}

const allowed = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '600',
}

export class Fake extends EventEmitter {
  // faqd: the address of the real one
  constructor(faqd) {
    super()
    this.faqd = faqd
    this.reply = usual
    this.heard = []
    this.lastId = 0
    this.server = createServer((request, response) =>
      this.http(request, response).catch(() => response.destroy()))
    this.sockets = new WebSocketServer({ noServer: true })
    this.server.on('upgrade', (...all) => this.upgrade(...all))
  }

  async start(port = 0) {
    this.server.listen(port, '127.0.0.1')
    await once(this.server, 'listening')
    this.url = `http://127.0.0.1:${this.server.address().port}`
    return this
  }

  upgrade(request, socket, head) {
    socket.on('error', () => socket.destroy())
    if (this.deaf) return
    if (this.blocked) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
      return
    }
    this.sockets.handleUpgrade(request, socket, head, (open) => {
      open.on('message', (bytes) => {
        const message = JSON.parse(bytes)
        const reply = this.hear(message)
        if (reply) open.send(JSON.stringify(reply))
      })
    })
  }

  // What is answered to a message: its own id, and an id of the answer's.
  hear(message) {
    this.heard.push(message)
    const reply = this.reply(message) ?? undefined
    this.emit('message', message)
    if (!reply) return undefined
    const made = { ...reply }
    if (message.id) made.reply_to ??= ''
    if (message.id) made.reply_to = message.id
    if (made.id && made.verdict) made.id = `answer-${++this.lastId}`
    return made
  }

  usually(message) {
    return usual(message)
  }

  async hears(type, count = 1) {
    const those = () => this.heard.filter((one) => one.type === type)
    while (those().length < count) await once(this, 'message')
    return those()[count - 1]
  }

  asked() {
    return this.heard.filter(({ type }) => type === 'ask' || type === 'choose')
  }

  raw(text) {
    for (const socket of this.sockets.clients) socket.send(text)
  }

  say(message) {
    this.raw(JSON.stringify(message))
  }

  cut() {
    for (const socket of this.sockets.clients) socket.terminate()
  }

  async http(request, response) {
    if (this.deaf) return
    if (request.method === 'OPTIONS') {
      response.writeHead(204, allowed).end()
      return
    }
    if (request.url === '/v1/ask') {
      let body = ''
      for await (const bytes of request) body += bytes
      const message = JSON.parse(body)
      const type = message.choice === undefined ? 'ask' : 'choose'
      const reply = this.hear({ type, ...message, by: 'post' })
      response.writeHead(200, { ...allowed,
        'content-type': 'application/json' }).end(JSON.stringify(reply))
      return
    }
    const real = await fetch(this.faqd + request.url)
    response.writeHead(real.status, { ...allowed,
      'content-type': real.headers.get('content-type') })
    response.end(Buffer.from(await real.arrayBuffer()))
  }

  async stop() {
    this.cut()
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }
}
