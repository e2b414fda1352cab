// SPDX-License-Identifier: MIT
// The console as an agent meets it: by its roles and its names.
import assert from 'node:assert/strict'
import { expectSoon } from './soon.mjs'

export class Agent {
  constructor(page, { name = 'Ann', key, url }) {
    Object.assign(this, { page, name, key, url })
    this.queue = page.getByRole('navigation', { name: 'Conversations' })
    this.items = this.queue.getByRole('button')
    this.log = page.getByRole('region', { name: 'Messages' })
    this.messages = this.log.getByRole('listitem')
      .and(page.locator('.message'))
    this.unsent = this.log.locator('.unsent')
    this.text = page.locator('.composer textarea')
    this.assist = page.getByRole('region', { name: 'Suggested answers' })
    this.dialog = page.getByRole('dialog')
    this.alert = page.locator('.toast')
  }

  async open() {
    await this.page.goto(`${this.url}/desk`)
    return this
  }

  async signIn() {
    await this.page.getByLabel('Your name').fill(this.name)
    await this.page.getByLabel('Key', { exact: true }).fill(this.key)
    await this.page.keyboard.press('Enter')
    await this.queue.waitFor()
  }

  suggestion(n) {
    return this.assist.locator('.suggestion').nth(n)
  }

  button(name, within = this.page) {
    return within.getByRole('button', { name, exact: true })
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  // Looks at the nth of the list.
  async look(n = 0) {
    await this.items.nth(n).click()
    await this.log.waitFor()
  }

  async take(n = 0) {
    await this.look(n)
    await this.press('c')
    await this.button('Hand back to the bot').waitFor()
  }

  async write(text) {
    const isThere = await this.text.evaluate((one) =>
      one === document.activeElement)
    if (!isThere) await this.press('r')
    await this.page.keyboard.type(text)
    await this.press('Enter')
  }

  // What has been said, in order; what waits to be sent is not.
  said() {
    return this.log.locator('.message:not(.unsent) .text').allInnerTexts()
  }

  says(texts) {
    return expectSoon(async () =>
      assert.deepEqual(await this.said(), texts))
  }

  focused() {
    return this.page.evaluate(() => {
      const at = document.activeElement
      return at.getAttribute('aria-label') || at.innerText || at.tagName
    })
  }

  focusIs(pattern) {
    return expectSoon(async () =>
      assert.match(await this.focused(), pattern))
  }
}
