// SPDX-License-Identifier: MIT
// The widget as a visitor meets it: by its roles, its names and its parts.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectSoon } from './soon.mjs'

// What the interface says, in a language that it has.
export const wordsOf = (language) => JSON.parse(readFileSync(
  join(process.env.TOP, `src/widget/words/${language}.json`), 'utf8'))

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export class Chat {
  constructor(page, language = 'en') {
    this.page = page
    this.words = wordsOf(language)
    this.host = page.locator('faqd-chat')
    this.input = this.host.locator('[part~=input]')
    this.send = this.named('button', 'send')
    this.log = this.host.locator('[part~=log]')
    this.messages = this.host.locator('[part~=message]')
    this.questions = this.host.locator('[part~=visitor]')
    this.answers = this.host.locator('[part~=bot]')
    this.agents = this.host.locator('[part~=agent]')
    this.events = this.host.locator('[part~=system]')
    this.last = this.answers.last()
    this.launcher = this.host.locator('[part~=launcher]')
    this.panel = this.host.locator('[part~=panel]')
  }

  // What the interface calls `key`, whatever stands in its gaps.
  named(role, key, within = this.host) {
    const text = escape(this.words[key]).replace(/\\\{\w+\\\}/g, '.+')
    return within.getByRole(role, { name: new RegExp(`^${text}$`) })
  }

  button(key, within) {
    return this.named('button', key, within)
  }

  // The element is there, and has its words.
  async ready() {
    await this.page.waitForFunction(() =>
      document.querySelector('faqd-chat')?.shadowRoot?.firstElementChild)
  }

  // An entry of the menu, by its word.
  async pick(key) {
    const menu = this.host.locator('details')
    await menu.locator('summary').click()
    await this.button(key, menu).click()
  }

  async reset() {
    await this.pick('reset')
    await this.host.getByRole('dialog').last()
      .getByRole('button', { name: this.words.reset }).click()
  }

  async open() {
    await this.launcher.click()
    await this.input.waitFor()
  }

  async write(text) {
    await this.input.fill(text)
    await this.input.press('Enter')
  }

  // Asks and waits for one answer more.
  async ask(text) {
    const before = await this.answers.count()
    await this.write(text)
    await this.answered(before + 1)
    return this.last
  }

  async choose(title, within = this.last) {
    const before = await this.answers.count()
    await within.getByRole('button', { name: title, exact: true }).click()
    await this.answered(before + 1)
    return this.last
  }

  // Waits until there are so many answers, and none too many.
  async answered(count) {
    await expectSoon(async () =>
      assert.equal(await this.answers.count(), count))
  }

  async texts(of = this.messages) {
    return (await of.allInnerTexts()).map((text) => text.trim())
  }

  // The element that has the focus, inside of whatever shadow tree.
  focused() {
    return this.page.evaluate(() => {
      let at = document.activeElement
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
      const name = at?.getAttribute('aria-label') || at?.placeholder ||
        at?.textContent.trim()
      return { tag: at?.localName, name, part: at?.getAttribute('part') ?? '' }
    })
  }

  // Says what is announced from now on; each text once however often it is
  // set. Call of the result: the texts so far.
  async listen() {
    const key = `heard${Math.random()}`
    await this.page.evaluate((name) => {
      const heard = []
      const { shadowRoot } = document.querySelector('faqd-chat')
      const regions = shadowRoot.querySelectorAll(
        '[aria-live], [role=status], [role=alert], [role=log]')
      for (const region of regions) {
        const isOff = region.getAttribute('aria-live') === 'off'
        if (!isOff)
          new MutationObserver((changes) => {
            const added = changes.flatMap(({ addedNodes, type, target }) =>
              type === 'characterData' ? [target] : [...addedNodes])
            heard.push(...added.map((node) => node.textContent)
              .filter((text) => text.trim()))
          }).observe(region,
            { childList: true, subtree: true, characterData: true })
      }
      Object.defineProperty(document, name, { value: heard })
    }, key)
    return () => this.page.evaluate((name) => document[name], key)
  }
}
