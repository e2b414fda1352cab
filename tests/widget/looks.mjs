// SPDX-License-Identifier: MIT
// How it looks, in every state: a picture is compared with the accepted one,
// axe-core has nothing to say, nothing is cut off and nothing scrolls sideways.
import assert from 'node:assert/strict'
import { findings } from './axe.mjs'
import { answer, golden } from './golden.mjs'
import { scene } from './scene.mjs'
import { expectSoon } from './soon.mjs'
import { judge, shoot } from './screens.mjs'

const asked = (reply) => async ({ chat, fake }) => {
  const usual = fake.reply
  fake.reply = (message) => message.type === 'ask' ? reply : usual(message)
  await chat.ask('What about this one, then?')
  fake.reply = usual
}

const said = (...messages) => async (s) => {
  await s.chat.ask('A person, please')
  for (const message of messages) s.fake.say(message)
  const { id } = messages.at(-1)
  await (id ? s.chat.agents : s.chat.events).last().waitFor()
}

const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter' +
  'beamtengesellschaft '
const everything = answer({ kind: 'redirect', title: long.repeat(2),
  text: long, html: `<h3>${long}</h3><p>${long}</p><ol><li>${long}</li></ol>
<pre><code>${'code '.repeat(60)}</code></pre><blockquote><p>said</p></blockquote>
<p><a href="https://example.com/${'x'.repeat(200)}">https://example.com/${
  'x'.repeat(200)}</a></p>`, note: long,
  link: { name: 'x', title: long, url: `https://${'x'.repeat(50)}.example/` } },
{ lead: long, tail: long })

// Each state: how a fresh conversation comes to be in it.
const states = {
  welcome: ({ chat }) =>
    chat.host.locator('[part~=example]').first().waitFor(),
  step: asked(golden('answer_next')),
  mistake: asked(golden('answer_mistake')),
  redirect: asked(golden('answer_redirect')),
  faq: asked(golden('answer_paused')),
  limit: asked(golden('answer_limit')),
  order: asked(golden('answer_order')),
  two: asked(golden('answer_two')),
  personal: asked(golden('answer_personal_data')),
  clarify: asked(golden('clarify')),
  none: asked(golden('none')),
  everything: asked(everything),
  waiting: said(golden('handover_waiting')),
  person: said(golden('handover_joined'), golden('agent_message')),
  typing: async (s) => {
    await said(golden('handover_joined'))(s)
    s.fake.say(golden('typing'))
    await s.chat.host.getByText(/Ann .*typing|Ann/).last().waitFor()
  },
  offered: asked(golden('none_person_offered')),
  nobody: said(golden('handover_nobody')),
  // One is read, one delivered, and one can't be.
  delivered: async (s) => {
    const { chat, fake } = s
    await said(golden('handover_joined'), golden('agent_message'))(s)
    let seq = 0
    fake.reply = ({ type }) => type !== 'ask' ? undefined : ++seq < 3
      ? golden('delivered', { seq }) : golden('error', { code: 'invalid_message' })
    await chat.write('My papers were refused')
    await chat.host.getByText(chat.words.delivered, { exact: true }).waitFor()
    fake.say(golden('read', { seq }))
    await chat.host.getByText(chat.words.read, { exact: true }).waitFor()
    await chat.write('Are you there?')
    await chat.host.getByText(chat.words.delivered, { exact: true }).waitFor()
    await chat.write('Hello?')
    await chat.button('retry').waitFor()
  },
  failed: async ({ chat, fake }) => {
    const usual = fake.reply
    fake.reply = (message) => message.type === 'ask'
      ? golden('error', { code: 'failed' }) : usual(message)
    await chat.write('What about this one, then?')
    await chat.button('retry').waitFor()
  },
  offline: async ({ chat, context }) => {
    await chat.ask('one')
    await context.setOffline(true)
    await chat.write('two')
    await chat.host.getByText(chat.words.waiting).waitFor()
  },
  reason: async ({ chat }) => {
    await chat.ask('one')
    await chat.button('no', chat.last).click()
    await chat.button('reason_wrong', chat.last).waitFor()
  },
  menu: async ({ chat }) => {
    await chat.ask('one')
    await chat.host.locator('summary').click()
  },
  reset: async ({ chat }) => {
    await chat.ask('one')
    await chat.pick('reset')
  },
}

// Wide light and phone dark are looked at in every state, the rest where it
// can make a difference.
const ways = {
  'wide-light': {},
  'wide-dark': { theme: 'dark' },
  'phone-light': { device: 'phone' },
  'phone-dark': { device: 'phone', theme: 'dark' },
  'narrow-light': { device: 'narrow' },
  'zoomed-dark': { device: 'zoomed', theme: 'dark' },
  'forced-dark': { forced: true, theme: 'dark' },
  rtl: { language: 'ar' },
  'phone-rtl': { device: 'phone', language: 'ar', theme: 'dark' },
}
const everywhere = ['wide-light', 'phone-dark']
const some = ['welcome', 'step', 'mistake', 'clarify', 'everything']
const pictured = (state, way) => everywhere.includes(way) ||
  ['welcome', 'step', 'mistake', 'redirect'].includes(state)

// What sticks out of the panel, or is cut off in itself.
const cut = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector('faqd-chat')
  const panel = shadowRoot.querySelector('[part~=panel]')
    .getBoundingClientRect()
  const page = document.documentElement.getBoundingClientRect()
  const bad = []
  for (const one of shadowRoot.querySelectorAll('[part~=panel] *')) {
    const box = one.getBoundingClientRect()
    const { clip, clipPath, overflowX, overflowY } = getComputedStyle(one)
    const hidden = clip !== 'auto' || clipPath !== 'none' ||
      one.closest('[part~=heard], [part~=confirm], [inert]')
    if (hidden || !box.width || one.closest('pre')) continue
    const name = `${one.localName}.${one.className}`
    const room = one.closest('[part~=confirm]') ? page : panel
    if (box.left < room.left - 1 || box.right > room.right + 1)
      bad.push(`${name} sticks out`)
    const isCut = (style, all, seen) =>
      ['hidden', 'clip'].includes(style) && all > seen + 1
    if (isCut(overflowX, one.scrollWidth, one.clientWidth) ||
        isCut(overflowY, one.scrollHeight, one.clientHeight))
      bad.push(`${name} is cut off`)
  }
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) bad.push('the page scrolls sideways')
  return [...new Set(bad)]
})

// Where a finger goes: at least 24 pixels a side (WCAG 2.5.8), but for links
// within a text.
const small = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector('faqd-chat')
  return [...shadowRoot.querySelectorAll('button, summary, textarea, input')]
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
    .map(([one]) => `${one.textContent || one.ariaLabel} is small`)
})

for (const [way, options] of Object.entries(ways))
  for (const [state, bring] of Object.entries(states)) {
    if (!everywhere.includes(way) && !some.includes(state)) continue
    const { language = 'en', ...rest } = options
    scene(`looks: ${state}, ${way}`, { fake: true, launcher: true, language,
      reduced: true, forgive: /ERR_|WebSocket|Failed to load/, ...rest,
      page: { script: `data-lang="${language}"` } }, async (s) => {
      const { chat, page } = s
      await chat.open()
      await bring(s)
      await page.evaluate(() => document.fonts.ready)
      await page.mouse.move(0, 0)
      assert.deepEqual([
        pictured(state, way) && judge(await shoot(page), `${state}-${way}`),
        ...await cut(page), ...await small(page),
        // it does not know forced colours
        ...options.forced ? [] : await findings(page),
      ].filter(Boolean), [])
    })
  }

scene('looks: the launcher, wide-light', { fake: true, launcher: true },
  async ({ chat, page }) => {
    await chat.launcher.waitFor()
    assert.equal(judge(await shoot(page), 'launcher-wide-light'), '')
    assert.deepEqual(await findings(page), [])
  })

scene('theme="dark" and "light" win over the system', { fake: true,
  theme: 'dark', attributes: 'theme="light"' }, async ({ chat, page }) => {
  const ground = () => chat.panel.evaluate((one) =>
    getComputedStyle(one).backgroundColor.match(/[\d.]+/g).map(Number)[0])
  assert.ok(await ground() > 200)
  await page.evaluate(() =>
    document.querySelector('faqd-chat').setAttribute('theme', 'dark'))
  assert.ok(await ground() < 60)
  await page.evaluate(() =>
    document.querySelector('faqd-chat').setAttribute('theme', 'auto'))
  assert.ok(await ground() < 60)
  await page.emulateMedia({ colorScheme: 'light' })
  assert.ok(await ground() > 200)
})

scene('text goes to the right in Arabic, content to the left', { fake: true,
  attributes: 'lang="ar"', language: 'ar' }, async ({ chat, page }) => {
  await chat.ask('one')
  const directions = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('faqd-chat')
    return ['[part~=panel]', '[part~=bot] [part~=text]', '[part~=send]']
      .map((one) => getComputedStyle(shadowRoot.querySelector(one)).direction)
  })
  assert.deepEqual(directions, ['rtl', 'ltr', 'rtl'])
  const send = await chat.host.locator('[part~=send]').boundingBox()
  const input = await chat.input.boundingBox()
  assert.ok(send.x < input.x)
})

scene('who wants little motion gets none', { fake: true, launcher: true,
  reduced: true }, async ({ chat, fake, page }) => {
  fake.reply = ({ type }) => type === 'ask' ? undefined
    : golden(type === 'hello' ? 'hello' : 'resumed')
  await chat.open()
  await chat.write('one')
  await chat.host.getByText(chat.words.answering).first().waitFor()
  const moving = await page.evaluate(() => document.getAnimations()
    .concat(document.querySelector('faqd-chat').shadowRoot.getAnimations())
    // what takes no longer is no motion
    .filter(({ effect }) => effect.getComputedTiming().duration > 20)
    .map(({ animationName, transitionProperty }) =>
      animationName ?? transitionProperty))
  assert.deepEqual(moving, [])
})

scene('an input is large enough not to be zoomed into', { fake: true,
  device: 'phone' }, async ({ chat }) => {
  await chat.ask('one')
  await chat.button('no', chat.last).click()
  await chat.last.getByRole('textbox').waitFor()
  const sizes = await chat.host.locator('input, textarea').evaluateAll((all) =>
    all.map((one) => parseFloat(getComputedStyle(one).fontSize)))
  assert.ok(sizes.length >= 2)
  for (const size of sizes) assert.ok(size >= 16, `${sizes}`)
})

scene('what is newest is in view, and a reader further up is left alone',
  { fake: true }, async ({ chat, fake }) => {
    const usual = fake.reply
    fake.reply = (message) => message.type === 'ask'
      ? answer({ html: `<p>${'A line.</p><p>'.repeat(3)}</p>` })
      : usual(message)
    for (let i = 0; i < 8; i++) await chat.ask(`question ${i}`)
    await expectSoon(async () => assert.ok(await chat.last.evaluate((one) => {
      const log = one.closest('[part~=log]').getBoundingClientRect()
      const box = one.getBoundingClientRect()
      return box.bottom <= log.bottom + 1 || box.top >= log.top
    })))
    await chat.log.evaluate((one) => one.scrollTo(0, 0))
    fake.say(golden('handover_joined'))
    fake.say(golden('agent_message'))
    await chat.agents.first().waitFor({ state: 'attached' })
    assert.ok(await chat.log.evaluate((one) => one.scrollTop) < 40)
  })

// ------------------------------------- these tests can fail, and this is how

scene('a picture that has not been accepted, or has changed, fails',
  { fake: true, launcher: true, reduced: true, page: { script:
    'data-lang="en"' } }, async (s) => {
    await s.chat.open()
    await states.welcome(s)
    assert.match(judge(await shoot(s.page), 'unheard-of'), /accept\.sh/)
    const spoilt = async (style) => {
      const { page } = s
      await page.evaluate((text) => {
        const { shadowRoot } = document.querySelector('faqd-chat')
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(text)
        shadowRoot.adoptedStyleSheets.push(sheet)
      }, style)
      const wrong = judge(await shoot(page), 'spoilt',
        'welcome-wide-light')
      await page.evaluate(() => document.querySelector('faqd-chat')
        .shadowRoot.adoptedStyleSheets.pop())
      return wrong
    }
    assert.equal(await spoilt(''), '')
    assert.equal(await spoilt('[part~=panel] { letter-spacing: .05px }'), '')
    for (const style of ['[part~=example] { display: none }',
      '[part~=panel] { width: 300px !important }', '[part~=header] { display: none }',
      '[part~=launcher] { inset-inline-end: 80px }',
      '[part~=panel] { filter: invert(1) }',
      '[part~=panel] * { font-size: 22px }'])
      assert.match(await spoilt(style), /not as accepted/, style)
  })

scene('what axe-core finds is found', { fake: true }, async ({ chat, page }) => {
  await chat.ask('one')
  await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('faqd-chat')
    const input = shadowRoot.querySelector('[part~=input]')
    input.removeAttribute('aria-label')
    input.removeAttribute('placeholder')
    shadowRoot.querySelector('[part~=text]').style.color = '#ddd'
  })
  const found = (await findings(page)).join('\n')
  assert.match(found, /label/)
  assert.match(found, /color-contrast/)
})
