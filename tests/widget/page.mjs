// SPDX-License-Identifier: MIT
// The page at "/": as something to read, to tick, to print, and with the chat
// beside it.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync }
  from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { findings } from './axe.mjs'
import { Chat } from './chat.mjs'
import { Faqd } from './faqd.mjs'
import { scene } from './scene.mjs'
import { expectSoon } from './soon.mjs'

const { TOP } = process.env
const KEY = 'faqd:ticks:KYC after registration'
const GZIP_MAX = 3 * 1024

const visit = async (s, { hash = '', context } = {}) => {
  const page = await s.tab(context)
  await page.goto(`${s.server.url}/${hash}`)
  return page
}

// The page, once the chat in it is there.
const open = async (s, options) => {
  const page = await visit(s, options)
  await new Chat(page).ready()
  await page.locator('.ask').first().waitFor({ state: 'attached' })
  return page
}

const reading = (title, options, run) =>
  scene(`the page: ${title}`, { page: false, ...options }, run)

const box = (page, n) => page.getByRole('checkbox').nth(n)
const progress = (page) => page.getByRole('status').first()

const says = (page, text) => expectSoon(async () =>
  assert.equal(await progress(page).innerText(), text))

const ticksOf = (page) => page.getByRole('checkbox')
  .evaluateAll((boxes) => boxes.map(({ checked }) => checked))

const overflow = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth)

// A content of a test's own: the steps' ids and the questions' titles.
const write = (folder, { name = 'Tea', steps = [], faq = [] }) => {
  const entry = (id, title) =>
    `### ${title}\n\nThis is how.\n\n\`\`\`ask ${id}\n${title}\n\`\`\`\n\n`
  mkdirSync(join(folder, 'en'), { recursive: true })
  writeFileSync(join(folder, 'site.json'), JSON.stringify({ name }))
  writeFileSync(join(folder, 'en', 'tea.md'), [
    ...steps.map((step) => entry(`step.${step}`, `Now ${step} the tea`)),
    ...faq.map((title, i) => entry(`faq.f${i}`, title))].join(''))
}

const withFolder = async (run) => {
  const folder = mkdtempSync(join(tmpdir(), 'faqd-page-'))
  try {
    await run(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// ------------------------------------------------------------- as it is read

for (const device of ['wide', 'phone', 'narrow', 'zoomed'])
  for (const theme of ['light', 'dark'])
    reading(`axe finds nothing (${device}, ${theme})`,
      { device, theme, reduced: true }, async (s) => {
        const page = await open(s)
        await box(page, 1).check()
        assert.deepEqual(await findings(page, 'html'), [])
        assert.equal(await overflow(page), 0)
      })

reading('axe finds nothing with forced colours', { forced: true },
  async (s) => {
    const page = await open(s)
    assert.deepEqual(await findings(page, 'html'), [])
  })

reading('it can run from right to left', { device: 'narrow' }, async (s) => {
  const page = await open(s)
  await page.evaluate(() => { document.documentElement.dir = 'rtl' })
  assert.equal(await overflow(page), 0)
  const [tick, title] = await Promise.all(['.tick', '.step .title'].map(
    (selector) => page.locator(selector).first().boundingBox()))
  assert.ok(tick.x > title.x)
})

reading('every link within it leads somewhere', {}, async (s) => {
  const page = await open(s)
  const dead = await page.locator('a[href^="#"]').evaluateAll((links) => links
    .map((link) => link.getAttribute('href').slice(1))
    .filter((id) => !document.getElementById(id)))
  assert.deepEqual(dead, [])
})

reading('every anchor of page.md is on it, in the entry that tells its line',
  {}, async (s) => {
    const text = readFileSync(join(TOP, 'intents/en/page.md'), 'utf8')
    const ids = [...text.matchAll(/\{#([\w-]+)\}/g)].map(([, id]) => id)
    const page = await visit(s)
    const lost = await page.evaluate((all) =>
      all.filter((id) => !document.getElementById(id)), ids)
    assert.ok(ids.length > 20)
    assert.deepEqual(lost, [])
    const entry = await page.evaluate(() =>
      document.getElementById('order-2').closest('.entry').id)
    assert.equal(entry, 'step.review_documents_and_region')
  })

reading('a permalink is seen when its entry is pointed at or it has the focus',
  {}, async (s) => {
    const page = await open(s)
    const entry = page.locator('[id="faq.what_next"]')
    const link = entry.getByRole('link', { name: 'Link to What comes after' })
    const opacity = (value) => expectSoon(async () => assert.equal(
      await link.evaluate((one) => getComputedStyle(one).opacity), value))
    await opacity('0')
    await entry.hover()
    await opacity('1')
    await page.mouse.move(0, 0)
    await opacity('0')
    await link.evaluate((one) => one.focus({ focusVisible: true }))
    await opacity('1')
    await page.keyboard.press('Enter')
    assert.equal(new URL(page.url()).hash, '#faq.what_next')
    assert.ok(await entry.evaluate((one) => one.matches(':target')))
  })

reading('what a link has led to stands out, also by an old anchor', {},
  async (s) => {
    for (const hash of ['#step.security_after_approval', '#order-4']) {
      const page = await visit(s, { hash })
      const ground = await page.locator('[id="step.security_after_approval"]')
        .evaluate((one) => getComputedStyle(one).backgroundColor)
      assert.notEqual(ground, 'rgba(0, 0, 0, 0)', hash)
    }
  })

reading('the contents show the chapter that is read', {}, async (s) => {
  const page = await open(s)
  await page.setViewportSize({ width: 1440, height: 900 })
  const contents = page.getByRole('navigation', { name: 'On this page' })
  const current = (name) => expectSoon(async () => assert.deepEqual(
    await contents.locator('[aria-current=location]').allInnerTexts(), [name]))
  await current('What this page is')
  await contents.getByRole('link', { name: 'Common mistakes' }).click()
  await current('Common mistakes')
  await page.evaluate(() => scrollTo(0, 0))
  await current('What this page is')
})

reading('a mistake is a warning by word, sign and border', {}, async (s) => {
  const page = await visit(s)
  const heading = page.getByRole('heading', { level: 3, name:
    'Warning Starting KYC before the route is confirmed' })
  assert.match(await heading.innerText(), /^⚠ Warning/)
  const width = await page.locator('.entry.mistake').first()
    .evaluate((one) => getComputedStyle(one).borderInlineStartWidth)
  assert.equal(width, '6px')
})

reading('its structured data are a FAQPage', {}, async (s) => {
  const page = await visit(s)
  const data = JSON.parse(
    await page.locator('script[type="application/ld+json"]').textContent())
  assert.equal(data['@type'], 'FAQPage')
  const titles = await page.locator('.entry.faq .title').allInnerTexts()
  assert.deepEqual(data.mainEntity.map(({ name }) => name), titles)
})

reading('page.js is at most 3 KB', {}, async (s) => {
  const response = await fetch(`${s.server.url}/page.js`)
  const { length } = gzipSync(await response.text(), { level: 9 })
  assert.ok(length <= GZIP_MAX, `${length} bytes`)
})

// ------------------------------------------------------------ the checklist

reading('ticks are counted, kept and cleared', {}, async (s) => {
  const page = await open(s)
  await says(page, '0 of 4 done')
  assert.equal(await page.evaluate((key) => localStorage.getItem(key), KEY),
    null)
  await page.getByRole('checkbox', { name: 'Stay on the same route during the' +
    ' review', exact: true }).check()
  await page.getByText('Add security before funding or trading').click()
  await says(page, '2 of 4 done')
  assert.equal(await page.getByRole('progressbar', { name: '2 of 4 done' })
    .evaluate((bar) => bar.value), 2)
  await page.reload()
  await says(page, '2 of 4 done')
  assert.deepEqual(await ticksOf(page), [false, false, true, true])
  await page.getByRole('button', { name: 'Clear ticks' }).click()
  await says(page, '0 of 4 done')
  await page.reload()
  assert.deepEqual(await ticksOf(page), [false, false, false, false])
})

reading('a tick is announced politely', {}, async (s) => {
  const page = await open(s)
  const live = progress(page)
  assert.equal(await live.getAttribute('role'), 'status')
  assert.equal(await live.getAttribute('aria-live'), null) // polite by its role
  await box(page, 0).focus()
  await page.keyboard.press('Space')
  await says(page, '1 of 4 done')
})

reading('two tabs show the same ticks', {}, async (s) => {
  const context = await s.visitor()
  const [one, other] = [await open(s, { context }), await open(s, { context })]
  await box(one, 0).check()
  await says(other, '1 of 4 done')
  assert.deepEqual(await ticksOf(other), [true, false, false, false])
  await other.getByRole('button', { name: 'Clear ticks' }).click()
  await says(one, '0 of 4 done')
})

reading('ticks are the reader’s own: the chat knows nothing of them', {},
  async (s) => {
    const page = await open(s)
    const chat = new Chat(page)
    await box(page, 0).check()
    await box(page, 1).check()
    await chat.ask('take me through the steps')
    assert.match(await chat.last.innerText(), /Step 1 of 4/i)
    assert.deepEqual(await ticksOf(page), [true, true, false, false])
  })

reading('ticks outlive a new content, but for steps that are gone',
  { forgive: /WebSocket|Failed to load/ }, // faqd starts anew
  (s) => withFolder(async (content) => {
    write(content, { steps: ['boil', 'pour', 'drink'] })
    s.server = s.own = await new Faqd({ content }).start()
    const page = await open(s)
    await box(page, 0).check()
    await box(page, 2).check()
    await s.own.kill()
    write(content, { steps: ['warm', 'pour', 'drink'] })
    await s.own.start()
    await page.reload()
    await says(page, '1 of 3 done')
    assert.deepEqual(await ticksOf(page), [false, false, true])
    assert.equal(await page.evaluate(() =>
      localStorage.getItem('faqd:ticks:Tea')), '["step.drink"]')
  }))

reading('ticks that cannot be kept, or are no ticks, do no harm', {},
  async (s) => {
    const context = await s.visitor()
    await context.addInitScript((key) =>
      localStorage.setItem(key, '{"broken'), KEY)
    const broken = await open(s, { context })
    await says(broken, '0 of 4 done')
    const refused = await s.visitor()
    await refused.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() { throw new DOMException('no', 'SecurityError') } })
    })
    const page = await visit(s, { context: refused })
    await box(page, 0).check()
    await says(page, '1 of 4 done')
  })

// ----------------------------------------------------------------- the chat

reading('“ask about this” asks the entry beside the text', {}, async (s) => {
  const page = await open(s)
  const chat = new Chat(page)
  const entry = page.locator('[id="faq.what_next"]')
  await entry.getByRole('button', { name: 'Ask about this: What comes after' })
    .click()
  await chat.answered(1)
  assert.match(await chat.questions.last().innerText(), /What comes after this/)
  assert.match(await chat.last.innerText(), /add the basic security settings/)
  assert.equal(await chat.launcher.count(), 0)
})

reading('on a phone the chat is a button in the corner, which asking opens',
  { device: 'phone' }, async (s) => {
    const page = await open(s)
    const chat = new Chat(page)
    await chat.launcher.waitFor()
    assert.equal(await chat.input.isVisible(), false)
    await page.locator('[id="limit.age"] .ask').click()
    await chat.answered(1)
    assert.equal(await chat.input.isVisible(), true)
    assert.match(await chat.questions.last().innerText(), /How old must I be/)
  })

reading('the conversation goes on when the window gets narrow', {},
  async (s) => {
    const page = await open(s)
    const chat = new Chat(page)
    await chat.ask('who writes this')
    await page.setViewportSize({ width: 390, height: 760 })
    await chat.launcher.waitFor()
    await chat.open()
    assert.match((await chat.texts()).join(' '), /editorial team/)
  })

reading('skip links lead to the text and to the chat', {}, async (s) => {
  const page = await open(s)
  const focused = () => page.evaluate(() => document.activeElement.id)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await focused(), 'page:main')
  await page.locator('.skip').nth(1).focus()
  await page.keyboard.press('Enter')
  assert.equal(await focused(), 'page:chat')
  await page.keyboard.press('Tab')
  assert.ok(await page.evaluate(() =>
    document.activeElement.matches('faqd-chat')))
})

reading('without the element nothing asks', { forgive: /ERR_FAILED/ }, async (s) => {
  const context = await s.visitor()
  await context.route('**/widget.js', (route) => route.abort())
  const page = await visit(s, { context })
  await says(page, '0 of 4 done')
  assert.equal(await page.locator('button.ask').count(), 0)
  assert.ok(await page.getByText('The chat needs JavaScript').isVisible())
})

reading('without JavaScript it is a page with boxes to tick', {},
  async (s) => {
    const context = await s.context.browser().newContext(
      { javaScriptEnabled: false })
    s.contexts.push(context)
    const page = await visit(s, { context })
    await box(page, 0).check()
    assert.equal(await page.getByText('0 of 4 done').isVisible(), false)
    assert.equal(await page.getByRole('button').count(), 0)
    assert.ok(await page.getByText('The chat needs JavaScript').isVisible())
    assert.ok(await page.getByRole('heading',
      { name: 'Warning Submitting without checking' }).isVisible())
  })

// ---------------------------------------------------------------- on paper

reading('on paper there is no chat and no button, but boxes and addresses', {},
  async (s) => {
    const page = await open(s)
    await box(page, 0).check()
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    for (const gone of ['faqd-chat', '.ask', '.ticks', '.permalink', '.skip',
      '.contents'])
      assert.equal(await page.locator(gone).first().isVisible(), false, gone)
    const styles = await page.evaluate(() => {
      const style = (selector, part) =>
        getComputedStyle(document.querySelector(selector), part)
      return {
        address: style('main a[href^="http"]', '::after').content,
        box: style('.tick').appearance,
        edge: style('.tick').borderTopStyle,
        ink: style('body').color,
        whole: style('.entry').breakInside,
      }
    })
    assert.match(styles.address, /\(https:\/\/example\.com\/signup\)|attr/)
    assert.deepEqual({ ...styles, address: '' }, { address: '', box: 'none',
      edge: 'solid', ink: 'rgb(0, 0, 0)', whole: 'avoid' })
  })

// ---------------------------------------------------------- other contents

reading('a content of questions alone reads as well', {}, (s) =>
  withFolder(async (content) => {
    const faq = ['What is tea?', `Is ${'un'.repeat(40)}usual tea good?`]
    write(content, { name: 'Questions on tea', faq })
    s.server = s.own = await new Faqd({ content }).start()
    const context = await s.visitor({ device: 'narrow' })
    const page = await open(s, { context })
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(),
      'Questions on tea')
    assert.equal(await page.getByRole('checkbox').count(), 0)
    assert.equal(await page.locator('.ask').count(), 2)
    assert.equal(await overflow(page), 0)
    assert.deepEqual(await findings(page, 'html'), [])
    await page.setViewportSize({ width: 1440, height: 900 })
    const [title, text] = await Promise.all(['h1', 'main h2'].map(
      (selector) => page.locator(selector).first().boundingBox()))
    assert.equal(title.x, text.x) // though there are no contents beside it
  }))
