// SPDX-License-Identifier: MIT
// Another client of OpenAI's protocol: the AI SDK's provider for compatibles.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, streamText } from 'ai'

const faqd = createOpenAICompatible({
  name: 'faqd',
  baseURL: `${process.env.FAQD}/v1`,
})

test('ai sdk: a text is generated', async () => {
  const { text, finishReason } = await generateText({
    model: faqd('faqd'),
    system: 'You are a pirate.',
    prompt: 'what is tea',
  })
  assert.equal(text, 'Leaves in hot water.')
  assert.equal(finishReason, 'stop')
})

test('ai sdk: a text is streamed', async () => {
  const result = streamText({
    model: faqd('faqd'),
    messages: [
      { role: 'user', content: 'make tea' },
      { role: 'assistant', content: '...' },
      { role: 'user', content: 'next' },
    ],
  })
  let text = ''
  for await (const piece of result.textStream) text += piece
  assert.match(text, /^Step 2 of 2: Pour it over the leaves/)
  assert.equal(await result.finishReason, 'stop')
})

test('ai sdk: a fault is an error with its message', async () => {
  await assert.rejects(
    generateText({ model: faqd('gpt-4o'), prompt: 'a', maxRetries: 0 }),
    (error) => error.statusCode === 404 && /no such model/.test(error.message),
  )
})
