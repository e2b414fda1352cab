// SPDX-License-Identifier: MIT
// The agent console in every state: axe-core has nothing to say, and nothing
// scrolls sideways. Pictures to look at are left in build/widget/screens.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findings } from './axe.mjs'
import { answered, broken, busy, desking } from './desking.mjs'
import { made } from './screens.mjs'

const states = {
  signin: () => {},
  refused: async ({ agent }) => {
    await agent.page.getByLabel('Your name').fill('Ann')
    await agent.page.getByLabel('Key', { exact: true }).fill('wrong')
    await agent.press('Enter')
    await agent.page.getByRole('alert').getByText('not known').waitFor()
  },
  empty: ({ agent }) => agent.signIn(),
  queue: async ({ desk, agent }) => {
    busy(desk)
    await agent.signIn()
    await agent.items.nth(3).waitFor()
  },
  waiting: async (s) => {
    await states.queue(s)
    await s.agent.look(0)
    await s.agent.suggestion(1).waitFor({ state: 'attached' })
  },
  answered,
  away: async (s) => {
    busy(s.desk)
    await s.agent.signIn()
    await s.agent.take(1)
    await s.agent.page.getByText('has gone').waitFor()
  },
  note: async (s) => {
    await answered(s)
    await s.agent.press('n')
  },
  offline: async (s) => {
    await answered(s)
    s.desk.isDown = true
    s.desk.cut()
    await s.agent.page.getByText('No connection').waitFor()
    await s.agent.write('Are you still there?')
    await s.agent.unsent.waitFor()
  },
  suggested: async (s) => {
    await answered(s)
    await s.agent.press('s')
  },
  help: async (s) => {
    await states.waiting(s)
    await s.agent.press('?')
    await s.agent.dialog.waitFor()
  },
  wrong: async (s) => {
    await states.waiting(s)
    await s.agent.press('w')
    await s.agent.dialog.waitFor()
  },
  canned: async (s) => {
    await answered(s)
    await s.agent.press('/')
    await s.agent.dialog.waitFor()
  },
  confirm: async (s) => {
    await answered(s)
    await s.agent.press('b')
    await s.agent.dialog.waitFor()
  },
}

// What is wider than it may be.
const overflow = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth)

mkdirSync(made, { recursive: true })

// Pictures of it to look at, and what is wrong with it.
const judge = async ({ agent: { page } }, name) => {
  await page.screenshot({ path: join(made, `desk-${name}.png`),
    animations: 'disabled', caret: 'hide', scale: 'css' })
  assert.deepEqual(await findings(page, 'html'), [], name)
  assert.equal(await overflow(page), 0, name)
}

for (const device of ['wide', 'phone'])
  for (const [state, reach] of Object.entries(states))
    desking(`axe finds nothing, and all fits: ${state} (${device})`,
      { device, reduced: true, forgive: broken }, async (s) => {
        await reach(s)
        for (const theme of ['light', 'dark']) {
          await s.agent.page.emulateMedia({ colorScheme: theme })
          await judge(s, `${state}-${device}-${theme}`)
        }
      })

for (const [way, options] of Object.entries({ forced: { forced: true },
  narrow: { device: 'narrow' }, zoomed: { device: 'zoomed' } }))
  for (const state of ['queue', 'answered', 'help'])
    desking(`axe finds nothing, and all fits: ${state} (${way})`,
      { ...options, reduced: true }, async (s) => {
        await states[state](s)
        await judge(s, `${state}-${way}`)
      })
