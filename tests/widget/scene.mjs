// SPDX-License-Identifier: MIT
// A test in the browser. Every one gets a foreign site, a faqd (the real one,
// or one that does as it is told) and a fresh visitor; whatever the browser
// complains of while it runs, fails it.
//
//	scene('a title', {fake: true, device: 'phone', ...}, async (s) => {
//		await s.chat.open()
//	})
//
// Options: `fake`, or `faqd` for a real one of its own; `launcher`, else it is
// inline with these `attributes`; `page` what site.mjs has for a page, false
// for none; `device` `theme` `forced` `reduced`
// `locale`; `language`, of the widget's words; `forgive`, which
// complaints are as they should be, and `reports`, how many breaches of the
// policy; `alone`, with nothing beside it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { chromium } from 'playwright-core'
import { Chat } from './chat.mjs'
import { Fake } from './fake.mjs'
import { Faqd } from './faqd.mjs'
import { Site } from './site.mjs'

const isRoot = process.getuid() === 0
const ALL_MS = 600000
const AT_ONCE = 3 // scenes; they wait more than they work

export const devices = {
  wide: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 760 }, hasTouch: true,
    isMobile: true },
  narrow: { viewport: { width: 320, height: 640 } },
  // What a window of 1280 pixels has at 200 %.
  zoomed: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
}

const common = {}
const scenes = []

const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // As root there is no other way; a user's browser keeps its sandbox.
  chromiumSandbox: !isRoot,
  args: ['--font-render-hinting=none', '--force-color-profile=srgb'],
})

const begin = async () => {
  common.site = await new Site().start()
  common.faqd = await new Faqd({ origins: [common.site.url], agents: true })
    .start()
  common.browser = await launch()
}

// What the browser says against a page: errors, and what breaks a policy.
const listen = (page, complaints) => {
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type()))
      complaints.push(message.text())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    dialog.dismiss()
  })
}

class Scene {
  constructor(options, number) {
    this.options = options
    this.root = `/${number}`
    this.site = common.site
    this.complaints = []
    this.contexts = []
  }

  async begin() {
    const { fake, faqd } = this.options
    if (fake) this.fake = await new Fake(common.faqd.url).start()
    if (faqd) this.own = await new Faqd({ origins: [this.site.url], ...faqd })
      .start()
    this.server = this.fake ?? this.own ?? common.faqd
    this.context = await this.visitor()
    if (this.options.page === false) return
    this.page = await this.tab()
    this.chat = new Chat(this.page, this.options.language)
    this.address = this.host('/',
      { body: this.markup(), ...this.options.page })
    await this.page.goto(this.address)
    await this.chat.ready()
  }

  // A file, or a page with the widget's script, of this test's own part of
  // the site; returns its address.
  put(path, ...file) {
    return this.site.put(this.root + path, ...file)
  }

  host(path, options) {
    return this.site.page(this.root + path,
      { faqd: this.server.url, ...options })
  }

  // What has broken the site's policy there.
  reports() {
    return this.site.violations.map((one) => one['csp-report'])
      .filter((one) => one['document-uri']
        .startsWith(`${this.site.url}${this.root}/`))
      .map((one) => `${one['violated-directive']}: ${one['blocked-uri']}`)
  }

  // Inline unless told otherwise: then the whole of it is there at once.
  markup() {
    const { launcher, attributes = '' } = this.options
    return launcher ? '' : `<faqd-chat ${attributes}></faqd-chat>`
  }

  // A browser of a visitor of his own: as good as one, or `apart`, really one,
  // which they share who are.
  async visitor({ apart, ...changes } = {}) {
    const { device = 'wide', theme, forced, reduced, locale = 'en-US' } =
      { ...this.options, ...changes }
    if (apart) common.other ??= launch()
    const browser = apart ? await common.other : common.browser
    const context = await browser.newContext({
      ...devices[device], locale, colorScheme: theme ?? 'light',
      forcedColors: forced ? 'active' : 'none',
      reducedMotion: reduced ? 'reduce' : 'no-preference',
      timezoneId: 'UTC', acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    context.setDefaultTimeout(8000)
    this.contexts.push(context)
    return context
  }

  async tab(context = this.context) {
    const page = await context.newPage()
    listen(page, this.complaints)
    return page
  }

  // Another tab of the same visitor on the same page.
  async another() {
    const page = await this.tab()
    await page.goto(this.address)
    const chat = new Chat(page)
    await chat.ready()
    return chat
  }

  async end() {
    for (const context of this.contexts) await context.close()
    await this.fake?.stop()
    await this.own?.stop()
  }
}

const play = async ({ options, run }, number) => {
  const made = new Scene(options, number)
  const { forgive = { test: () => false }, reports = 0 } = options
  try {
    await made.begin()
    await run(made)
    assert.deepEqual(made.complaints.filter((one) => !forgive.test(one)), [])
    assert.equal(made.reports().length, reports, made.reports().join())
  } finally {
    await made.end()
  }
}

// Runs what has been registered, those that want to be alone last.
const playAll = async () => {
  await begin()
  const some = scenes.filter(({ options }) => !options.alone)
  const rest = scenes.filter(({ options }) => options.alone)
  let next = 0
  const work = async () => {
    while (next < some.length) {
      const one = some[next++]
      await play(one, scenes.indexOf(one)).then(one.pass, one.fail)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  for (const one of rest)
    await play(one, scenes.indexOf(one)).then(one.pass, one.fail)
}

let playing

export const scene = (title, options, run) => {
  const pattern = process.env.PART
  if (pattern && !new RegExp(pattern).test(title)) return
  const one = { title, options, run }
  const played = new Promise((pass, fail) => Object.assign(one, { pass, fail }))
  played.catch(() => {})
  scenes.push(one)
  test(title, { timeout: ALL_MS }, async () => {
    playing ??= playAll().catch((error) =>
      scenes.forEach(({ fail }) => fail(error)))
    await played
  })
}

after(async () => {
  await common.browser?.close()
  await (await common.other)?.close()
  await common.faqd?.stop()
  await common.site?.stop()
})
