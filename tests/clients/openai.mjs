// SPDX-License-Identifier: MIT
// OpenAI's own client.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import OpenAI from 'openai'

const client = new OpenAI({
  apiKey: 'none',
  baseURL: `${process.env.FAQD}/v1`,
  maxRetries: 0,
})
const user = (content) => ({ role: 'user', content })
const assistant = (content) => ({ role: 'assistant', content })
const ask = (messages, more = {}) =>
  client.chat.completions.create({ model: 'faqd', messages, ...more })

test('openai: a question is answered', async () => {
  const answer = await ask([user('what is tea')], {
    temperature: 0.3,
    max_completion_tokens: 50,
    seed: 1,
  })
  assert.equal(answer.object, 'chat.completion')
  assert.match(answer.id, /^chatcmpl-[0-9a-f]{32}$/)
  assert.equal(answer.model, 'faqd')
  assert.ok(Math.abs(answer.created - Date.now() / 1000) < 60)
  assert.equal(answer.choices.length, 1)
  const [choice] = answer.choices
  assert.equal(choice.message.role, 'assistant')
  assert.equal(choice.message.content, 'Leaves in hot water.')
  assert.equal(choice.finish_reason, 'stop')
  assert.equal(answer.usage.total_tokens, 0)
})

test('openai: the conversation is in the messages', async () => {
  const first = await ask([user('make tea')])
  const messages = [
    { role: 'system', content: 'You are a pirate.' },
    user('make tea'),
    assistant(first.choices[0].message.content),
    user([{ type: 'text', text: 'next' }]),
  ]
  const second = await ask(messages)
  assert.match(first.choices[0].message.content, /^Step 1 of 2: Boil fresh/)
  assert.match(second.choices[0].message.content, /^Step 2 of 2: Pour it/)
  const alone = await ask([user('next')])
  assert.doesNotMatch(alone.choices[0].message.content, /Step 2/)
})

test('openai: a stream says the same in pieces', async () => {
  const whole = await ask([user('make tea')])
  const stream = await ask([user('make tea')], {
    stream: true,
    stream_options: { include_usage: true },
  })
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  const deltas = chunks.flatMap((chunk) => chunk.choices)
  assert.equal(deltas[0].delta.role, 'assistant')
  assert.equal(
    deltas.map(({ delta }) => delta.content ?? '').join(''),
    whole.choices[0].message.content,
  )
  assert.equal(deltas.at(-1).finish_reason, 'stop')
  assert.equal(new Set(chunks.map(({ id }) => id)).size, 1)
  assert.deepEqual(chunks.at(-1).choices, [])
  assert.equal(chunks.at(-1).usage.total_tokens, 0)
})

test('openai: its streaming helper comes to an end', async () => {
  const runner = client.chat.completions.stream({
    model: 'faqd',
    messages: [user('what is tea')],
  })
  assert.equal(await runner.finalContent(), 'Leaves in hot water.')
})

test('openai: there is one model', async () => {
  const found = []
  for await (const model of client.models.list()) found.push(model.id)
  assert.deepEqual(found, ['faqd'])
  assert.equal((await client.models.retrieve('faqd')).object, 'model')
})

test('openai: an unknown model is its NotFoundError', async () => {
  const wrong = (error) =>
    error instanceof OpenAI.NotFoundError &&
    error.code === 'model_not_found' &&
    error.param === 'model' &&
    error.type === 'invalid_request_error'
  await assert.rejects(client.models.retrieve('gpt-4o'), wrong)
  await assert.rejects(ask([user('a')], { model: 'gpt-4o' }), wrong)
})

test('openai: what is not text is its BadRequestError', async () => {
  const image = { type: 'image_url', image_url: { url: 'https://a.example/' } }
  await assert.rejects(
    ask([user([image])]),
    (error) =>
      error instanceof OpenAI.BadRequestError &&
      error.param === 'messages[0].content' &&
      /only parts of type 'text'/.test(error.message),
  )
  await assert.rejects(ask([user('a')], { n: 2 }), OpenAI.BadRequestError)
  await assert.rejects(ask([]), OpenAI.BadRequestError)
})

test('openai: a history over 64 KiB says so', async () => {
  await assert.rejects(
    ask([user('x'.repeat(70000))]),
    (error) => error.status === 413 && /longer|over/.test(error.message),
  )
})
