// SPDX-License-Identifier: MIT
// The agents' WebSocket, driven: every frame is as asyncapi.json says. One
// conversation waits: run.sh has put it into the database.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import WebSocket from 'ws'
import { asyncapi, base, conforms, frameConforms, taken, violates }
  from './schemas.mjs'

const key = process.env.DESK_KEY
const conversation = '00000007000000000000000000000000'
const nameOf = taken('desk')
const payload = (type) => `#/components/schemas/${nameOf[type]}`
const open = new Set()
let count = 0

// An agent's tool: send() waits for the reply, next(type) for what is told.
const connect = () => new Promise((resolve, reject) => {
  const url = base.replace('http', 'ws') + asyncapi.channels.desk.address
  const socket = new WebSocket(url, 'faqd.desk.v1')
  const replies = new Map()
  const told = []
  let wake = () => {}
  const say = (message) => new Promise((done) => {
    replies.set(message.id, done)
    socket.send(JSON.stringify(message))
  })
  const send = (type, more = {}) => {
    const message = { type, id: `m-${++count}`, ...more }
    conforms('asyncapi', payload(type), message)
    return say(message)
  }
  const next = async (type) => {
    for (;;) {
      const at = told.findIndex((frame) => frame.type === type)
      if (at >= 0) return told.splice(at, 1)[0]
      await new Promise((done) => { wake = done })
    }
  }
  socket.on('message', (data) => {
    const frame = JSON.parse(data)
    frameConforms(frame, 'desk')
    const done = replies.get(frame.reply_to)
    replies.delete(frame.reply_to)
    if (done) return done(frame)
    told.push(frame)
    wake()
  })
  socket.on('open', () => {
    open.add(socket)
    resolve({ socket, say, send, next })
  })
  socket.on('error', reject)
})

const agent = async (name) => {
  const one = await connect()
  assert.equal((await one.send('hello', { key, name })).type, 'hello')
  return one
}

after(() => open.forEach((socket) => socket.terminate()))

test('nothing is answered before a hello with a key', async () => {
  const { send } = await connect()
  for (const [type, more] of [['claim', { conversation }],
    ['hello', { key: 'faqd_none' }]])
    assert.equal((await send(type, more)).code, 'unauthorized')
})

test('a hello brings the desk', async () => {
  const { send } = await connect()
  const hello = await send('hello', { key, name: 'Ada' })
  assert.equal(hello.agent.name, 'Ada')
  assert.equal(hello.conversations[0].conversation, conversation)
  assert.equal(hello.conversations[0].last.text, 'where is my coin')
  assert.ok(hello.canned.length > 10 && hello.intents.length > 10)
})

test('a conversation is followed, claimed, answered and ended', async () => {
  const ada = await agent('Ada')
  const bob = await agent('Bob')
  const follow = await bob.send('follow', { conversation })
  assert.equal(follow.messages[0].from, 'visitor')
  assert.equal((await ada.send('claim', { conversation })).type, 'claimed')
  assert.equal((await bob.send('claim', { conversation })).code,
    'already_claimed')
  const changed = await bob.next('changed')
  assert.equal(changed.agent.name, 'Ada')
  const reply = { conversation, text: 'In your wallet.', id: 'r-1' }
  const sent = await ada.send('reply', reply)
  assert.equal((await ada.send('reply', reply)).seq, sent.seq)
  let { message } = await bob.next('message')
  if (message.from === 'system') ({ message } = await bob.next('message'))
  assert.deepEqual([message.seq, message.text], [sent.seq, reply.text])
  assert.equal((await bob.send('note', { conversation, text: 'hm' })).type,
    'noted')
  const { items } = await ada.send('suggest',
    { conversation, text: 'what next' })
  assert.ok(items.length > 0)
  await ada.send('unfollow', { conversation })
  assert.equal((await ada.send('wrong',
    { conversation, seq: 1, expected: '' })).type, 'corrected')
  ada.socket.send(JSON.stringify({ type: 'typing', conversation }))
  assert.equal((await ada.send('give_back', { conversation })).type,
    'given_back')
  assert.equal((await ada.send('close', { conversation })).code,
    'unknown_conversation')
})

test('presence is told to all', async () => {
  const ada = await agent('Cy') // of a name that has no other connection
  const bob = await agent('Di')
  const { agents } = await ada.send('presence', { available: true })
  assert.equal((await ada.send('presence', { available: false })).agents,
    agents - 1)
  let told = await bob.next('presence')
  while (told.agents !== agents - 1) told = await bob.next('presence')
})

test('what the document refuses of an agent is refused', async () => {
  const { say } = await agent('Ada')
  for (const message of [
    { type: 'claim' }, { type: 'claim', conversation: 'x' },
    { type: 'reply', conversation }, { type: 'note', conversation, text: '' },
    { type: 'follow', conversation, after: -1 },
    { type: 'wrong', conversation, seq: 0, expected: '' },
    { type: 'wrong', conversation, seq: 1 },
    { type: 'presence' }, { type: 'typing', conversation, on: 1 },
    { type: 'hello', name: 7 }]) {
    violates('asyncapi', payload(message.type), message)
    const error = await say({ ...message, id: `w-${++count}` })
    assert.equal(error.code, 'invalid')
    assert.match(error.detail, /^line 1, column \d+: /)
  }
})

// A visitor's chat; hears(type) passes over what comes before it.
const visitor = () => new Promise((resolve, reject) => {
  const chat = base.replace('http', 'ws') + asyncapi.channels.chat.address
  const socket = new WebSocket(chat, 'faqd.chat.v1')
  const told = []
  let wake = () => {}
  const say = (type, more) => {
    const message = { type, ...more }
    conforms('asyncapi', `#/components/schemas/${taken('chat')[type]}`, message)
    socket.send(JSON.stringify(message))
  }
  const hears = async (type) => {
    for (;;) {
      while (told.length) {
        const frame = told.shift()
        if (frame.type === type) return frame
      }
      await new Promise((done) => { wake = done })
    }
  }
  socket.on('message', (data) => {
    const frame = JSON.parse(data)
    frameConforms(frame, 'chat')
    told.push(frame)
    wake()
  })
  socket.on('open', () => {
    open.add(socket)
    resolve({ socket, say, hears })
  })
  socket.on('error', reject)
})

test('a visitor and an agent meet', async () => {
  const ada = await agent('Ada')
  const { socket, say, hears } = await visitor()
  say('ask', { id: '1', text: 'I want to talk to a person' })
  const answer = await hears('answer')
  assert.equal(answer.person, 'asked')
  assert.doesNotMatch(answer.text, /can't connect|no person/)
  assert.ok((await hears('handover')).waiting > 0)
  let told
  do told = await ada.next('changed')
  while (told.conversation === conversation || told.reason !== 'asked')
  const at = { conversation: told.conversation }
  await ada.send('follow', at)
  await ada.send('claim', at)
  assert.equal((await hears('handover')).agent.name, 'Ada')
  say('typing', { on: true })
  say('ask', { id: '2', text: 'my papers' })
  const { reply_to, seq } = await hears('delivered')
  assert.equal(reply_to, '2')
  assert.equal((await hears('read')).seq, seq)
  await ada.send('reply', { ...at, text: 'I see them.' })
  const said = await hears('agent_message')
  say('heard', { seq: Number(said.id) })
  socket.terminate()
  const again = await visitor()
  again.say('hello', { id: '3', session: answer.session,
    after: Number(said.id) - 1 })
  assert.equal((await again.hears('handover')).state, 'joined')
  assert.equal((await again.hears('agent_message')).text, 'I see them.')
  await ada.send('close', at)
  assert.equal((await again.hears('session')).person, false)
  assert.equal((await again.hears('handover')).state, 'closed')
  again.say('person', { id: '4' })
  assert.equal((await again.hears('session')).person, true)
  await again.hears('handover')
  await ada.next('changed')
})
