// SPDX-License-Identifier: MIT
// The WebSocket, driven: every frame is as asyncapi.json says.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import WebSocket from 'ws'
import { asyncapi, base, conforms, frameConforms, violates } from './schemas.mjs'

const payload = (name) => `#/components/schemas/${name}`
const nameOf = { hello: 'Hello', ask: 'Ask', choose: 'Choose',
  feedback: 'Feedback', resume: 'Resume', typing: 'Typing' }
const open = new Set()

// A client: say() sends a frame and waits for the reply to it.
const connect = () => new Promise((resolve, reject) => {
  const url = base.replace('http', 'ws') + asyncapi.channels.chat.address
  const socket = new WebSocket(url, 'faqd.chat.v1')
  const waiting = []
  const say = (message) => new Promise((done) => {
    waiting.push(done)
    socket.send(typeof message === 'string' ? message
      : JSON.stringify(message))
  })
  const send = async (message) => {
    conforms('asyncapi', payload(nameOf[message.type]), message)
    const frame = await say(message)
    assert.equal(frame.reply_to, message.id)
    return frame
  }
  socket.on('message', (data) => {
    const frame = JSON.parse(data)
    frameConforms(frame)
    waiting.shift()(frame)
  })
  socket.on('open', () => {
    open.add(socket)
    resolve({ socket, say, send })
  })
  socket.on('error', reject)
})

after(() => open.forEach((socket) => socket.terminate()))

test('a greeting says what the bot is', async () => {
  const { send } = await connect()
  const hello = await send({ type: 'hello', id: '1' })
  assert.equal(hello.protocol, 'faqd.chat.v1')
  assert.equal(hello.version, asyncapi.info.version)
  assert.equal(hello.resumed, false)
  assert.equal(hello.checklist.length, hello.steps)
  for (const { id } of [...hello.examples, ...hello.checklist])
    assert.equal((await send({ type: 'choose', id: `c-${id}`, choice: id }))
      .best, id)
})

test('a conversation goes on over connections', async () => {
  const one = await connect()
  await one.send({ type: 'ask', id: '1', text: 'take me through the steps' })
  const step = await one.send({ type: 'choose', id: '2', choice: 'act.next' })
  assert.equal(step.step, 2)
  one.socket.close()
  const two = await connect()
  const resumed = await two.send(
    { type: 'resume', id: '3', session: step.session })
  assert.equal(resumed.resumed, true)
  assert.equal(resumed.step, 2)
  const repeated = await two.send({ type: 'ask', id: '2', text: 'next' })
  assert.equal(repeated.type, 'repeated')
  const next = await two.send({ type: 'ask', id: '4', text: 'next' })
  assert.equal(next.step, 3)
  const three = await connect()
  const hello = await three.send(
    { type: 'hello', id: '5', session: next.session })
  assert.equal(hello.resumed, true)
  assert.equal(hello.step, 3)
})

test('a session of elsewhere begins anew', async () => {
  const { send } = await connect()
  const resumed = await send({ type: 'resume', id: '1', session: 'x' })
  assert.equal(resumed.resumed, false)
  assert.equal(resumed.code, 'session_foreign')
})

test('options are chosen by number and by id', async () => {
  const { send } = await connect()
  const asked = await send({ type: 'ask', id: '1', text: 'kyc problem' })
  assert.equal(asked.type, 'clarify')
  const [first, second] = asked.choices
  const picked = await send({ type: 'choose', id: '2', choice: second.number })
  assert.equal(picked.parts[0].id, second.id)
  assert.equal(picked.act, `act.pick(${second.number})`)
  await send({ type: 'ask', id: '3', text: 'kyc problem' })
  const chosen = await send({ type: 'choose', id: '4', choice: first.id })
  assert.equal(chosen.parts[0].id, first.id)
  assert.equal(chosen.act, 'act.pick(1)')
})

test('feedback is received, or said not to be', async () => {
  const { send } = await connect()
  const answer = await send({ type: 'ask', id: '1', text: 'what next' })
  const reply = await send({ type: 'feedback', id: '2', answer: answer.id,
    helpful: false, reason: 'not what I asked' })
  if (reply.type === 'error') assert.equal(reply.code, 'not_recorded')
  else assert.equal(reply.answer, answer.id)
})

test('typing gets no reply', async () => {
  const { socket, send } = await connect()
  const typing = { type: 'typing', on: true }
  conforms('asyncapi', payload('Typing'), typing)
  socket.send(JSON.stringify(typing))
  const answer = await send({ type: 'ask', id: '1', text: 'hello' })
  assert.equal(answer.reply_to, '1')
})

test('what the document refuses is refused', async () => {
  const { say, send } = await connect()
  for (const message of [
    { type: 'ask' }, { type: 'ask', text: 1 }, { type: 'choose' },
    { type: 'ask', text: 'a', id: 1 },
    { type: 'ask', text: 'a', id: 'x'.repeat(65) },
    { type: 'choose', choice: 0 }, { type: 'choose', choice: [] },
    { type: 'feedback', answer: 'a' }, { type: 'resume' },
    { type: 'feedback', answer: 'a', helpful: 1 },
    { type: 'typing', on: 1 }, { type: 'hello', session: 1 }]) {
    violates('asyncapi', payload(nameOf[message.type]), message)
    const error = await say(message)
    assert.equal(error.code, 'invalid_message')
    assert.match(error.detail, /^line 1, column \d+: /)
  }
  assert.equal((await say('{')).code, 'invalid_json')
  assert.equal((await say({ type: 'sing' })).code, 'unknown_type')
  assert.equal((await say({ type: 'choose', choice: 'faq.no' })).code,
    'unknown_choice')
  assert.equal((await send({ type: 'ask', id: '1', text: 'hello' })).type,
    'answer')
})

test('what is no message closes the connection as described', async () => {
  for (const [bytes, binary, code] of [
    [Buffer.from('{}'), true, 1003],
    [Buffer.alloc(8193, 'x'), false, 1009]]) {
    const { socket } = await connect()
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.send(bytes, { binary })
    assert.equal(await closed, code)
  }
})
