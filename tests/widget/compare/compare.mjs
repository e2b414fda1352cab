// SPDX-License-Identifier: MIT
// Measures faqd's widget and four others on the same page, with one question
// and its answer, and prints a table. README.md says how each figure is taken.
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { findings } from '../axe.mjs'
import { Fake } from '../fake.mjs'
import { Faqd } from '../faqd.mjs'
import { answer } from '../golden.mjs'
import { Site, strict } from '../site.mjs'
import { ANSWER, Peers, peers } from './peers.mjs'

const TABS_MAX = 40
const WAIT_MS = 5000

const site = await new Site().start()
const faqd = await new Faqd({ origins: [site.url] }).start()
const others = await new Peers().start()
const fake = await new Fake(faqd.url).start()
const usual = fake.reply
fake.reply = (message) => message.type === 'ask'
  ? answer({ text: ANSWER, html: `<p>${ANSWER}</p>` }) : usual(message)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid() !== 0,
})

const all = {
  'faqd': () => ({
    head: `<script src="${fake.url}/widget.js" defer></script>` }),
  ...peers,
}

// Pages of a site with nothing wrong in themselves.
const pageOf = (name, policy) => {
  const from = name === 'faqd' ? fake.url : others.url
  const { head = '', body = '', script, module } = all[name](from)
  const path = `/${encodeURIComponent(name)}-${policy ? 'strict' : 'open'}`
  if (script) site.put(`${path}.js`, script)
  if (module) site.put(`${path}.js`, module)
  const own = script ? `<script src="${path}.js" defer></script>`
    : module ? `<script type="module" src="${path}.js"></script>` : ''
  return site.put(path, `<!doctype html><html lang="en"><head>
<meta charset="utf-8"><title>A shop</title><link rel="icon" href="/icon.svg">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}${own}</head><body>${body.includes('role="main"') ? body
  : `<main><h1>A shop</h1>${body}</main>`}</body></html>`,
  policy ? { 'content-security-policy': strict(from)
    .replace("style-src 'self'", `style-src 'self' ${from}`) } : {})
}

const visit = async (name, { policy = false, ...options } = {}) => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 }, ...options })
  context.setDefaultTimeout(WAIT_MS)
  const page = await context.newPage()
  const bytes = []
  page.on('response', async (response) => {
    if (/\.(m?js|css|woff2?|svg|png)(\?|$)/.test(response.url()) &&
        !response.url().startsWith(site.url))
      bytes.push(response.body().catch(() => Buffer.alloc(0)))
  })
  await page.goto(pageOf(name, policy))
  return { context, page, bytes }
}

// The field that a question is typed into, by the keys alone: how often Tab
// and Enter were pressed, or null.
const isField = () => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  const name = at?.localName
  return at?.isContentEditable || name === 'textarea' ||
    (name === 'input' && at.type === 'text') ? 'field'
    : name === 'button' || at?.getAttribute('role') === 'button' ? 'button' : ''
}

const reach = async (page) => {
  for (let presses = 1; presses <= TABS_MAX; presses++) {
    const at = await page.evaluate(isField)
    if (at === 'field') return presses - 1
    const isLauncher = at === 'button' &&
      !await field(page).isVisible()
    await page.keyboard.press(isLauncher ? 'Enter' : 'Tab')
    if (isLauncher)
      await page.waitForFunction(isField).catch(() => {})
  }
  return null
}

const fields = ['textarea', 'input[type=text]', '[contenteditable=true]']
  .map((one) => `${one}:visible`).join()
const launchers = '.chat-window-toggle:visible, .rw-launcher:visible, ' +
  'faqd-chat [part~=launcher]:visible'

const field = (page) => page.locator(fields).last()

// What there is to begin with: the launcher, or the field.
const there = (page) =>
  page.locator(`${launchers}, ${fields}`).first().waitFor()

// By pointer.
const open = async (page) => {
  await there(page)
  if (!await field(page).isVisible()) await page.locator(launchers).click()
  await field(page).waitFor()
}

const answered = (page) => page.getByText(ANSWER).filter({ visible: true })
  .first().waitFor().then(() => true, () => false)

const exchange = async (page) => {
  await open(page)
  await field(page).click()
  await page.keyboard.type('When do you open?')
  await page.keyboard.press('Enter')
  return answered(page)
}

// ----------------------------------------------------------------- figures

const kilobytes = async (bytes) => {
  const sizes = (await Promise.all(bytes)).map((one) =>
    gzipSync(one, { level: 9 }).length)
  return `${(sizes.reduce((sum, one) => sum + one, 0) / 1024).toFixed(1)} KB`
}

const yes = (value) => value ? 'yes' : 'no'

// Does a live region hold the answer?
const isAnnounced = (page) => page.evaluate((text) => {
  const trees = (root) => [root, ...[...root.querySelectorAll('*')]
    .filter((one) => one.shadowRoot).flatMap((one) => trees(one.shadowRoot))]
  return trees(document).some((tree) => [...tree.querySelectorAll(
    '[aria-live=polite], [aria-live=assertive], [role=log], [role=status]')]
    .some((one) => one.textContent.includes(text)))
}, ANSWER)

const figures = {
  'transferred, gzip -9': async (name) => {
    const { context, page, bytes } = await visit(name)
    await exchange(page)
    const sum = await kilobytes(bytes)
    await context.close()
    return sum
  },
  'axe-core: rules broken (places)': async (name) => {
    const { context, page } = await visit(name)
    const went = await exchange(page)
    const found = await findings(page, 'html')
    await context.close()
    const rules = new Set(found.map((one) => one.split(':')[0]))
    return went ? rules.size ? `${rules.size} (${found.length}): ` +
      [...rules].join(', ') : '0' : 'no answer'
  },
  'asked by keyboard alone (presses to the field)': async (name) => {
    const { context, page } = await visit(name)
    await there(page)
    const presses = await reach(page)
    if (presses !== null) {
      await page.keyboard.type('When do you open?')
      await page.keyboard.press('Enter')
    }
    const went = presses !== null && await answered(page)
    await context.close()
    return went ? `yes (${presses})` : 'no'
  },
  'the answer is in a live region': async (name) => {
    const { context, page } = await visit(name)
    await exchange(page)
    const is = await isAnnounced(page)
    await context.close()
    return yes(is)
  },
  'strict CSP and Trusted Types: works (violations)': async (name) => {
    site.violations.length = 0
    const { context, page } = await visit(name, { policy: true })
    let complaints = 0
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML|Trusted Type/i
        .test(message.text())) complaints++
    })
    await page.reload()
    const went = await exchange(page).catch(() => false)
    await context.close()
    return `${yes(went)} (${complaints})`
  },
  'conversation still there after a reload': async (name) => {
    const { context, page } = await visit(name)
    await exchange(page)
    await page.reload()
    await open(page).catch(() => {})
    const is = await answered(page)
    await context.close()
    return yes(is)
  },
  'asked offline, answered when back': async (name) => {
    const { context, page } = await visit(name)
    await open(page)
    await context.setOffline(true)
    await field(page).click()
    await page.keyboard.type('When do you open?')
    await page.keyboard.press('Enter')
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done)))
    await context.setOffline(false)
    const is = await answered(page)
    await context.close()
    return yes(is)
  },
  'follows prefers-color-scheme': async (name) => {
    const { context, page } = await visit(name)
    await exchange(page)
    const ground = () => answeredColours(page)
    const light = await ground()
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await ground()
    await context.close()
    return yes(light !== dark)
  },
  'no sideways scrolling at 320 px': async (name) => {
    const { context, page } = await visit(name,
      { viewport: { width: 320, height: 640 } })
    await exchange(page)
    const is = await page.evaluate(() =>
      document.documentElement.scrollWidth <= innerWidth)
    await context.close()
    return yes(is)
  },
  'input\'s font on a phone': async (name) => {
    const { context, page } = await visit(name,
      { viewport: { width: 390, height: 760 }, isMobile: true, hasTouch: true })
    await open(page)
    const size = await field(page).evaluate((one) =>
      getComputedStyle(one).fontSize)
    await context.close()
    return size
  },
  'globals added': async (name) => {
    const { context, page } = await visit(name)
    await exchange(page)
    const own = await page.evaluate(() =>
      Object.getOwnPropertyNames(globalThis))
    await page.goto(site.put('/bare', '<!doctype html><title>x</title>' +
      '<link rel="icon" href="/icon.svg">'))
    const bare = new Set(await page.evaluate(() =>
      Object.getOwnPropertyNames(globalThis)))
    await context.close()
    return String(own.filter((one) => !bare.has(one)).length)
  },
}

// The colours around the answer, outwards.
const answeredColours = (page) => page.getByText(ANSWER)
  .filter({ visible: true }).first().evaluate((one) => {
    const colours = []
    for (let at = one; at; at = at.parentElement)
      colours.push(getComputedStyle(at).backgroundColor,
        getComputedStyle(at).color)
    return colours.join()
  })

const only = process.env.ONLY
const names = Object.keys(all).filter((name) => !only || name === only)
console.log(`Chromium ${browser.version()}\n`)
console.log(`| | ${names.join(' | ')} |`)
console.log(`|---|${'---|'.repeat(names.length)}`)
for (const [title, measure] of Object.entries(figures)) {
  const row = []
  for (const name of names)
    row.push(await measure(name).catch((error) =>
      `not measured: ${error.message.split('\n')[0]}`))
  console.log(`| ${title} | ${row.join(' | ')} |`)
}
await browser.close()
await fake.stop()
await faqd.stop()
await site.stop()
others.stop()
