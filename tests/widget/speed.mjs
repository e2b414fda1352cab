// SPDX-License-Identifier: MIT
// Its weight, and how soon an answer is seen on a phone's processor.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { golden } from './golden.mjs'
import { scene } from './scene.mjs'

const WEIGHT_MAX = 15 * 1024
const SHOWN_MS = 100
const SLOWER = 4 // than this processor
const TIMES = 9

const gzipped = (input) => execFileSync('gzip', ['-9c'], { input }).length

// Without its English, one of six languages, which is not counted.
const wordless = (script) => {
  const english = JSON.parse(readFileSync(
    join(process.env.TOP, 'src/widget/words/en.json'), 'utf8'))
  const begin = script.indexOf(`{title:"${english.title}"`)
  const last = `person:"${english.person}"}`
  const end = script.indexOf(last, begin) + last.length
  assert.ok(begin > 0 && end > begin + last.length, 'it has its English')
  return `${script.slice(0, begin)}{}${script.slice(end)}`
}

scene('it weighs 15 KB at most', {}, async ({ server }) => {
  const script = await (await fetch(`${server.url}/widget.js`)).text()
  const weight = gzipped(wordless(script))
  console.log(`# widget.js: ${weight} bytes by gzip -9,` +
    ` ${gzipped(script)} with its English`)
  assert.ok(weight <= WEIGHT_MAX, `${weight} bytes`)
})

// From the arrival of the frame with the answer to the end of the frame of the
// screen that shows it: the first task after its paint.
const clock = () => {
  const Real = globalThis.WebSocket
  globalThis.WebSocket = class extends Real {
    constructor(...all) {
      super(...all)
      this.addEventListener('message', ({ data, timeStamp }) => {
        if (JSON.parse(data).verdict) document.arrivedAt = timeStamp
      })
    }
  }
  document.shown = new Promise((done) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () =>
      done(performance.now() - document.arrivedAt)
    const look = () => {
      const { shadowRoot } = document.querySelector('faqd-chat') ?? {}
      if (document.arrivedAt && shadowRoot?.querySelector('[part~=bot]'))
        channel.port2.postMessage(0)
      else
        requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

scene('a first answer is seen within 100 ms, four times slowed down',
  { fake: true, page: false, alone: true, device: 'phone' }, async (s) => {
    const usual = s.fake.reply
    s.fake.reply = (message) => message.type === 'ask'
      ? golden('answer_step') : usual(message)
    const address = s.host('/', { body: '<faqd-chat></faqd-chat>' })
    const times = []
    for (let i = 0; i < TIMES; i++) {
      const context = await s.visitor()
      const page = await s.tab(context)
      await page.addInitScript(clock)
      const devtools = await context.newCDPSession(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
      await page.goto(address)
      await page.locator('[part~=example]').first().waitFor()
      await page.locator('[part~=input]').fill('when')
      await page.keyboard.press('Enter')
      times.push(await page.evaluate(() => document.shown))
      await context.close()
    }
    times.sort((a, b) => a - b)
    const at = (share) => times[Math.floor((TIMES - 1) * share)]
    console.log(`# first answer painted after ${at(0.5).toFixed(0)} ms` +
      ` (median of ${TIMES}, ${times.map((one) => one.toFixed(0)).join(' ')})`)
    // What else runs on this machine slows some of them; the widget, all.
    assert.ok(at(0.25) <= SHOWN_MS, `${times}`)
  })
