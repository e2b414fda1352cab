// SPDX-License-Identifier: MIT
// The agent console at /desk, against a faqd that does as it is told.
import assert from 'node:assert/strict'
import { KEY } from './desk.mjs'
import { agentOf, broken, desking, story } from './desking.mjs'
import { expectSoon } from './soon.mjs'

// ------------------------------------------------------------- who may, and what

desking('a wrong key is refused, and nothing of it is kept', {},
  async ({ agent }) => {
    await agent.page.getByLabel('Your name').fill('Ann')
    await agent.page.getByLabel('Key', { exact: true }).fill('wrong')
    await agent.press('Enter')
    await agent.page.getByRole('alert').getByText('not known').waitFor()
    const kept = await agent.page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
    assert.doesNotMatch(kept, /wrong/)
  })

desking('the key is kept in the tab only, and gone after signing out', {},
  async ({ desk, agent, context }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.look()
    await agent.press('n')
    await agent.page.keyboard.type('secret draft')
    await agent.page.reload()
    await agent.items.first().waitFor()
    const where = (kind) => agent.page.evaluate((name) =>
      JSON.stringify({ ...globalThis[name] }), kind)
    assert.match(await where('sessionStorage'), new RegExp(KEY))
    assert.doesNotMatch(await where('localStorage'), new RegExp(KEY))
    assert.doesNotMatch(JSON.stringify(await context.cookies()), /desk/)
    await agent.button('Sign out').click()
    await agent.dialog.getByText('is forgotten').waitFor()
    await agent.button('Sign out', agent.dialog).click()
    await agent.page.getByLabel('Key', { exact: true }).waitFor()
    assert.equal(await where('sessionStorage'), '{}')
    assert.equal(await agent.page.getByText('rejected').count(), 0)
  })

desking('what people write is text, wherever it is shown', {},
  async ({ desk, agent }) => {
    const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>' +
      '<a href="javascript:alert(3)">x</a>{{7*7}}\u202e'
    desk.items = [{ id: evil, title: evil, text: evil, confidence: 0.5 }]
    const id = desk.talk({ step: evil, messages: [
      { from: 'visitor', text: evil },
      { from: 'bot', text: evil, verdict: evil, intent: evil, confidence: 1,
        near: [{ id: evil, score: 1 }] },
      { from: 'agent', text: evil, agent: { name: evil } },
      { from: 'note', text: evil, agent: { name: evil } },
      { from: 'system', text: evil }] })
    desk.talk({ messages: [{ from: 'visitor', text: evil }], reason: evil,
      state: 'joined', agent: { name: evil } })
    await agent.signIn()
    await agent.take()
    await agent.suggestion(0).waitFor()
    desk.says(id, evil)
    await agent.says(Array(6).fill(evil))
    const made = await agent.page.evaluate(() => document.body
      .querySelectorAll('img, script, a, iframe, [onerror]').length)
    assert.equal(made, 0)
  })

desking('its policy is the page\'s: nothing inline, nothing from elsewhere',
  { reports: 0 }, async ({ agent, server }) => {
    const { headers } = await fetch(`${server.url}/desk`)
    const policy = headers.get('content-security-policy')
    for (const part of ["script-src 'self'", "connect-src 'self'",
      "style-src 'self'", "require-trusted-types-for 'script'",
      "frame-ancestors 'none'"]) assert.ok(policy.includes(part), policy)
    await agent.signIn()
  })

// --------------------------------------------------------- two, and broken lines

desking('two claim at once: one has it, the other is told', {}, async (s) => {
  s.desk.talk({ messages: story })
  const other = await agentOf(s, { name: 'Bo', context: await s.visitor() })
  for (const one of [s.agent, other]) {
    await one.signIn()
    await one.look()
  }
  const { hear } = s.desk
  const held = []
  s.desk.hear = (socket, message) => message.type === 'claim'
    ? held.push([socket, message]) : hear.call(s.desk, socket, message)
  await s.agent.press('c')
  await expectSoon(() => assert.equal(held.length, 1))
  await other.press('c')
  await expectSoon(() => assert.equal(held.length, 2))
  for (const one of held) hear.call(s.desk, ...one)
  await s.agent.button('Hand back to the bot').waitFor()
  await other.alert.getByText('faster').waitFor()
  await other.page.getByText('With Ann', { exact: true }).waitFor()
  assert.equal(await other.button('Take it').isVisible(), false)
  assert.equal(await other.button('Reply').isDisabled(), true)
})

desking('what another agent writes is seen; a note is not for visitors', {},
  async (s) => {
    const id = s.desk.talk({ messages: story.slice(0, 1) })
    const other = await agentOf(s, { name: 'Bo', context: await s.visitor() })
    await s.agent.signIn()
    await s.agent.take()
    await other.signIn()
    await other.look()
    await s.agent.write('Hello')
    await other.press('n')
    await other.page.keyboard.type('I know this one')
    await other.press('Enter')
    for (const one of [s.agent, other])
      await one.says([story[0].text, 'Hello', 'I know this one'])
    const note = s.desk.talks.get(id).messages.at(-1)
    assert.equal(note.from, 'note')
  })

desking('after a break what was missed is there, once and in order',
  { forgive: broken }, async ({ desk, agent }) => {
    const id = desk.talk({ messages: story.slice(0, 1) })
    await agent.signIn()
    await agent.take()
    desk.isDown = true
    desk.cut()
    await agent.page.getByText('No connection').waitFor()
    desk.says(id, 'one')
    desk.says(id, 'two')
    await agent.write('mine')
    await agent.unsent.getByText('Waiting to be sent').waitFor()
    desk.isDown = false
    await agent.says([story[0].text, 'one', 'two', 'mine'])
    assert.equal(await agent.unsent.count(), 0)
    const after = desk.heard.filter(({ type }) => type === 'follow').at(-1)
    assert.equal(after.after, 1)
  })

desking('what is delivered during a break is marked so after it',
  { forgive: broken }, async ({ desk, agent }) => {
    const id = desk.talk({ messages: story.slice(0, 1) })
    await agent.signIn()
    await agent.take()
    await agent.write('Hello')
    await agent.log.getByText('✓ sent').waitFor()
    desk.isDown = true
    desk.cut()
    await agent.page.getByText('No connection').waitFor()
    desk.delivered(id)
    desk.isDown = false
    await agent.log.getByText('✓✓ delivered').waitFor()
    await agent.says([story[0].text, 'Hello'])
  })

desking('a reply whose acknowledgement got lost is not said twice',
  { forgive: broken }, async ({ desk, agent }) => {
    const id = desk.talk({ messages: story.slice(0, 1) })
    await agent.signIn()
    await agent.take()
    desk.lose = ({ type }) => type === 'reply' &&
      desk.heard.filter((one) => one.type === type).length === 1
    await agent.write('one')
    await agent.page.keyboard.type('two')
    await agent.press('Enter')
    await agent.says([story[0].text, 'one', 'two'])
    await expectSoon(async () => assert.equal(await agent.unsent.count(), 0))
    assert.deepEqual(desk.talks.get(id).messages.map(({ text }) => text),
      [story[0].text, 'one', 'two'])
  })

desking('what was not sent yet outlives a reload, and so does a draft',
  { forgive: broken }, async ({ desk, agent }) => {
    desk.talk({ messages: story.slice(0, 1) })
    await agent.signIn()
    await agent.take()
    desk.isDown = true
    desk.cut()
    await agent.page.getByText('No connection').waitFor()
    await agent.write('sent later')
    await agent.page.keyboard.type('half a sen')
    await agent.page.reload()
    desk.isDown = false
    await agent.items.first().waitFor()
    await agent.look()
    await agent.says([story[0].text, 'sent later'])
    assert.equal(await agent.text.inputValue(), 'half a sen')
    await agent.press('r')
    await agent.focusIs(/^Reply to the visitor$/)
    const kept = await agent.page.evaluate(() =>
      JSON.stringify({ ...sessionStorage }))
    assert.doesNotMatch(kept, /rejected/) // what the visitor wrote
  })

desking('a reply that is refused can be edited', {},
  async ({ desk, agent }) => {
    const id = desk.talk({ messages: story.slice(0, 1) })
    await agent.signIn()
    await agent.take()
    const { summary } = desk.talks.get(id)
    summary.agent = { name: 'Bo' }
    await agent.write('too late')
    await agent.unsent.getByText('not yours').waitFor()
    summary.agent = { name: 'Ann' }
    await agent.button('Edit', agent.unsent).click()
    await agent.focusIs(/^Reply to the visitor$/)
    await agent.press('End', '!', 'Enter')
    await agent.says([story[0].text, 'too late!'])
  })

desking('what is longer than faqd takes is not sent, and can be made shorter',
  {}, async ({ desk, agent }) => {
    desk.talk({ messages: story.slice(0, 1) })
    await agent.signIn()
    await agent.take()
    await agent.press('r')
    await agent.text.fill('ж'.repeat(2050))
    await agent.press('Enter')
    await agent.unsent.getByText('Too long by 4 bytes').waitFor()
    await agent.button('Edit', agent.unsent).click()
    await agent.press('End', 'Backspace', 'Backspace', 'Enter')
    assert.equal((await desk.hears('reply')).text, 'ж'.repeat(2048))
    assert.equal(desk.heard.filter(({ type }) => type === 'reply').length, 1)
  })

desking('who is not available is not after a reload either', {},
  async ({ desk, agent }) => {
    await agent.signIn()
    await agent.press('a')
    await expectSoon(() => assert.equal(desk.presence().agents, 0))
    await agent.page.reload()
    const toggle = agent.page.getByRole('switch', { name: 'Available' })
    await toggle.waitFor()
    assert.equal(await toggle.getAttribute('aria-checked'), 'false')
    await expectSoon(() => assert.deepEqual(desk.heard
      .filter(({ type }) => type === 'presence').at(-1).available, false))
  })

desking('what a visitor wrote during a break is marked as new',
  { forgive: broken }, async ({ desk, agent }) => {
    desk.talk({ messages: story.slice(0, 1) })
    const other = desk.talk({ messages: story.slice(0, 1), minutes: 1 })
    await agent.signIn()
    await agent.look()
    desk.isDown = true
    desk.cut()
    await agent.page.getByText('No connection').waitFor()
    desk.says(other, 'one')
    desk.isDown = false
    await agent.items.nth(1).getByText('New').waitFor()
    assert.equal(await agent.items.first().getByText('New').count(), 0)
  })

// ------------------------------------------------------------------ what is heard

desking('who comes and what they write is announced, once', {},
  async ({ desk, agent }) => {
    const id = desk.talk({ messages: story.slice(0, 1) })
    await agent.signIn()
    await agent.take()
    const heard = agent.page.locator('body > .heard')
    desk.says(id, 'Are you there?')
    await heard.getByText('Visitor: Are you there?').waitFor()
    desk.talk()
    await heard.getByText('Visitor 2222 waits.').waitFor()
    assert.equal(await agent.page.title(), '(1) Desk')
  })

desking('notifications are asked for on a click, and name no words of visitors',
  {}, async (s) => {
    const context = await s.visitor()
    await context.grantPermissions(['notifications'])
    const agent = await agentOf(s, { context })
    await agent.page.evaluate(() => {
      globalThis.told = []
      globalThis.asked = 0
      document.hasFocus = () => false
      globalThis.Notification = class {
        static permission = 'granted'
        static async requestPermission() {
          globalThis.asked++
          return 'granted'
        }
        constructor(title, { body }) { globalThis.told.push([title, body]) }
      }
    })
    await agent.signIn()
    s.desk.talk({ messages: story })
    await agent.items.first().waitFor()
    assert.deepEqual(await agent.page.evaluate('[asked, told]'), [0, []])
    const toggle = agent.page.getByRole('switch', { name: 'Notifications' })
    await toggle.click()
    await expectSoon(async () =>
      assert.equal(await toggle.getAttribute('aria-checked'), 'true'))
    s.desk.talk({ messages: story })
    await agent.items.nth(1).waitFor()
    assert.deepEqual(await agent.page.evaluate('[asked, told]'),
      [1, [['Somebody waits', 'Visitor 2222']]])
  })

desking('sound is off until it is asked for', {}, async ({ agent }) => {
  await agent.signIn()
  const toggle = agent.page.getByRole('switch', { name: 'Sound' })
  assert.equal(await toggle.getAttribute('aria-checked'), 'false')
  await toggle.click()
  assert.equal(await toggle.getAttribute('aria-checked'), 'true')
})

desking('on a phone the list and the conversation take turns',
  { device: 'phone' }, async ({ desk, agent }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.look()
    assert.equal(await agent.queue.isVisible(), false)
    await agent.button('Back to the list').click()
    await agent.queue.waitFor()
    assert.equal(await agent.log.isVisible(), false)
  })

desking('on a phone an answer that was not seen is not sent by its key',
  { device: 'phone' }, async ({ desk, agent }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.take()
    await agent.suggestion(1).waitFor({ state: 'attached' })
    await agent.press('1')
    await agent.suggestion(0).waitFor()
    assert.ok(!desk.heard.some(({ type }) => type === 'reply'))
    await agent.press('1')
    await desk.hears('reply')
  })
