// SPDX-License-Identifier: MIT
// Everything that can be done in the agent console, by keyboard.
import assert from 'node:assert/strict'
import { KEY, suggestions } from './desk.mjs'
import { answered, busy, desking, story } from './desking.mjs'
import { expectSoon } from './soon.mjs'

desking('everything is done by keyboard', {}, async ({ desk, agent }) => {
  const id = desk.talk({ messages: story })
  await agent.page.keyboard.type('Ann') // the name has the focus
  await agent.press('Tab')
  await agent.page.keyboard.type(KEY)
  await agent.press('Enter')
  await agent.items.first().waitFor()
  await agent.press('u')
  await agent.focusIs(/^Visitor 1111$/)
  await agent.press('c')
  assert.equal((await desk.hears('claim')).conversation, id)
  await agent.button('Hand back to the bot').waitFor()
  await agent.suggestion(1).waitFor()
  await agent.press('1', '1') // once is enough
  assert.equal((await desk.hears('reply')).text, suggestions[0].text)
  await agent.press('Shift+2')
  await agent.focusIs(/^Reply to the visitor$/)
  await agent.page.keyboard.type(' Bye!')
  await agent.press('Enter')
  assert.equal((await desk.hears('reply', 2)).text,
    `${suggestions[1].text} Bye!`)
  await agent.press('Escape', 'n')
  await agent.page.keyboard.type('Check again tomorrow')
  await agent.press('Enter')
  assert.equal((await desk.hears('note')).text, 'Check again tomorrow')
  await agent.press('Escape', 'a')
  await expectSoon(() => assert.ok(desk.heard.some(({ type, available }) =>
    type === 'presence' && available === false)))
  await agent.press('b')
  await agent.focusIs(/^Hand back$/)
  await agent.press('Enter')
  assert.equal((await desk.hears('give_back')).conversation, id)
  await agent.page.getByText('With the bot', { exact: true }).waitFor()
})

desking('a conversation is closed by keyboard, after a question', {},
  async ({ desk, agent }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.take()
    await agent.press('x')
    await agent.press('Escape')
    await agent.dialog.waitFor({ state: 'detached' })
    assert.ok(!desk.heard.some(({ type }) => type === 'close'))
    await agent.press('x', 'Enter')
    await desk.hears('close')
    await agent.queue.getByText('Ended').waitFor()
  })

desking('a wrong answer is reported with the right one, by keyboard', {},
  async ({ desk, agent }) => {
    const id = desk.talk({ messages: story })
    await agent.signIn()
    await agent.look()
    await agent.press('w')
    await agent.focusIs(/^Look for the right one$/)
    await agent.page.keyboard.type('review')
    await agent.press('ArrowDown', 'Enter')
    const { conversation, seq, expected } = await desk.hears('wrong')
    assert.deepEqual([conversation, seq, expected],
      [id, 4, 'limit.review_time'])
    await agent.alert.getByText('Noted').waitFor()
    await agent.press('w')
    await agent.page.keyboard.type('nothing')
    await agent.press('Enter')
    // that one had none, so there is nothing to choose
    await agent.dialog.getByText('Nothing fits').waitFor()
  })

desking('the wrong answer is the one that was pointed at', {},
  async ({ desk, agent }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.look()
    await agent.button('Wrong answer', agent.messages.nth(1)).click()
    assert.equal(await agent.dialog.getByText('What to have').count(), 1)
    await agent.button('Cancel', agent.dialog).press('Escape')
    await agent.focusIs(/^Wrong answer$/)
    await agent.button('Wrong answer', agent.messages.nth(1)).click()
    await agent.press('Enter')
    assert.equal((await desk.hears('wrong')).seq, 2)
  })

desking('a canned answer is looked over before it is sent', {},
  async ({ desk, agent }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.take()
    await agent.press('/')
    await agent.page.keyboard.type('bye')
    await agent.press('Enter')
    await agent.focusIs(/^Reply to the visitor$/)
    assert.equal(await agent.text.inputValue(), 'All the best. Bye!')
    await agent.press('Enter')
    assert.equal((await desk.hears('reply')).text, 'All the best. Bye!')
  })

desking('another answer is looked for by words', {},
  async ({ desk, agent }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.take()
    await agent.press('s')
    await agent.page.keyboard.type('the route')
    await agent.press('Enter')
    await expectSoon(async () => assert.deepEqual(
      await agent.assist.locator('b').allInnerTexts(), ['Confirm the route']))
    assert.equal(desk.heard.filter(({ text }) => text === 'the route').length, 1)
  })

desking('arrow keys walk the list; J and K look at the next one', {},
  async ({ desk, agent }) => {
    busy(desk)
    await agent.signIn()
    await agent.items.nth(3).waitFor()
    await agent.press('g')
    await agent.focusIs(/^Visitor 1111/)
    await agent.press('ArrowDown')
    await agent.focusIs(/^Visitor 2222/)
    await agent.press('End')
    await agent.focusIs(/^Visitor 4444/)
    await agent.press('Home', 'Enter')
    await agent.focusIs(/^Visitor 1111$/)
    await agent.press('j')
    await agent.focusIs(/^Visitor 2222$/)
    await agent.press('k')
    await agent.focusIs(/^Visitor 1111$/)
  })

desking('keys are letters while something is written', {},
  async ({ desk, agent }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.take()
    await agent.write('bxwjk 123')
    assert.equal((await desk.hears('reply')).text, 'bxwjk 123')
    assert.equal(await agent.dialog.count(), 0)
  })

desking('a key that is held down does its thing once', {},
  async ({ desk, agent }) => {
    await agent.signIn()
    await desk.hears('presence')
    for (let i = 0; i < 3; i++) await agent.page.keyboard.down('a')
    await agent.page.keyboard.up('a')
    await agent.press('?')
    await agent.dialog.waitFor()
    await desk.hears('presence', 2)
    assert.deepEqual(desk.heard.filter(({ type }) => type === 'presence')
      .map(({ available }) => available), [true, false])
  })

desking('keys can be turned off, which outlives a reload', {},
  async ({ desk, agent }) => {
    desk.talk({ messages: story })
    await agent.signIn()
    await agent.press('?', 'Space', 'Escape')
    await agent.dialog.waitFor({ state: 'detached' })
    await agent.page.reload()
    await agent.look()
    await agent.press('c', 'b', '?')
    await agent.dialog.getByText('Keys without Ctrl').waitFor()
    assert.ok(!desk.heard.some(({ type }) => type === 'claim'))
  })

desking('the focus is seen wherever it is', {}, async (s) => {
  await answered(s)
  const unseen = []
  for (let i = 0; i < 30; i++) {
    await s.agent.press('Tab')
    const isSeen = await s.agent.page.evaluate(() => {
      const at = document.activeElement
      const { outlineStyle, outlineWidth } = getComputedStyle(at)
      return at === document.body ||
        (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2)
    })
    if (!isSeen) unseen.push(await s.agent.focused())
  }
  assert.deepEqual(unseen, [])
})

desking('what comes in does not move the focus', {},
  async ({ desk, agent }) => {
    const id = desk.talk({ messages: story })
    await agent.signIn()
    await agent.take()
    await agent.press('r')
    await agent.page.keyboard.type('Half a sen')
    desk.says(id, 'Hello?')
    desk.talk({ messages: [{ from: 'visitor', text: 'Me too' }] })
    await agent.items.nth(1).waitFor()
    await agent.log.getByText('Hello?').waitFor()
    await agent.focusIs(/^Reply to the visitor$/)
    assert.equal(await agent.text.inputValue(), 'Half a sen')
  })
