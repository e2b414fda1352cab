// SPDX-License-Identifier: MIT
// A visitor in the widget, agents in the console, two browsers, and a real faqd
// between them, which is restarted while both write.
import assert from 'node:assert/strict'
import { Agent } from './agent.mjs'
import { Chat } from './chat.mjs'
import { scene } from './scene.mjs'
import { expectSoon } from './soon.mjs'

// What a browser says of a server that is not there.
const lost = /ERR_|WebSocket|Failed to load resource/

const staffed = (title, options, run) =>
  scene(`with people: ${title}`, { faqd: { agents: true }, forgive: lost,
    ...options }, run)

const hire = async (s, name) => {
  const page = await s.tab(await s.visitor({ apart: true, device: 'wide' }))
  const { agentKey: key, url } = s.own
  const agent = await new Agent(page, { name, key, url }).open()
  await agent.signIn()
  await agent.page.getByText(`${name} · `).waitFor()
  return agent
}

// What was said in the widget, by whom.
const heard = (chat, part) => chat.host
  .locator(`[part~=${part}] [part~=bubble] p`).allInnerTexts()

const written = (agent, from) => agent.log
  .locator(`.message.${from}:not(.unsent) .text`).allInnerTexts()

// The visitor asks for a person, and Ann takes over.
const meet = async (s) => {
  const ann = await hire(s, 'Ann')
  await s.chat.write('a person, please')
  await ann.items.first().waitFor()
  await ann.press('u', 'c')
  await ann.button('Hand back to the bot').waitFor()
  await s.chat.events.getByText('Ann has joined').waitFor()
  return ann
}

// Of two who claim at once: who has it, and who has not.
const race = async (s, agents) => {
  for (const one of agents) {
    await one.items.first().waitFor()
    await one.press('u')
    await one.button('Take it').waitFor()
  }
  await Promise.all(agents.map((one) => one.press('c')))
  const owns = (one) => one.button('Hand back to the bot').isVisible()
  await expectSoon(async () => {
    for (const one of agents)
      assert.equal(await one.button('Take it').isVisible(), false)
    assert.deepEqual((await Promise.all(agents.map(owns))).sort(),
      [false, true])
  })
  return await owns(agents[0]) ? agents : agents.toReversed()
}

staffed('asked for, claimed once, answered, given back', {}, async (s) => {
  const { chat } = s
  const staff = [await hire(s, 'Ann'), await hire(s, 'Bo')]
  await chat.ask('how long does the review take')
  await chat.write('a person, please')
  await chat.events.getByText('Waiting for a person').waitFor()
  const [mine, other] = await race(s, staff)
  await other.page.getByText(`With ${mine.name}`, { exact: true }).waitFor()
  assert.equal(await other.button('Reply').isDisabled(), true)
  await mine.log.getByText('how long does the review take').waitFor()
  await chat.events.getByText(`${mine.name} has joined`).waitFor()

  await mine.write('Hello. What is it?')
  await chat.agents.getByText('Hello. What is it?').waitFor()
  await mine.log.getByText('✓✓ delivered').waitFor()
  await chat.input.pressSequentially('it is')
  await mine.log.getByText('is typing').waitFor()
  await chat.write('it is my third time')
  for (const one of staff)
    await one.log.getByText('it is my third time').waitFor()
  await chat.questions.last().getByText(chat.words.read).waitFor()
  await mine.page.keyboard.type('I se')
  await chat.host.getByText(`${mine.name} is typing`).first().waitFor()
  await mine.press('Escape', 'n')
  await mine.page.keyboard.type('a note about it')
  await mine.press('Enter', 'Escape')
  await other.log.getByText('a note about it').waitFor()

  const answers = await chat.answers.count()
  await mine.press('b', 'Enter')
  await chat.events.getByText(chat.words.handover_returned).waitFor()
  assert.equal(await chat.answers.count(), answers) // the bot was silent
  await chat.ask('how long does the review take')
  assert.equal(await chat.host.getByText('a note about it').count(), 0)
})

const COUNT = 12
const SLOW_MS = 40000 // tries to connect may be that rare

for (const signal of ['SIGTERM', 'SIGKILL'])
  staffed(`nothing is lost or doubled when faqd restarts (${signal})`, {},
    async (s) => {
      const { chat, own } = s
      const ann = await meet(s)
      const write = async (from, to) => {
        for (let i = from; i < to; i++) {
          await chat.write(`question ${i}`)
          await ann.write(`reply ${i}`)
        }
      }
      for (let i = 0; i < COUNT; i += 4) {
        const writing = write(i, i + 4)
        await chat.agents.getByText(`reply ${i + 1}`, { exact: true })
          .waitFor({ timeout: SLOW_MS })
        await own.kill(signal)
        await writing
        await own.start()
      }
      const all = [['question', () => written(ann, 'visitor')],
        ['question', () => heard(chat, 'visitor')],
        ['reply', () => written(ann, 'agent')],
        ['reply', () => heard(chat, 'agent')]]
      for (const [word, texts] of all)
        await expectSoon(async () => assert.deepEqual(
          (await texts()).filter((text) => text.startsWith(word)),
          Array.from({ length: COUNT }, (_, i) => `${word} ${i}`)), SLOW_MS)
      assert.equal(await ann.unsent.count(), 0)
      await expectSoon(async () => assert.equal(
        await ann.log.getByText('✓✓ delivered').count(), COUNT))
      // what everybody has seen is what was kept
      const said = await ann.said()
      await ann.page.reload()
      await ann.look()
      await ann.says(said)
      await ann.press('b')
      await ann.button('Hand back', ann.dialog).click()
      await ann.page.getByText('With the bot', { exact: true }).waitFor()
      await chat.events.getByText(chat.words.handover_returned)
        .waitFor({ timeout: SLOW_MS })
      await chat.ask('how long does the review take')
    })

staffed('nobody there: left for later, answered, read on coming back', {},
  async (s) => {
    const { chat, page } = s
    await chat.write('a person, please')
    await chat.events.getByText(chat.words.handover_nobody).waitFor()
    await chat.button('person_nobody').click()
    await chat.events.getByText('Waiting for a person').waitFor()
    await page.goto('about:blank')
    const ann = await hire(s, 'Ann')
    await ann.items.first().getByText('offline').waitFor()
    await ann.press('u', 'c')
    await ann.page.getByText('has gone').waitFor()
    await ann.write('It takes three days.')
    await ann.log.getByText('✓ sent').waitFor()
    await page.goto(s.address)
    const again = new Chat(page)
    await again.ready()
    await again.agents.getByText('It takes three days.').waitFor()
    await ann.log.getByText('✓✓ delivered').waitFor()
  })

staffed('what either side writes is text on the other', {}, async (s) => {
  const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>' +
    '<a href="javascript:alert(3)">x</a>{{7*7}} &amp; \u202e[a](javascript:b)'
  const ann = await meet(s)
  await s.chat.write(evil)
  await ann.write(evil)
  await expectSoon(async () => assert.deepEqual(
    (await written(ann, 'visitor')).at(-1), evil))
  await expectSoon(async () => assert.deepEqual(
    await heard(s.chat, 'agent'), [evil]))
  const isMarked = (root) => root.querySelectorAll(
    'img, script, iframe, [onerror], [href^=javascript]').length
  assert.equal(await ann.page.evaluate(`(${isMarked})(document.body)`), 0)
  assert.equal(await s.page.evaluate(`(${isMarked})(
    document.querySelector('faqd-chat').shadowRoot)`), 0)
})
