// SPDX-License-Identifier: MIT
// A faqd that has agents and does as a test says: it speaks faqd.desk.v1, and
// its page, script and policy are the real one's.
//
//	const desk = await new FakeDesk(faqd.url).start()
//	const id = desk.talk({ messages: [...] })    a conversation that waits
//	desk.says(id, 'text')      its visitor writes
//	desk.lose = ({ type }) => type === 'reply'   done, but the connection
//	                           breaks before it is acknowledged
//	desk.cut()                 all connections break
//	desk.heard, await desk.hears(type, count)    what consoles have said
import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

export const KEY = 'a-key-of-the-desk'
export const NOW = Date.UTC(2026, 0, 15, 12, 0)
const MINUTE = 60000

export const suggestions = [
  { id: 'faq.before_start', title: 'What to have ready', confidence: 0.82,
    text: 'Have a valid document of your own at hand, and good light.' },
  { id: 'step.confirm_account_and_route', title: 'Confirm the route',
    confidence: 0.41, text: 'Look whether this is the account that you ' +
      'registered, and that you are on the official site.' },
]

const canned = [
  { id: 'welcome', title: 'Welcome', text: 'Hello, how can I help?' },
  { id: 'bye', title: 'Good bye', text: 'All the best. Bye!' },
]

const intents = [
  { id: 'faq.before_start', title: 'What to have ready' },
  { id: 'redirect.security', title: 'Secure the account' },
  { id: 'limit.review_time', title: 'How long a review takes' },
]

export class FakeDesk extends EventEmitter {
  // faqd: the address of the real one
  constructor(faqd) {
    super()
    this.setMaxListeners(0)
    this.faqd = faqd
    this.talks = new Map()
    this.agents = new Map() // socket -> { name, follows, available }
    this.heard = []
    this.lose = () => false
    this.items = suggestions
    this.server = createServer((request, response) =>
      this.page(request, response).catch(() => response.destroy()))
    this.sockets = new WebSocketServer({ noServer: true })
    this.server.on('upgrade', (request, socket, head) =>
      this.upgrade(request, socket, head))
  }

  async start() {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    this.url = `http://127.0.0.1:${this.server.address().port}`
    return this
  }

  async page(request, response) {
    const real = await fetch(this.faqd + request.url)
    const headers = Object.fromEntries(['content-type',
      'content-security-policy'].map((name) =>
      [name, real.headers.get(name)]))
    response.writeHead(real.status, headers)
    response.end(Buffer.from(await real.arrayBuffer()))
  }

  upgrade(request, socket, head) {
    socket.on('error', () => socket.destroy())
    if (this.isDown) {
      socket.destroy()
      return
    }
    this.sockets.handleUpgrade(request, socket, head, (open) => {
      open.on('message', (bytes) => this.hear(open, JSON.parse(bytes)))
      open.on('close', () => this.left(open))
    })
  }

  // ------------------------------------------------- what is known, and who is

  talk({ messages = [], minutes = 3, ...more } = {}) {
    const conversation = String(this.talks.size + 1).repeat(32).slice(0, 32)
    const talk = { summary: { conversation, state: 'waiting', reason: 'asked',
      since: NOW - minutes * MINUTE, online: true, ...more },
    messages: [], ids: new Map() }
    this.talks.set(conversation, talk)
    for (const message of messages) this.add(talk, message)
    this.changed(talk)
    return conversation
  }

  add(talk, message) {
    const made = { seq: talk.messages.length + 1,
      at: NOW - (20 - talk.messages.length) * 1000, ...message }
    talk.messages.push(made)
    const { from, text, at } = made
    if (!['note', 'system'].includes(from)) talk.summary.last = { from, text, at }
    return made
  }

  summary(talk) {
    return { ...talk.summary, messages: talk.messages.length }
  }

  presence() {
    const agents = [...this.agents.values()]
      .filter(({ available }) => available).length
    const waiting = [...this.talks.values()]
      .filter(({ summary }) => summary.state === 'waiting').length
    return { agents, waiting }
  }

  // ---------------------------------------------------------------- to consoles

  send(socket, message, to) {
    const made = to?.id ? { ...message, reply_to: to.id } : message
    socket.send(JSON.stringify(made))
  }

  all(message, test = () => true) {
    for (const [socket, agent] of this.agents)
      if (test(agent)) this.send(socket, message)
  }

  changed(talk) {
    this.all({ type: 'changed', ...this.summary(talk) })
    this.all({ type: 'presence', ...this.presence() })
  }

  // To those who follow.
  tell(talk, message) {
    const { conversation } = talk.summary
    this.all({ conversation, ...message },
      ({ follows }) => follows.has(conversation))
  }

  // What is sent once more is known by its seq.
  message(talk, message) {
    this.tell(talk, { type: 'message', message })
  }

  says(conversation, text) {
    const talk = this.talks.get(conversation)
    this.message(talk, this.add(talk, { from: 'visitor', text }))
    this.changed(talk)
  }

  delivered(conversation) {
    const talk = this.talks.get(conversation)
    const message = talk.messages.at(-1)
    message.delivered = true
    this.message(talk, message)
  }

  typing(conversation, on = true) {
    this.tell(this.talks.get(conversation), { type: 'typing', on })
  }

  cut() {
    for (const socket of this.sockets.clients) socket.terminate()
  }

  // -------------------------------------------------------------- from consoles

  hear(socket, message) {
    this.heard.push(message)
    const agent = this.agents.get(socket)
    const isLost = this.lose(message)
    if (message.type === 'hello') this.hello(socket, message)
    else if (agent) this.command(socket, agent, message, isLost)
    if (isLost) socket.terminate()
    this.emit('message')
  }

  async hears(type, count = 1) {
    const those = () => this.heard.filter((one) => one.type === type)
    while (those().length < count) await once(this, 'message')
    return those()[count - 1]
  }

  hello(socket, message) {
    if (message.key !== KEY) {
      this.send(socket, { type: 'error', code: 'unauthorized',
        detail: 'the key is not known' }, message)
      return
    }
    this.agents.set(socket, { name: message.name ?? 'Ann',
      follows: new Set(), available: true })
    this.send(socket, { type: 'hello', protocol: 'faqd.desk.v1',
      agent: { name: message.name ?? 'Ann' }, canned, intents,
      conversations: [...this.talks.values()].map((one) =>
        this.summary(one)), presence: this.presence() }, message)
  }

  left(socket) {
    this.agents.delete(socket)
  }

  command(socket, agent, message, isLost) {
    const talk = this.talks.get(message.conversation)
    const reply = isLost ? () => {}
      : (made) => this.send(socket, made, message)
    if (message.type === 'presence') {
      agent.available = message.available
      this.all({ type: 'presence', ...this.presence() })
      return
    }
    const refusal = this.refusal(talk, agent, message)
    if (refusal) reply({ type: 'error', code: refusal, detail: refusal })
    else this.does[message.type].call(this, { agent, message, talk, reply })
  }

  refusal(talk, agent, { type }) {
    if (!talk) return 'unknown_conversation'
    const { state, agent: has } = talk.summary
    if (type === 'claim' && state === 'joined' && has.name !== agent.name)
      return 'already_claimed'
    if (['reply', 'give_back', 'close'].includes(type) &&
      (state !== 'joined' || has.name !== agent.name)) return 'not_yours'
    return undefined
  }

  does = {
    follow({ agent, message, talk, reply }) {
      agent.follows.add(message.conversation)
      reply({ type: 'conversation', ...this.summary(talk),
        messages: talk.messages.filter(({ seq }) =>
          seq > (message.after ?? 0)) })
    },
    unfollow({ agent, message }) {
      agent.follows.delete(message.conversation)
    },
    claim({ agent, message, talk, reply }) {
      Object.assign(talk.summary, { state: 'joined',
        agent: { name: agent.name } })
      reply({ type: 'claimed', conversation: message.conversation })
      this.changed(talk)
    },
    reply(all) { this.keep('agent', 'sent', all) },
    note(all) { this.keep('note', 'noted', all) },
    suggest({ message, reply }) {
      reply({ type: 'suggestions', conversation: message.conversation,
        items: message.text ? this.items.slice(1) : this.items })
    },
    give_back(all) { this.end('returned', 'given_back', all) },
    close(all) { this.end('closed', 'closed', all) },
    typing() {},
    wrong({ message, reply }) {
      reply({ type: 'corrected', conversation: message.conversation })
    },
  }

  keep(from, type, { agent, message, talk, reply }) {
    const { id, text, conversation } = message
    const known = talk.ids.get(id)
    const made = known ?? this.add(talk, { from, text,
      agent: { name: agent.name } })
    talk.ids.set(id, made)
    if (!known) this.message(talk, made)
    reply({ type, conversation, seq: made.seq })
    if (!known) this.changed(talk)
  }

  end(state, type, { message, talk, reply }) {
    talk.summary.state = state
    reply({ type, conversation: message.conversation })
    this.changed(talk)
  }

  async stop() {
    this.cut()
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }
}
