// SPDX-License-Identifier: MIT
// How each of the others is embedded, as its own documentation has it, and a
// server that answers each in its own protocol with the same answer.
import { createServer } from 'node:http'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Server } from 'socket.io'

export const ANSWER = 'Ten to six, and the cafe till five.'

export const packages = {
  'deep-chat': 'deep-chat@2.4.2',
  'botframework-webchat': 'botframework-webchat@4.18.1',
  'rasa-webchat': 'rasa-webchat@1.0.1',
  '@n8n/chat': '@n8n/chat@1.37.0',
}

const file = (name, path) =>
  readFileSync(new URL(`peers/${packages[name]}/${path}`, import.meta.url))

// What a page needs: markup, a script of the site's own, and what it loads of
// `from`, the other server's address.
export const peers = {
  'deep-chat': (from) => ({
    head: `<script type="module" src="${from}/deep-chat.js"></script>`,
    body: `<deep-chat connect='{"url":"${from}/deep"}'></deep-chat>`,
  }),
  'botframework-webchat': (from) => ({
    head: `<script src="${from}/webchat.js" defer></script>`,
    body: '<div id="webchat" role="main"></div>',
    script: `addEventListener('DOMContentLoaded', () =>
      WebChat.renderWebChat({ directLine: WebChat.createDirectLine({
        domain: '${from}/directline', token: 'x', webSocket: false,
        pollingInterval: 250 }) }, document.getElementById('webchat')))`,
  }),
  'rasa-webchat': (from) => ({
    head: `<script src="${from}/rasa-webchat.js" defer></script>`,
    script: `addEventListener('DOMContentLoaded', () =>
      WebChat.default({ socketUrl: '${from}', title: 'Chat' }, null))`,
  }),
  '@n8n/chat': (from) => ({
    head: `<link rel="stylesheet" href="${from}/n8n/style.css">`,
    module: `import { createChat } from '${from}/n8n/chat.bundle.es.js'
      createChat({ webhookUrl: '${from}/n8n' })`,
  }),
}

const files = () => ({
  '/deep-chat.js': file('deep-chat', 'dist/deepChat.bundle.js'),
  '/webchat.js': file('botframework-webchat', 'dist/webchat.js'),
  '/rasa-webchat.js': file('rasa-webchat', 'lib/index.js'),
})

// Direct Line: what was posted in a conversation, and an answer to it, by
// watermark.
const directLine = () => {
  const conversations = []
  return (path, body) => {
    if (path.endsWith('/conversations')) {
      const conversationId = String(conversations.push([]) - 1)
      return { conversationId, token: 'x', expires_in: 1800 }
    }
    const [, number] = /conversations\/(\d+)\/activities/.exec(path) ?? []
    const activities = conversations[number]
    if (!activities) return {}
    if (body) {
      const at = new Date().toISOString()
      const id = String(activities.length)
      activities.push({ ...body, id, timestamp: at })
      if (body.type === 'message')
        activities.push({ type: 'message', id: `${id}a`, timestamp: at,
          from: { id: 'bot', role: 'bot' }, text: ANSWER, replyToId: id })
      return { id }
    }
    const from = Number(/watermark=(\d+)/.exec(path)?.[1] ?? 0)
    return { activities: activities.slice(from),
      watermark: String(activities.length) }
  }
}

// n8n's memory: what each session has said, as it gives it back.
const n8n = () => {
  const sessions = new Map()
  const message = (type, content) => ({ lc: 1, type: 'constructor',
    id: ['langchain_core', 'messages', type],
    kwargs: { content, additional_kwargs: {} } })
  return ({ action, sessionId, chatInput }) => {
    const said = sessions.get(sessionId) ?? []
    if (action === 'loadPreviousSession') return { data: said }
    sessions.set(sessionId, [...said, message('HumanMessage', chatInput),
      message('AIMessage', ANSWER)])
    return { output: ANSWER }
  }
}

const types = { js: 'text/javascript', mjs: 'text/javascript',
  css: 'text/css' }
const allowed = { 'access-control-allow-origin': '*',
  'access-control-allow-headers': '*', 'access-control-allow-methods': '*' }

export class Peers {
  async start() {
    const line = directLine()
    const flow = n8n()
    const served = files()
    this.server = createServer(async (request, response) => {
      if (request.method === 'OPTIONS') {
        response.writeHead(204, allowed).end()
        return
      }
      const { pathname } = new URL(request.url, 'http://x')
      // its bundle takes in others, beside it
      const part = /^\/n8n\/([\w.-]+)$/.exec(pathname)?.[1]
      const bytes = part ? file('@n8n/chat', `dist/${part}`)
        : served[pathname]
      if (bytes) {
        response.writeHead(200, { ...allowed,
          'content-type': types[pathname.split('.').pop()] }).end(bytes)
        return
      }
      let text = ''
      for await (const some of request) text += some
      const body = text ? JSON.parse(text) : null
      const reply = pathname.startsWith('/directline')
        ? line(request.url, body)
        : pathname === '/deep' ? { text: ANSWER } : flow(body ?? {})
      response.writeHead(200, { ...allowed,
        'content-type': 'application/json' }).end(JSON.stringify(reply))
    })
    const sockets = new Server(this.server, { cors: { origin: '*' } })
    sockets.on('connection', (socket) => {
      socket.on('session_request', () => socket.emit('session_confirm', 's'))
      socket.on('user_uttered', () =>
        socket.emit('bot_uttered', { text: ANSWER }))
    })
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    this.url = `http://127.0.0.1:${this.server.address().port}`
    return this
  }

  stop() {
    this.server.closeAllConnections()
    this.server.close()
  }
}
