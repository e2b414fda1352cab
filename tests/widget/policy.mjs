// SPDX-License-Identifier: MIT
// On somebody else's page: it obeys that page's policy, leaves its globals
// alone, is not bent by its style, and lets nobody in through a text.
import assert from 'node:assert/strict'
import { Chat } from './chat.mjs'
import { answer, golden } from './golden.mjs'
import { scene } from './scene.mjs'
import { strict } from './site.mjs'
import { expectSoon } from './soon.mjs'

scene('the policy here is no wider than what a site is asked for', {},
  async ({ server }) => {
    const policy = strict(server.url)
    for (const needed of [`script-src 'self' ${server.url};`,
      "style-src 'self';", "require-trusted-types-for 'script';",
      "trusted-types 'none';"])
      assert.ok(policy.includes(needed), needed)
    assert.doesNotMatch(policy, /unsafe|nonce|sha256|data:|blob:/)
  })

scene('a strict policy holds, inline, from the first word to the transcript',
  {}, async ({ chat, page }) => {
    await chat.ask('take me through the steps')
    await chat.choose(chat.words.next)
    await chat.ask('kyc problem')
    await chat.last.getByRole('button').first().click()
    await chat.answered(4)
    await chat.button('no', chat.last).click()
    await chat.button('reason_wrong', chat.last).click()
    const file = page.waitForEvent('download')
    await chat.pick('save')
    await file
    await chat.reset()
    await chat.answered(0)
  })

scene('a strict policy holds for a launcher in another language',
  { launcher: true, fake: true, page: { script: 'data-lang="ar"' } },
  async ({ page, chat }) => {
    await page.waitForFunction(() =>
      document.querySelector('faqd-chat').shadowRoot?.querySelector('[dir=rtl]'))
    await chat.launcher.click()
    await chat.host.locator('[part~=input]').fill('x')
    await page.keyboard.press('Enter')
    await chat.answered(1)
  })

scene('a breach of the policy is seen by these tests',
  { forgive: /Content Security Policy/, reports: 1 },
  async (s) => {
    await s.page.evaluate(() => {
      const style = document.createElement('style')
      style.textContent = 'h1 { color: red }'
      document.head.append(style)
    })
    await s.page.waitForFunction(() => document.styleSheets.length === 0)
    assert.match(s.complaints.join(), /Content Security Policy/)
    await expectSoon(() => assert.equal(s.reports().length, 1))
  })

scene('no global is added, no prototype changed', { page: false },
  async (s) => {
    const page = await s.tab()
    const globals = () => page.evaluate(() => [
      ...Object.getOwnPropertyNames(globalThis),
      ...[Array, Object, String, Promise, EventTarget, Node, Element,
        HTMLElement].flatMap(({ name, prototype }) =>
        Object.getOwnPropertyNames(prototype).map((own) => `${name}.${own}`)),
    ].sort())
    await page.goto(s.put('/without', '<!doctype html><title>x</title>' +
      '<link rel="icon" href="/icon.svg">'))
    const before = await globals()
    await page.goto(s.host('/with', {}))
    const chat = new Chat(page)
    await chat.ready()
    await chat.open()
    await chat.ask('hello')
    assert.deepEqual(await globals(), before)
  })

scene('a page that takes the script in twice has one launcher',
  { launcher: true, fake: true, page: false }, async (s) => {
    const page = await s.tab()
    const { url } = s.server
    await page.goto(s.host('/twice', { 
      head: `<script src="${url}/widget.js" defer></script>` }))
    await page.waitForFunction(() => document.querySelector('faqd-chat'))
    assert.equal(await page.locator('faqd-chat').count(), 1)
  })

const hostile = `* { all: revert; font-size: 3px !important;
  letter-spacing: 9px !important; line-height: 0.1 !important;
  display: inline !important; color: red !important;
  background: red !important; text-transform: uppercase !important }
body { font: 3px serif; direction: rtl }
div, p, li, button, textarea, dialog, header { display: none !important;
  position: fixed !important; transform: rotate(90deg) !important }`

// What a visitor sees of a widget: where its parts are, and how they look.
const looks = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector('faqd-chat')
  return [...shadowRoot.querySelectorAll('[part~=root] *')].map((one) => {
    const style = getComputedStyle(one)
    const { width, height } = one.getBoundingClientRect()
    return [one.localName, one.getAttribute('part'), style.fontSize,
      style.color, style.backgroundColor, style.display, style.textTransform,
      style.letterSpacing, style.lineHeight, style.visibility,
      style.direction, width.toFixed(1), height.toFixed(1)].join(' ')
  })
})

scene('the page\'s style does not bend the widget', { fake: true, page: false },
  async (s) => {
    s.put('/hostile.css', hostile)
    const seen = []
    for (const [path, head] of [['/kind', ''],
      ['/hostile', '<link rel="stylesheet" href="hostile.css">']]) {
      const page = await s.tab(await s.visitor())
      await page.goto(s.host(path, { head }))
      const chat = new Chat(page)
      await chat.ready()
      await chat.launcher.waitFor()
      await chat.launcher.click()
      await chat.ask('one')
      await page.evaluate(() => document.fonts.ready)
      seen.push(await looks(page))
    }
    assert.ok(seen[0].length > 30)
    assert.equal(seen[1].length, seen[0].length)
    assert.deepEqual(seen[1].filter((one, n) => one !== seen[0][n])
      .slice(0, 5), [])
  })

// ------------------------------------------------------------ hostile texts

const payloads = [
  '<script>fetch("/pwned")</script>',
  '<img src=/pwned onerror=fetch("/pwned")>',
  '<svg onload=fetch("/pwned")><a xlink:href="javascript:fetch(1)">x</a>',
  '"><iframe srcdoc="<script>parent.fetch(1)</script>"></iframe>',
  '<a href="javascript:fetch(\'/pwned\')">click</a>',
  '<a href="&#106;avascript:fetch(1)">click</a>',
  '<a href="java\tscript:fetch(1)">click</a>',
  '<a href=" javascript:fetch(1)" target=_top>click</a>',
  '<a href="data:text/html,<script>fetch(1)</script>">click</a>',
  '<a href="vbscript:x">click</a><a href="blob:x">click</a>',
  '<form action="/pwned"><input name=q><button>Send</button></form>',
  '<input autofocus onfocus=fetch("/pwned")>',
  '<style>*{background:url(/pwned)}</style><link rel=stylesheet href=/pwned>',
  '<p style="background:url(/pwned)" onclick="fetch(1)">p</p>',
  '<meta http-equiv=refresh content="0;url=/pwned"><base href=//evil>',
  '<object data="/pwned"></object><embed src="/pwned">',
  '<math><mtext></p><img src=x onerror=fetch(1)></mtext></math>',
  '<noscript><p title="</noscript><img src=x onerror=fetch(1)>">',
  '<template><img src=/pwned></template><slot name=x></slot>',
  '<p><strong><em>never closed',
  '</div></section></faqd-chat><h1>out',
  '&lt;script&gt;fetch(1)&lt;/script&gt; &#60;img&#62;',
  '{{constructor.constructor("fetch(1)")()}} ${fetch(1)}',
  '[x](javascript:fetch(1)) ![x](/pwned)',
  '\u202egnirts desrever\u202c \u0000 \ufffd \u{1f4a9}',
  `${'<b>'.repeat(2000)}deep`,
]

// Every element that a text may become; anything else got in by itself.
const ours = new Set(['a', 'b', 'bdi', 'blockquote', 'br', 'button', 'code',
  'details', 'dialog', 'div', 'em', 'form', 'h2', 'h3', 'h4', 'header', 'hr', 'i',
  'input', 'label', 'li', 'ol', 'p', 'path', 'pre', 'section', 'small',
  'span', 'strong', 'summary', 'svg', 'textarea', 'time', 'ul', 'footer'])

const inspect = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector('faqd-chat')
  const all = [...shadowRoot.querySelectorAll('*')]
  return {
    names: [...new Set(all.map((one) => one.localName))],
    // the input's height follows its text, by script
    handlers: all.flatMap((one) => one.matches('textarea') ? []
      : one.getAttributeNames()
      .filter((name) => /^on|^style$|^srcdoc$|^src$|href$|^action$/.test(name))
      .map((name) => `${name}=${one.getAttribute(name)}`)),
    text: shadowRoot.querySelector('[part~=log]').textContent,
  }
})

const harmless = async ({ page, address, requests }) => {
  const { names, handlers, text } = await inspect(page)
  assert.deepEqual(names.filter((name) => !ours.has(name)), [])
  assert.deepEqual(handlers.filter((one) => !/^href=(https?:|mailto:)/.test(one)),
    [])
  assert.equal(page.url(), address)
  assert.deepEqual(requests.filter((url) => /pwned|evil/.test(url)), [])
  return text
}

const watched = (s) => {
  s.requests = []
  s.page.on('request', (request) => s.requests.push(request.url()))
}

const plain = (text) => text.replaceAll('\u0000', '\ufffd')
  .replace(/\s+/g, ' ').trim()

// A page whose own policy would stop nothing, so that it is not the policy
// that these tests see at work.
const open = { page: { policy: '' }, fake: true }

scene('what a visitor writes is text', open, async (s) => {
  watched(s)
  let n = 0
  for (const payload of payloads.slice(0, -1)) {
    await s.chat.input.fill(payload)
    await s.chat.input.press('Enter')
    await s.chat.answered(++n)
    const [shown] = (await s.chat.questions.allTextContents()).slice(-1)
    assert.ok(plain(shown).includes(plain(payload)), `${payload}\n${shown}`)
  }
  await harmless(s)
  await s.page.reload()
  await s.chat.ready()
  await s.chat.answered(n)
  await harmless(s)
})

scene('what the content says is text', open, async (s) => {
  watched(s)
  const usual = s.fake.reply
  let n = 0
  for (const payload of payloads) {
    s.fake.reply = (message) => message.type === 'ask'
      ? golden('none', { lead: payload, tail: payload, text: payload,
        offer: { id: 'x', title: payload },
        suggestions: [{ id: 'x', title: payload, score: 1 }],
        parts: [{ ...answer().parts[0], kind: 'redirect', title: payload,
          text: payload, html: payload, note: payload,
          link: { name: payload, title: payload, url: payload } }] })
      : usual(message)
    await s.chat.write('one')
    await s.chat.answered(++n)
    const heading = await s.chat.last.getByRole('heading').textContent()
    assert.ok(plain(heading).includes(plain(payload).slice(0, 60)))
  }
  const text = await harmless(s)
  assert.ok(text.includes('<script>fetch("/pwned")</script>'))
})

scene('what a person writes, and is called, is text', open, async (s) => {
  watched(s)
  let n = 0
  for (const payload of payloads) {
    const agent = { name: payload }
    s.fake.say(golden('handover_joined', { agent }))
    s.fake.say(golden('typing', { agent }))
    s.fake.say({ type: 'agent_message', id: `a-${++n}`, text: payload, agent })
    if (n === 1) {
      await s.chat.ask('one')
      s.fake.say(golden('handover_joined', { agent }))
      s.fake.say({ type: 'agent_message', id: 'first', text: payload, agent })
      await s.chat.agents.first().waitFor()
    }
  }
  await s.chat.host.getByText('deep').first().waitFor()
  const text = await harmless(s)
  assert.ok(text.includes('<img src=/pwned onerror=fetch("/pwned")>'))
})

scene('what the greeting, the attributes and the memory say is text',
  { ...open, attributes: 'title="&lt;img src=/pwned onerror=fetch(1)&gt;" ' +
    'placeholder="&lt;script&gt;"' }, async (s) => {
    watched(s)
    const usual = s.fake.reply
    const titled = payloads.map((title, n) => ({ id: `x.${n}`, title }))
    s.fake.reply = (message) => message.type === 'hello'
      ? golden('hello', { name: payloads[0], language: payloads[1],
        examples: titled.slice(0, 4), checklist: titled.slice(4), step: 1,
        steps: titled.length - 4, resumed: true })
      : usual(message)
    await s.page.evaluate(() => localStorage.clear())
    await s.page.reload()
    await s.chat.ready()
    await s.chat.ask('one')
    await harmless(s)
    await s.page.evaluate((payload) => {
      for (const [key, value] of Object.entries(localStorage))
        localStorage.setItem(key, value.replaceAll('Ten to six.',
          JSON.stringify(payload).slice(1, -1)))
    }, payloads[1])
    await s.page.reload()
    await s.chat.ready()
    await s.chat.answered(1)
    assert.ok((await harmless(s)).includes(payloads[1]))
  })

scene('links lead only where links may lead', open, async ({ chat, fake }) => {
  const usual = fake.reply
  const bad = ['javascript:alert(1)', ' javascript:alert(1)', 'JAVASCRIPT:x',
    'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc',
    'blob:https://a/b', '', 'about:blank', 'view-source:http://a', '//evil',
    '/relative', 'filesystem:x']
  fake.reply = (message) => message.type === 'ask'
    ? answer({}, { parts: bad.map((url, n) => ({ ...answer().parts[0],
      id: `redirect.${n}`, kind: 'redirect', title: 'x',
      html: `<p><a href="${url}">in the text</a></p>`,
      link: { name: 'x', title: 'the card', url } })) })
    : usual(message)
  await chat.ask('one')
  assert.equal(await chat.last.locator('[part~=redirect]').count(), bad.length)
  assert.deepEqual(await chat.last.locator('a').evaluateAll((all) =>
    all.map((one) => one.outerHTML)), [])
})

scene('the script names no host and builds no markup', {}, async ({ server }) => {
  const script = await (await fetch(`${server.url}/widget.js`)).text()
  for (const bad of [/innerHTML/, /outerHTML/, /insertAdjacentHTML/,
    /document\.write/, /DOMParser/, /createContextualFragment/, /\beval\(/,
    /new Function/, /setHTML/, /srcdoc/])
    assert.doesNotMatch(script, bad)
  const hosts = script.match(/https?:\/\/[a-z0-9.]+/g) ?? []
  assert.deepEqual([...new Set(hosts)], ['http://www.w3.org'])
})
