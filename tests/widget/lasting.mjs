// SPDX-License-Identifier: MIT
// What is asked gets its answer, once, whatever happens on the way.
import assert from 'node:assert/strict'
import { Chat } from './chat.mjs'
import { answer, golden } from './golden.mjs'
import { scene } from './scene.mjs'
import { expectSoon } from './soon.mjs'

// What a browser says of a server that is not there.
const lost = /ERR_|WebSocket connection|Failed to load resource/

const shows = (chat, key) => chat.host
  .getByText(chat.words[key], { exact: false }).first().waitFor()

scene('a failed question is asked again by a button', { fake: true },
  async ({ chat, fake }) => {
    const usual = fake.reply
    fake.reply = ({ type }) => type === 'ask'
      ? golden('error', { code: 'failed' }) : usual({ type })
    await chat.write('when')
    await chat.button('retry').waitFor()
    assert.match((await chat.texts(chat.questions))[0],
      new RegExp(chat.words.failed))
    fake.reply = usual
    await chat.button('retry').click()
    await chat.answered(1)
    assert.equal(await chat.questions.count(), 1)
    assert.equal(await chat.button('retry').count(), 0)
    const [one, two] = fake.asked()
    assert.equal(one.id, two.id)
  })

scene('too many questions wait for as long as they are told', { fake: true },
  async ({ chat, fake }) => {
    const usual = fake.reply
    let refused = 0
    fake.reply = (message) => message.type === 'ask' && !refused++
      ? golden('error', { code: 'rate_limited', retry_after: 1 })
      : usual(message)
    await chat.ask('when')
    assert.equal(await chat.questions.count(), 1)
    assert.equal(fake.asked().length, 2)
  })

scene('offline and back: what was written is asked once',
  { forgive: lost }, async ({ chat, context }) => {
    await chat.ask('hello')
    await context.setOffline(true)
    await shows(chat, 'offline')
    await chat.write('what do i check before i submit')
    await shows(chat, 'waiting')
    await chat.write('what next')
    assert.equal(await chat.answers.count(), 1)
    await context.setOffline(false)
    await chat.answered(3)
    const texts = await chat.texts()
    assert.equal(texts.length, 6)
    assert.match(texts[2], /what do i check/)
    assert.match(texts[3], /quality/)
    assert.match(texts[4], /what next/)
    assert.equal(await chat.host.locator('[part~=banner]').isVisible(), false)
  })

scene('a server restart in the middle of the checklist loses nothing',
  { faqd: {}, forgive: lost }, async ({ chat, own }) => {
    await chat.ask('take me through the steps')
    await chat.choose(chat.words.next)
    assert.match(await chat.last.innerText(), /Step 2 of 4/i)
    await own.kill()
    await shows(chat, 'offline')
    await chat.button('next', chat.last).click()
    await shows(chat, 'waiting')
    await own.start()
    await chat.answered(3)
    assert.match(await chat.last.innerText(), /Step 3 of 4/i)
    assert.equal(await chat.questions.count(), 3)
    await chat.choose(chat.words.next)
    assert.match(await chat.last.innerText(), /Step 4 of 4/i)
  })

scene('an answer that is lost is asked for again and shown once',
  { fake: true, forgive: lost }, async ({ chat, fake }) => {
    const usual = fake.reply
    fake.reply = (message) => {
      if (message.type !== 'ask') return usual(message)
      fake.reply = usual
      fake.cut()
      return undefined
    }
    await chat.ask('when')
    const [one, two] = fake.asked()
    assert.equal(one.id, two.id)
    assert.equal(await chat.questions.count(), 1)
    assert.ok(fake.heard.some(({ type, session }) => session &&
      (type === 'resume' || type === 'hello')))
  })

scene('the conversation goes on after a reload and on another page', {},
  async (s) => {
    const { chat, page, address } = s
    await chat.ask('take me through the steps')
    await chat.choose(chat.words.next)
    const before = await chat.texts()
    await page.reload()
    await chat.ready()
    await expectSoon(async () => assert.deepEqual(await chat.texts(), before))
    await page.goto(s.host('/elsewhere', {
      body: '<faqd-chat></faqd-chat>' }))
    assert.notEqual(page.url(), address)
    await chat.ready()
    await expectSoon(async () => assert.deepEqual(await chat.texts(), before))
    await chat.choose(chat.words.next)
    assert.match(await chat.last.innerText(), /Step 3 of 4/i)
  })

scene('an open panel is open on the next page, and its focus is left alone',
  { launcher: true, fake: true }, async ({ chat, page }) => {
    await chat.open()
    await chat.ask('one')
    await page.reload()
    await chat.panel.waitFor()
    assert.equal((await chat.focused()).tag, 'body')
    await chat.answered(1)
    await chat.button('close', chat.panel).click()
    await page.reload()
    await chat.ready()
    await chat.launcher.waitFor()
    assert.equal(await chat.panel.isVisible(), false)
  })

scene('a question on its way when the page is left is answered on the next',
  { fake: true }, async ({ chat, fake, page }) => {
    const usual = fake.reply
    fake.reply = (message) =>
      message.type === 'ask' ? undefined : usual(message)
    await chat.write('when')
    await fake.hears('ask')
    fake.reply = usual
    await page.reload()
    await chat.ready()
    await chat.answered(1)
    const [one, two] = fake.asked()
    assert.equal(one.id, two.id)
  })

scene('two tabs are in step', {}, async (s) => {
  const { chat } = s
  const other = await s.another()
  await chat.ask('take me through the steps')
  await other.answered(1)
  await other.choose(other.words.next)
  await chat.answered(2)
  assert.match(await chat.last.innerText(), /Step 2 of 4/i)
  await chat.choose(chat.words.next)
  await other.answered(3)
  assert.match(await other.last.innerText(), /Step 3 of 4/i)
  assert.deepEqual(await other.texts(), await chat.texts())
  await chat.reset()
  await other.answered(0)
})

scene('a question that waits in two tabs is asked once',
  { fake: true, forgive: lost }, async (s) => {
    const { chat, context, fake } = s
    const other = await s.another()
    await chat.ask('one')
    await other.answered(1)
    await context.setOffline(true)
    await shows(chat, 'offline')
    await chat.write('two')
    await other.write('three')
    await expectSoon(async () => assert.equal(await chat.questions.count(), 3))
    await expectSoon(async () => assert.equal(await other.questions.count(), 3))
    await context.setOffline(false)
    await chat.answered(3)
    await other.answered(3)
    const texts = fake.asked().map(({ text }) => text)
    assert.deepEqual(texts.sort(), ['one', 'three', 'two'])
    assert.deepEqual(await other.texts(), await chat.texts())
  })

scene('where a WebSocket is blocked it is HTTP',
  { fake: true, forgive: lost }, async ({ chat, fake, page }) => {
    fake.blocked = true
    await page.reload()
    await chat.ready()
    await chat.ask('when')
    await chat.ask('where')
    assert.deepEqual(fake.asked().map(({ by, text }) => [by, text]),
      [['post', 'when'], ['post', 'where']])
  })

// A policy that has no ws: the real server, from another origin, by HTTP.
const half = (faqd) => `default-src 'none'; script-src ${faqd}; ` +
  `connect-src ${faqd}; img-src 'self'; require-trusted-types-for 'script'`

scene('the real one is asked by HTTP too, and goes on so',
  { page: false, forgive: lost }, async (s) => {
    const page = await s.tab()
    await page.routeWebSocket(/v1\/chat/, (socket) => socket.close())
    await page.goto(s.host('/half', { body: '<faqd-chat></faqd-chat>', policy: half(s.server.url) }))
    const chat = new Chat(page)
    await chat.ready()
    await chat.ask('take me through the steps')
    await chat.choose(chat.words.next)
    assert.match(await chat.last.innerText(), /Step 2 of 4/i)
    await chat.last.getByRole('button', { name: chat.words.yes,
      exact: true }).click()
    await shows(chat, 'rated')
  })

scene('what makes no sense is passed over', { fake: true },
  async ({ chat, fake }) => {
    await chat.ask('one')
    for (const text of ['', 'x', '{', '[]', 'null', '0', '"a"', '{}',
      '{"type":"answer"}', '{"type":"answer","reply_to":"x","parts":[]}',
      '{"type":"agent_message"}', '{"type":"handover","state":"sung"}',
      '{"type":"handover"}', '{"type":"typing","agent":7}',
      '{"type":"agent_message","id":"1","text":{}}',
      '{"type":"hello","examples":7,"checklist":{}}',
      `${'['.repeat(5000)}`, '{"__proto__":{"type":"answer"}}',
      '{"type":"a type of the future"}'])
      fake.raw(text)
    await chat.ask('two')
    assert.equal(await chat.messages.count(), 4)
  })

for (const [what, reply] of Object.entries({
  'no parts': { parts: undefined },
  'parts of nothing': { parts: [null, 7, {}] },
  'no text': { text: undefined },
  'choices of nothing': { type: 'clarify', choices: [{}, null] },
  'a kind of the future': { parts: [{ ...answer().parts[0], kind: 'poem' }] },
}))
  scene(`an answer with ${what} leaves nobody waiting`, { fake: true },
    async ({ chat, fake }) => {
      const usual = fake.reply
      fake.reply = (message) => message.type === 'ask'
        ? answer({}, reply) : usual(message)
      await chat.write('one')
      await expectSoon(async () => assert.ok(await chat.answers.count() ||
        await chat.button('retry').count()))
      fake.reply = usual
      await chat.ask('two')
    })

scene('memory that is denied, full or of another time costs nothing else',
  { fake: true, page: false }, async (s) => {
    for (const spoil of [
      () => Object.defineProperty(globalThis, 'localStorage',
        { get: () => { throw new DOMException('denied', 'SecurityError') } }),
      () => { Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError') } },
      () => { for (const bad of ['{', '7', 'null', '{"version":1}'])
        Storage.prototype.getItem = () => bad },
      () => Object.defineProperty(navigator, 'locks', { value: undefined }),
    ]) {
      const page = await s.tab(await s.visitor())
      await page.addInitScript(spoil)
      await page.goto(s.host('/spoilt', { body: '<faqd-chat></faqd-chat>' }))
      const chat = new Chat(page)
      await chat.ready()
      await chat.ask('one')
      await page.context().close()
    }
  })

scene('persist="none" keeps nothing, "session" keeps it for the tab',
  { fake: true, page: false }, async (s) => {
    for (const [persist, stays] of [['none', 0], ['session', 1]]) {
      const page = await s.tab(await s.visitor())
      await page.goto(s.host(`/persist-${persist}`, { body: `<faqd-chat persist="${persist}"></faqd-chat>` }))
      const chat = new Chat(page)
      await chat.ready()
      await chat.ask('one')
      assert.equal(await page.evaluate(() => localStorage.length), 0)
      assert.equal(await page.evaluate(() => sessionStorage.length > 0),
        Boolean(stays))
      await page.reload()
      await chat.ready()
      await chat.host.locator('[part~=example]').first()
        .waitFor()
      await chat.answered(stays)
    }
  })
