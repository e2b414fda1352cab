// SPDX-License-Identifier: MIT
// What the tests of the agent console share: a scene with a desk, and what
// stands in it.
import { Agent } from './agent.mjs'
import { FakeDesk, KEY, NOW } from './desk.mjs'
import { scene } from './scene.mjs'

// A scene with a desk, and an agent who has the page open.
export const desking = (title, options, run) =>
  scene(`the desk: ${title}`, { page: false, ...options }, async (s) => {
    s.desk = await new FakeDesk(s.server.url).start()
    try {
      s.agent = await agentOf(s)
      await run(s)
    } finally {
      await s.desk.stop()
    }
  })

export const agentOf = async (s, { name, context } = {}) => {
  const page = await s.tab(context)
  await page.clock.setFixedTime(NOW)
  return new Agent(page, { name, key: KEY, url: s.desk.url }).open()
}

export const story = [
  { from: 'visitor', text: 'My documents were rejected again' },
  { from: 'bot', verdict: 'answer', intent: 'step.review_documents_and_region',
    confidence: 0.74, near: [{ id: 'limit.review_time', score: 0.31 },
      { id: 'faq.before_start', score: 0.22 }],
    text: 'Before you press submit, go through three things: the details, ' +
      'the documents and the region.' },
  { from: 'visitor', text: 'I did all of that. It is the third time, and ' +
    'nobody tells me why.' },
  { from: 'bot', verdict: 'none', confidence: 0.12,
    near: [{ id: 'limit.review_time', score: 0.12 }],
    text: 'I don\'t know that. Would you like to talk to a person?' },
  { from: 'visitor', text: 'A person, please' },
  { from: 'system', text: 'waiting' },
]

// A desk with all there is.
export const busy = (desk) => {
  desk.talk({ messages: story, minutes: 4, step: 2 })
  desk.talk({ messages: [{ from: 'visitor', text: 'Where do I find the ' +
    'verification page? The menu has changed.' }], minutes: 1,
  reason: 'misses', online: false })
  desk.talk({ messages: [{ from: 'visitor', text: 'This is useless!!' }],
    minutes: 11, reason: 'anger', state: 'joined', agent: { name: 'Bo' } })
  desk.talk({ messages: [{ from: 'visitor', text: 'Thanks a lot' }],
    minutes: 64, state: 'closed', online: false })
}

export const answered = async ({ desk, agent }) => {
  busy(desk)
  await agent.signIn()
  await agent.take(0)
  await agent.write('Hello, I am looking at it now. One moment, please.')
  await agent.unsent.waitFor({ state: 'detached' })
  desk.delivered('1'.repeat(32))
  await agent.press('Escape', 'n')
  await agent.page.keyboard.type('Third rejection: the region does not match')
  await agent.press('Enter', 'Escape')
  await agent.suggestion(1).waitFor({ state: 'attached' })
  desk.typing('1'.repeat(32))
  await agent.log.getByText('is typing').waitFor()
}

// What the browser says of a connection that breaks: it should.
export const broken = /WebSocket connection to/
