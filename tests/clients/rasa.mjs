// SPDX-License-Identifier: MIT
// scalableminds' chatroom, a web chat for Rasa's REST channel, as it is built
// for browsers, in a page of faqd's own address.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import { JSDOM } from 'jsdom'

const WAIT_MS = 15000
const address = process.env.FAQD
const widget = createRequire(import.meta.url).resolve('@scalableminds/chatroom')
const { window } = new JSDOM('<div id="chat"></div>', {
  url: `${address}/`,
  runScripts: 'outside-only',
  pretendToBeVisual: true,
})
const place = window.document.getElementById('chat')
window.eval(readFileSync(widget, 'utf8'))
const chat = new window.Chatroom({
  host: address,
  container: place,
  startMessage: '/start',
})
chat.openChat()
after(() => window.close())

const bubbles = () =>
  [...place.querySelectorAll('.chat.left')].map((node) => node.textContent)
const buttons = () => [...place.querySelectorAll('.chat-button')]

// The widget shows what came bit by bit: wait for the page to change.
const shown = (what) =>
  new Promise((resolve, reject) => {
    const look = () => {
      const found = what()
      if (!found) return
      observer.disconnect()
      clearTimeout(timer)
      resolve(found)
    }
    const observer = new window.MutationObserver(look)
    const timer = setTimeout(() => {
      observer.disconnect()
      reject(new Error(`it shows only ${JSON.stringify(bubbles())}`))
    }, WAIT_MS)
    observer.observe(place, { childList: true, subtree: true })
    look()
  })
const bubble = (pattern) =>
  shown(() => bubbles().find((text) => pattern.test(text)))

test('chatroom: its start message is greeted', async () => {
  await bubble(/^What would you like to know\?$/)
})

test('chatroom: a question is answered', async () => {
  chat.ref.sendMessage('what is tea')
  assert.equal(await bubble(/hot water/), 'Leaves in hot water.')
})

test('chatroom: the checklist goes on from message to message', async () => {
  chat.ref.sendMessage('make tea')
  await bubble(/^1\/2 Boil fresh water/)
  chat.ref.sendMessage('next')
  await bubble(/^2\/2 Pour it over the leaves/)
})

test('chatroom: a button asks what it says', async () => {
  chat.ref.sendMessage('tea or water')
  const shop = await shown(() =>
    buttons().find((button) => button.textContent === 'Where to buy tea'),
  )
  shop.firstChild.click()
  assert.match(await bubble(/tea shop/), /https:\/\/shop\.example\//)
})
