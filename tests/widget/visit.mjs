// SPDX-License-Identifier: MIT
// What a visitor can do beside asking, what a person who joins does, and what
// a site can set.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { Chat } from './chat.mjs'
import { answer, golden } from './golden.mjs'
import { scene } from './scene.mjs'
import { expectSoon } from './soon.mjs'

const soon = (chat, text) =>
  chat.host.getByText(text, { exact: false }).first().waitFor()

scene('what helped is said so, once', { fake: true }, async ({ chat, fake }) => {
  await chat.ask('one')
  await chat.button('yes', chat.last).click()
  await soon(chat, chat.words.rated)
  const { answer: id, helpful } = await fake.hears('feedback')
  assert.deepEqual([id, helpful], ['answer-1', true])
  const yes = chat.button('yes', chat.last)
  assert.equal(await yes.getAttribute('aria-pressed'), 'true')
  await yes.click({ force: true })
  await chat.ask('two')
  assert.equal(fake.heard.filter(({ type }) => type === 'feedback').length, 1)
})

scene('what did not help may have a reason of one\'s own words', { fake: true },
  async ({ chat, fake }) => {
    await chat.ask('one')
    await chat.button('no', chat.last).click()
    await chat.last.getByRole('textbox').fill('Nothing on cats')
    await chat.last.getByRole('textbox').press('Enter')
    const first = await fake.hears('feedback')
    assert.deepEqual([first.helpful, first.reason], [false, undefined])
    const { helpful, reason } = await fake.hears('feedback', 2)
    assert.deepEqual([helpful, reason], [false, 'Nothing on cats'])
    await soon(chat, chat.words.rated)
  })

scene('feedback reaches the real one', {}, async ({ chat }) => {
  await chat.ask('what next')
  await chat.button('no', chat.last).click()
  await chat.button('reason_short', chat.last).click()
  await soon(chat, chat.words.rated)
})

scene('feedback that is not kept is said not to be', { fake: true },
  async ({ chat, fake }) => {
    const usual = fake.reply
    fake.reply = (message) => message.type === 'feedback'
      ? golden('error', { code: 'not_recorded' }) : usual(message)
    await chat.ask('one')
    await chat.button('yes', chat.last).click()
    await soon(chat, chat.words.not_rated)
    fake.reply = usual
    await chat.button('retry', chat.last).click()
    await soon(chat, chat.words.rated)
  })

// What the page copies, from now on. The clipboard itself is that of all tests
// that run at once.
const copying = (page) => page.evaluate(() => {
  const { clipboard } = navigator
  const write = clipboard.writeText.bind(clipboard)
  clipboard.writeText = async (text) => {
    await write(text)
    clipboard.last = text
  }
})
const copied = (page) => page.evaluate(() => navigator.clipboard.last)

scene('an answer is copied as text', { fake: true }, async ({ chat, page }) => {
  await copying(page)
  await chat.ask('one')
  await chat.button('copy', chat.last).click()
  await soon(chat, chat.words.copied)
  assert.equal(await copied(page), 'Ten to six.')
})

scene('the transcript is a file with what both said', { fake: true },
  async ({ chat, fake, page }) => {
    await chat.ask('when do you open')
    fake.say(golden('agent_message'))
    await chat.agents.waitFor()
    const coming = page.waitForEvent('download')
    await chat.pick('save')
    const file = await coming
    assert.match(file.suggestedFilename(), /\.txt$/)
    const text = await readFile(await file.path(), 'utf8')
    for (const said of ['when do you open', 'Ten to six.', 'Ann',
      'how can I <help>?', chat.words.you])
      assert.ok(text.includes(said), `${said} is not in ${text}`)
    await copying(page)
    await chat.pick('copy_all')
    await soon(chat, chat.words.copied)
    assert.equal(await copied(page), text)
  })

scene('the transcript says where personal data was', { fake: true },
  async ({ chat, fake, page }) => {
    fake.reply = () => golden('answer_personal_data')
    await chat.ask('I am Ann')
    await copying(page)
    await chat.pick('copy_all')
    await soon(chat, chat.words.copied)
    const text = await copied(page)
    assert.ok(text.includes(`${chat.words.you}:\n${chat.words.removed}\n`), text)
  })

scene('a question longer than the log does not hide its answer',
  { fake: true }, async ({ chat }) => {
    await chat.ask('may I come in, or not? '.repeat(200))
    const end = chat.last.locator('[part~=rating]')
    await expectSoon(async () => assert.ok(await end.evaluate((node) =>
      node.getBoundingClientRect().bottom <=
        node.closest('.log').getBoundingClientRect().bottom)))
  })

scene('what is announced is in the language of the content', { fake: true },
  async ({ chat }) => {
    await chat.ask('when do you open')
    const heard = chat.host.locator('.heard[role=status] p')
    await expectSoon(async () =>
      assert.equal(await heard.getAttribute('lang'), 'en'))
  })

scene('a new conversation forgets the old one, after asking', {},
  async ({ chat, page }) => {
    await chat.ask('take me through the steps')
    await chat.pick('reset')
    await chat.button('cancel').click()
    assert.equal(await chat.messages.count(), 2)
    await chat.reset()
    await chat.answered(0)
    assert.equal(await chat.questions.count(), 0)
    const kept = await page.evaluate(() =>
      JSON.stringify(Object.values(localStorage)))
    assert.doesNotMatch(kept, /take me through/)
    await chat.ask('next')
    assert.doesNotMatch(await chat.last.innerText(), /Step 2/)
  })

scene('while an answer is on its way that is shown, then no more',
  { fake: true }, async ({ chat, fake }) => {
    const usual = fake.reply
    fake.reply = (message) => message.type === 'ask' ? undefined
      : usual(message)
    await chat.write('one')
    await soon(chat, chat.words.answering)
    const { id } = await fake.hears('ask')
    fake.say({ ...answer(), reply_to: id })
    await chat.answered(1)
    await chat.host.getByText(chat.words.answering).first()
      .waitFor({ state: 'hidden' })
  })

scene('a person takes over and gives back', { fake: true },
  async ({ chat, fake }) => {
    const fill = (key, values) =>
      chat.words[key].replace(/\{(\w+)\}/g, (all, name) => values[name])
    await chat.ask('a person please')
    fake.say(golden('handover_waiting'))
    await soon(chat, chat.words.handover_waiting)
    await soon(chat, fill('handover_place', { n: 3 }))
    fake.say(golden('handover_joined'))
    await soon(chat, fill('handover_joined', { name: 'Ann' }))
    fake.say(golden('typing'))
    await soon(chat, fill('typing', { name: 'Ann' }))
    fake.say(golden('agent_message'))
    await chat.agents.first().waitFor()
    assert.match(await chat.agents.innerText(),
      /Ann[^]*Hello,\s+how can I <help>\?/)
    await chat.host.getByText(fill('typing', { name: 'Ann' })).first()
      .waitFor({ state: 'hidden' })
    await chat.input.pressSequentially('thanks')
    assert.equal((await fake.hears('typing')).on, true)
    fake.say(golden('agent_message'))
    fake.say(golden('agent_message', { id: 'a-2', text: 'Bye' }))
    await expectSoon(async () => assert.equal(await chat.agents.count(), 2))
    fake.say(golden('handover_returned'))
    await soon(chat, chat.words.handover_returned)
    fake.say(golden('handover_closed'))
    await soon(chat, chat.words.handover_closed)
  })

scene('a person who is offered is called, or the conversation left',
  { fake: true }, async ({ chat, fake }) => {
    const usual = fake.reply
    fake.reply = (message) => message.type === 'ask'
      ? golden('none_person_offered') : usual(message)
    await chat.ask('zebra')
    await chat.button('person_offered', chat.last).click()
    assert.equal((await fake.hears('person')).later, false)
    assert.equal(fake.asked().length, 1)
    fake.say(golden('handover_nobody'))
    await soon(chat, chat.words.handover_nobody)
    await chat.button('person_nobody').click()
    assert.equal((await fake.hears('person', 2)).later, true)
    fake.say(golden('handover_waiting', { waiting: undefined }))
    await soon(chat, `${chat.words.handover_waiting} ` +
      chat.words.handover_nobody)
    assert.equal(await chat.button('person_nobody')
      .getAttribute('aria-disabled'), 'true')
    assert.equal(await chat.button('person_offered')
      .getAttribute('aria-disabled'), 'true')
  })

scene('a message to a person is delivered, then read', { fake: true },
  async ({ chat, fake }) => {
    await chat.ask('one')
    fake.say(golden('session'))
    fake.say(golden('handover_joined'))
    await soon(chat, chat.words.handover_joined.replace('{name}', 'Ann'))
    fake.reply = ({ type }) =>
      type === 'ask' ? golden('delivered', { seq: 4 }) : undefined
    await chat.write('two')
    await soon(chat, chat.words.delivered)
    fake.say(golden('read', { seq: 4 }))
    await soon(chat, chat.words.read)
    fake.say(golden('agent_message', { id: '5' }))
    assert.equal((await fake.hears('heard')).seq, 5)
  })

scene('what comes while the panel is closed is counted', { fake: true,
  launcher: true }, async ({ chat, fake, page }) => {
  await chat.open()
  await chat.ask('one')
  fake.say(golden('handover_joined'))
  await chat.events.first().waitFor()
  await page.keyboard.press('Escape')
  await chat.panel.waitFor({ state: 'hidden' })
  fake.say(golden('agent_message'))
  await expectSoon(async () => assert.match(
    await chat.launcher.getAttribute('aria-label'), /New messages: 1/))
  await chat.launcher.click()
  await chat.agents.first().waitFor()
  assert.doesNotMatch(await chat.launcher.getAttribute('aria-label'), /New/)
})

// Texts that are announced, each once.
const once = async (heard, ...texts) => {
  await expectSoon(async () => {
    const all = (await heard()).map((text) => text.trim())
    for (const text of texts)
      assert.equal(all.filter((one) => one.includes(text)).length, 1,
        `${text}: ${JSON.stringify(all)}`)
  })
}

scene('each thing new is announced once', { fake: true },
  async ({ chat, fake, page }) => {
    await chat.ask('one')
    const heard = await chat.listen()
    const usual = fake.reply
    fake.reply = (message) => message.type === 'ask'
      ? answer({ text: 'A second.', html: '<p>A second.</p>' })
      : usual(message)
    await chat.ask('two')
    await once(heard, 'A second.')
    fake.say(golden('handover_joined'))
    await once(heard, 'Ann has joined')
    fake.say(golden('agent_message', { text: 'A word.' }))
    await once(heard, 'A second.', 'Ann has joined', 'A word.')
    await page.reload()
    await chat.ready()
    const after = await chat.listen()
    await chat.answered(2)
    await chat.ask('three')
    await expectSoon(async () => assert.equal((await after())
      .filter((text) => text.includes('A second.')).length, 1))
  })

scene('the element tells its page what happens', { fake: true, page: false },
  async (s) => {
    const page = await s.tab()
    s.put('/listen.js', `for (const name of ['ready', 'open', 'close', 'answer',
      'handover']) document.addEventListener('faqd:' + name, (event) =>
      document.title += ' ' + name + (event.composed && event.bubbles) +
        (event.target.localName === 'faqd-chat') +
        (event.detail?.verdict ?? event.detail?.state ?? ''))`)
    await page.goto(s.host('/', { head: '<script src="listen.js"></script>' }))
    const chat = new Chat(page)
    await chat.ready()
    const call = (...all) => page.evaluate(([name, ...values]) =>
      document.querySelector('faqd-chat')[name](...values), all)
    await call('open')
    await chat.panel.waitFor()
    await call('toggle')
    await chat.panel.waitFor({ state: 'hidden' })
    await call('toggle')
    await call('ask', 'when')
    await chat.answered(1)
    await call('ask', { choice: 'faq.open', title: 'Opening hours' })
    await chat.answered(2)
    s.fake.say(golden('handover_joined'))
    await chat.events.first().waitFor()
    await call('close')
    await chat.panel.waitFor({ state: 'hidden' })
    await call('reset')
    await chat.answered(0)
    const told = (await page.title()).replace('A shop ', '')
      .replaceAll('truetrue', '')
    assert.equal(told, 'ready open close open answeranswer answeranswer' +
      ' handoverjoined close' + (told.endsWith('handover') ? ' handover' : ''))
    const { id, ...choice } = s.fake.asked()[1]
    assert.deepEqual(choice, { type: 'choose', choice: 'faq.open' })
    assert.ok(id)
  })

scene('attributes set its words, its place and whether it is open',
  { fake: true, attributes: 'title="Ask Ann" placeholder="Go on" ' +
    'position="left" open' }, async ({ chat, page }) => {
    await chat.panel.waitFor()
    assert.match(await chat.panel.innerText(), /Ask Ann/)
    assert.equal(await chat.input.getAttribute('placeholder'), 'Go on')
    assert.ok((await chat.launcher.boundingBox()).x < 200)
    const set = (name, value) => page.evaluate(([...all]) =>
      document.querySelector('faqd-chat').setAttribute(...all), [name, value])
    await page.evaluate(() =>
      document.querySelector('faqd-chat').removeAttribute('open'))
    await chat.panel.waitFor({ state: 'hidden' })
    await set('title', 'Ask Bob')
    await set('position', 'right')
    await expectSoon(async () =>
      assert.ok((await chat.launcher.boundingBox()).x > 900))
    await chat.open()
    assert.match(await chat.panel.innerText(), /Ask Bob/)
  })

scene('a title that changes while it closes does not open it again',
  { fake: true, attributes: 'position="left" open' },
  async ({ chat, page }) => {
    await chat.panel.waitFor()
    for (const first of ['title', 'open'])
      await page.evaluate(async (first) => {
        const element = document.querySelector('faqd-chat')
        element.setAttribute('open', '')
        const change = { title: () => element.setAttribute('title', first),
          open: () => element.removeAttribute('open') }
        change[first]()
        change[first === 'title' ? 'open' : 'title']()
        await new Promise((done) => requestIdleCallback(done))
        if (element.shadowRoot.querySelector('dialog.panel').open)
          throw Error(`open after ${first}`)
      }, first)
    assert.equal(await chat.panel.isVisible(), false)
  })

scene('an open panel that is built anew does not say that it opens',
  { fake: true, attributes: 'position="left" open' },
  async ({ chat, page }) => {
    await chat.panel.waitFor()
    await page.evaluate(() => {
      const element = document.querySelector('faqd-chat')
      element.addEventListener('faqd:open', () => document.title += ' open')
      element.setAttribute('title', 'Ask Bob')
    })
    await expectSoon(async () =>
      assert.match(await chat.panel.innerText(), /Ask Bob/))
    assert.equal(await page.title(), 'A shop')
  })

scene('a server that is no URL is told of, and can be mended',
  { fake: true, attributes: 'position="left"', forgive: /no URL/ },
  async ({ chat, page }) => {
    await chat.launcher.waitFor()
    const told = page.waitForEvent('console')
    const set = (server) => page.evaluate((to) => {
      const element = document.querySelector('faqd-chat')
      element.dataset.good ??= element.getAttribute('server') ?? ''
      element.setAttribute('server', to ?? element.dataset.good)
    }, server)
    await set('http://:99999')
    assert.match((await told).text(), /no URL: "http:\/\/:99999"/)
    await chat.launcher.waitFor({ state: 'hidden' })
    await set()
    await chat.launcher.waitFor()
    await chat.open()
  })

scene('without a question there is no connection', { fake: true,
  launcher: true }, async ({ chat, fake, page }) => {
  await chat.launcher.waitFor()
  await page.evaluate(() => new Promise((done) =>
    requestIdleCallback(done)))
  assert.equal(fake.heard.length, 0)
  assert.equal(fake.sockets.clients.size, 0)
})

scene('an element that is taken out and put back goes on', { fake: true },
  async ({ chat, fake, page }) => {
    await chat.ask('one')
    await page.evaluate(() => {
      const chat = document.querySelector('faqd-chat')
      const { parentNode } = chat
      chat.remove()
      parentNode.append(chat)
    })
    await chat.answered(1)
    await chat.ask('two')
    await expectSoon(() => assert.equal(fake.sockets.clients.size, 1))
    await page.evaluate(() => document.querySelector('faqd-chat').remove())
    await expectSoon(() => assert.equal(fake.sockets.clients.size, 0))
  })

scene('a person can write while nothing but English is to be had',
  { fake: true, attributes: 'lang="tlh"' }, async ({ chat }) => {
    await chat.ask('one')
  })
