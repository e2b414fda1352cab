// SPDX-License-Identifier: MIT
// The page's own script reads each golden message: an answer is shown, and
// what is no answer neither breaks it nor leaves the visitor waiting.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JSDOM } from 'jsdom'
import { golden } from './golden.mjs'
import { base } from './schemas.mjs'

const page = await (await fetch(`${base}/`)).text()
const script = await (await fetch(`${base}/page.js`)).text()

// The page with a WebSocket that answers each question with `reply`.
const visit = (reply) => {
  const dom = new JSDOM(page, { url: `${base}/`, runScripts: 'outside-only' })
  const { window } = dom
  const sent = []
  class Socket {
    constructor() {
      setTimeout(() => this.onopen?.())
    }

    send(text) {
      const message = JSON.parse(text)
      sent.push(message)
      const data = JSON.stringify({ ...reply, reply_to: message.id })
      setTimeout(() => this.onmessage?.({ data }))
    }

    close() {}
  }
  window.WebSocket = Socket
  window.fetch = () => Promise.reject(new Error('offline'))
  window.eval(script)
  return { window, sent, document: window.document }
}

// The last message, once it waits for nothing any more.
const settled = ({ document }) => new Promise((resolve) => {
  const shown = document.getElementById('chat:log').lastElementChild
  const look = () =>
    shown.classList.contains('waiting') ? setTimeout(look) : resolve(shown)
  look()
})

const ask = (visited, text) => {
  const { document, window } = visited
  document.getElementById('chat:text').value = text
  document.getElementById('chat:form').dispatchEvent(
    new window.Event('submit', { cancelable: true }))
  return settled(visited)
}

const isAnswer = ({ type }) => ['answer', 'clarify', 'none'].includes(type)

for (const { name, message } of golden('server')) {
  if (isAnswer(message))
    test(`the page shows golden ${name}`, async () => {
      const visited = visit(message)
      const shown = await ask(visited, 'hello')
      assert.ok(!shown.classList.contains('failed'))
      for (const text of [message.lead, message.tail,
        ...message.parts.map(({ title, kind }) => kind === 'meta' ? '' : title),
        ...message.choices.map(({ title }) => title)])
        assert.ok(shown.textContent.includes(text), text)
      assert.equal(shown.querySelectorAll('section.part').length,
        message.parts.length)
      assert.equal(shown.querySelectorAll('script, img').length, 0)
    })
  else if (name !== 'problem')
    test(`the page survives golden ${name}`, async () => {
      const shown = await ask(visit(message), 'hello')
      assert.ok(shown.classList.contains('failed'))
    })
}

test('the page chooses options and suggestions by their id', async () => {
  for (const name of ['clarify', 'none']) {
    const { message } = golden('server').find((one) => one.name === name)
    const visited = visit(message)
    const shown = await ask(visited, 'paint')
    shown.querySelector('button.choice').click()
    await settled(visited)
    const { type, choice } = visited.sent.at(-1)
    assert.equal(type, 'choose')
    assert.equal(choice,
      (message.choices[0] ?? message.suggestions[0]).id)
  }
})
