// SPDX-License-Identifier: MIT
// The widget without a pointer: where the focus is, and what the keys do.
import assert from 'node:assert/strict'
import { golden } from './golden.mjs'
import { scene } from './scene.mjs'
import { expectSoon } from './soon.mjs'

const TABS_MAX = 40

// Presses `key` until what has the focus is called so.
const reach = async (chat, name, key = 'Tab') => {
  const met = []
  for (let i = 0; i < TABS_MAX; i++) {
    await chat.page.keyboard.press(key)
    const at = await chat.focused()
    if (at.name === name) return at
    met.push(at.name)
  }
  throw new Error(`'${name}' is not among ${met.join(' | ')}`)
}

const focusIs = (chat, name) => expectSoon(async () =>
  assert.equal((await chat.focused()).name, name))

scene('the whole checklist by keyboard alone', { launcher: true },
  async ({ chat, page }) => {
    const { words } = chat
    const { keyboard } = page
    await reach(chat, words.launcher)
    await keyboard.press('Enter')
    await focusIs(chat, words.placeholder)
    await keyboard.type('take me through the steps')
    await keyboard.press('Enter')
    await chat.answered(1)
    const step = /Step (\d) of 4/i
    for (let n = 1; n <= 4; n++) {
      assert.equal((await chat.last.innerText()).match(step)[1], String(n))
      const on = chat.host.locator('[part~=stepper] [aria-current=step]')
      assert.match(await on.textContent(), new RegExp(`tep ${n} of 4`))
      await reach(chat, n < 4 ? words.next : words.finish, 'Shift+Tab')
      await keyboard.press(n % 2 ? 'Enter' : 'Space')
      await chat.answered(n + 1)
      await keyboard.press('Escape')
      await focusIs(chat, words.placeholder)
    }
    assert.match(await chat.last.innerText(), /last step/)
    const done = chat.host.locator('[part~=stepper]').getByRole('listitem')
    for (const text of await done.allTextContents())
      assert.match(text, new RegExp(words.done))
  })

scene('what is being written outlives a change of the attributes',
  { fake: true }, async ({ chat, page }) => {
    await chat.ask('one')
    await chat.input.fill('half a que')
    for (const [name, value] of [['title', 'Help'], ['placeholder', 'Say it'],
      ['position', 'right']]) {
      await page.evaluate(([name, value]) => document
        .querySelector('faqd-chat').setAttribute(name, value), [name, value])
      await chat.host.getByLabel(name === 'placeholder' ? value
        : /./).first().waitFor()
    }
    await chat.launcher.waitFor()
    assert.equal(await chat.input.inputValue(), 'half a que')
    assert.equal(await chat.answers.count(), 1)
    await focusIs(chat, 'Say it')
  })

scene('new messages are a button away while one reads further up',
  { fake: true }, async ({ chat, fake }) => {
    for (const text of ['1', '2', '3', '4', '5', '6', '7', '8'])
      await chat.ask(text)
    const jump = chat.host.locator('[part~=jump]')
    await chat.log.evaluate((log) => { log.scrollTop = 0 })
    assert.equal(await jump.isVisible(), false)
    fake.say(golden('handover_joined'))
    fake.say(golden('agent_message'))
    await jump.getByText('2').waitFor()
    await jump.click()
    await jump.waitFor({ state: 'hidden' })
    await focusIs(chat, chat.words.log)
  })

scene('options are reached and chosen by keyboard', { fake: true },
  async ({ chat, fake, page }) => {
    const usual = fake.reply
    fake.reply = (message) => message.type === 'ask' ? golden('clarify')
      : usual(message)
    await chat.ask('colour')
    await reach(chat, 'Blue', 'Shift+Tab')
    await page.keyboard.press('Tab')
    await focusIs(chat, 'Red')
    await page.keyboard.press('Enter')
    assert.equal((await fake.hears('choose')).choice, 'faq.red')
    await chat.answered(2)
    // It can't be chosen any more, and keeps the focus.
    await focusIs(chat, 'Red')
    await page.keyboard.press('Enter')
    assert.equal(fake.asked().length, 2)
  })

scene('an answer does not move the focus', { fake: true },
  async ({ chat }) => {
    await chat.ask('one')
    await focusIs(chat, chat.words.placeholder)
  })

scene('what a person writes does not move the focus', { fake: true },
  async ({ chat, fake }) => {
    await chat.ask('one')
    await chat.host.locator('summary').focus()
    fake.say(golden('handover_joined'))
    fake.say(golden('agent_message'))
    await chat.agents.first().waitFor()
    await focusIs(chat, chat.words.menu)
  })

scene('arrow keys, Home and End walk the messages, Escape leads back',
  { fake: true }, async ({ chat, page }) => {
    for (const text of ['one', 'two']) await chat.ask(text)
    await reach(chat, chat.words.log, 'Shift+Tab')
    const at = async (key) => {
      await page.keyboard.press(key)
      return (await chat.focused()).name
    }
    assert.match(await at('ArrowUp'), /Ten to six/)
    assert.match(await at('ArrowUp'), /two/)
    assert.match(await at('Home'), /one/)
    assert.match(await at('ArrowUp'), /one/)
    assert.match(await at('ArrowDown'), /Ten to six/)
    assert.match(await at('End'), /Ten to six/)
    assert.equal(await at('Escape'), chat.words.placeholder)
  })

scene('Escape closes the panel, and the launcher has the focus again',
  { launcher: true, fake: true }, async ({ chat, page }) => {
    await chat.open()
    await focusIs(chat, chat.words.placeholder)
    await page.keyboard.press('Escape')
    await chat.panel.waitFor({ state: 'hidden' })
    await focusIs(chat, chat.words.launcher)
    await page.keyboard.press('Enter')
    await focusIs(chat, chat.words.placeholder)
  })

scene('Escape closes the menu first', { launcher: true, fake: true },
  async ({ chat, page }) => {
    await chat.open()
    await chat.host.locator('summary').focus()
    await page.keyboard.press('Enter')
    await reach(chat, chat.words.save)
    await page.keyboard.press('Escape')
    await chat.button('save').waitFor({ state: 'hidden' })
    await focusIs(chat, chat.words.menu)
    assert.ok(await chat.panel.isVisible())
  })

scene('beside the page the panel lets the focus out',
  { launcher: true, fake: true }, async ({ chat }) => {
    await chat.open()
    await reach(chat, 'Other', 'Shift+Tab')
  })

scene('over a phone\'s page the panel keeps the focus',
  { launcher: true, fake: true, device: 'phone' }, async ({ chat, page }) => {
    await chat.open()
    const box = await chat.panel.boundingBox()
    assert.ok(box.width >= 390 && box.height >= 755, JSON.stringify(box))
    const met = new Set()
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab')
      met.add((await chat.focused()).name)
    }
    assert.ok(met.has(chat.words.placeholder) && met.has(chat.words.close))
    assert.ok(!met.has('Other'), [...met].join(' | '))
    await chat.input.focus()
    await page.keyboard.press('Escape')
    await focusIs(chat, chat.words.launcher)
  })

scene('feedback and its reason by keyboard', { fake: true },
  async ({ chat, fake, page }) => {
    await chat.ask('one')
    await reach(chat, chat.words.no, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await reach(chat, chat.words.reason_unclear)
    await page.keyboard.press('Enter')
    const { helpful, reason } = await fake.hears('feedback', 2)
    assert.deepEqual([helpful, reason], [false, chat.words.reason_unclear])
    await focusIs(chat, chat.words.no)
  })

scene('the focus is seen wherever it is', { fake: true }, async (s) => {
  const { chat, page } = s
  await chat.ask('one')
  await chat.host.locator('summary').focus()
  const unseen = []
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => {
      const at = document.querySelector('faqd-chat').shadowRoot.activeElement
      if (!at) return 'outside'
      const rings = [at, at.parentElement].map((one) => getComputedStyle(one))
      return rings.some((style) => style.boxShadow !== 'none' ||
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2))
    })
    if (!seen) unseen.push((await chat.focused()).name)
  }
  assert.deepEqual(unseen, [])
})

scene('Shift+Enter begins a line, Enter sends', { fake: true },
  async ({ chat, fake, page }) => {
    await chat.input.focus()
    await page.keyboard.type('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('two')
    await page.keyboard.press('Enter')
    assert.equal((await fake.hears('ask')).text, 'one\ntwo')
    await page.keyboard.press('Enter')
    await chat.answered(1)
    assert.equal(fake.asked().length, 1)
  })
