// SPDX-License-Identifier: MIT
// Every kind of answer has its form.
import assert from 'node:assert/strict'
import { answer, golden } from './golden.mjs'
import { scene } from './scene.mjs'

// Asks a faqd that answers with `reply`.
const shown = (title, reply, check) =>
  scene(title, { fake: true }, async (s) => {
    const usual = s.fake.reply
    s.fake.reply = (message) => message.type === 'ask' ? reply : usual(message)
    await s.chat.ask('when do you open')
    await check(s, s.chat.last)
  })

const visible = async (locator) => {
  await locator.first().waitFor({ state: 'visible' })
  return locator.first().innerText()
}

shown('a step has its place in the checklist', golden('answer_next'),
  async ({ chat }, last) => {
    const part = last.locator('[part~=step]')
    assert.match(await visible(part), /Step 2 of 2/)
    await part.getByRole('heading', { name: 'Fill the form' }).waitFor()
    const steps = chat.host.locator('[part~=stepper]').getByRole('listitem')
    assert.equal(await steps.count(), 2)
    assert.equal(await steps.nth(1).getAttribute('aria-current'), 'step')
    assert.match(await steps.nth(0).textContent(), /done/)
    assert.match(await visible(last), /when you are ready/)
    await chat.button('finish', last).waitFor()
    await chat.button('back', last).waitFor()
    await chat.button('why', last).waitFor()
  })

shown('a mistake is a warning by word and sign', golden('answer_mistake'),
  async ({ chat }, last) => {
    const part = last.locator('[part~=mistake]')
    assert.match(await visible(part), new RegExp(chat.words.warning, 'i'))
    assert.ok(await part.locator('svg').first().isVisible())
    await chat.button('resume', last).waitFor()
  })

shown('a redirect says where it leads', golden('answer_redirect'),
  async (s, last) => {
    const card = last.locator('[part~=redirect] a[part~=card]')
    assert.match(await visible(card), /the front desk\s+library\.example/i)
    assert.equal(await card.getAttribute('href'),
      'https://library.example/desk')
    assert.equal(await card.getAttribute('target'), '_blank')
    assert.match(await card.getAttribute('rel'), /noreferrer/)
    await last.getByRole('link', { name: /^desk/ }).waitFor()
  })

shown('an entry of the FAQ is text with its small print',
  golden('answer_paused'), async (s, last) => {
    assert.match(await visible(last.locator('[part~=faq]')), /Ten to six/)
    const sizes = await last.locator('[part~=note], [part~=faq] [part~=text]')
      .evaluateAll((all) => all.map((one) =>
        parseFloat(getComputedStyle(one).fontSize)))
    assert.equal(sizes.length, 2)
    assert.ok(sizes[1] < sizes[0], `${sizes}`)
  })

shown('a limit says that it is one', golden('answer_limit'),
  async ({ chat }, last) => {
    const text = await visible(last.locator('[part~=limit]'))
    assert.match(text, new RegExp(chat.words.limit, 'i'))
  })

shown('a list offers to begin', golden('answer_order'),
  async ({ chat, fake }, last) => {
    assert.match(await visible(last), /Two steps/)
    await last.getByRole('button', { name: 'Start' }).click()
    assert.equal((await fake.hears('choose')).choice, 'act.start')
    await chat.answered(2)
  })

shown('two answers in one are both there', golden('answer_two'),
  async (s, last) => {
    await visible(last.locator('[part~=step]'))
    await visible(last.locator('[part~=limit]'))
  })

shown('personal data is warned of', golden('answer_personal_data'),
  async ({ chat }, last) => {
    const part = last.locator('[part~=personal]')
    assert.match(await visible(part), /do not post personal data/)
    assert.match(await visible(last.locator('[part~=faq]')), /Ten to six/)
    assert.ok(!(await chat.texts(chat.questions)).join().includes('open'),
      'what held personal data is still shown')
  })

shown('options are buttons, chosen by their id', golden('clarify'),
  async ({ chat, fake }, last) => {
    assert.match(await visible(last), /Which of these do you mean/)
    await chat.choose('Red')
    assert.equal((await fake.hears('choose')).choice, 'faq.red')
    assert.match((await chat.texts(chat.questions)).at(-1), /Red/)
    const red = chat.answers.first().getByRole('button', { name: 'Red' })
    assert.equal(await red.getAttribute('aria-disabled'), 'true')
    await red.click({ force: true })
    assert.equal(fake.asked().length, 2)
  })

shown('without an answer there are suggestions', golden('none'),
  async ({ chat, fake }, last) => {
    assert.match(await visible(last), /I have no answer to that/)
    await chat.choose('Opening hours')
    assert.equal((await fake.hears('choose')).choice, 'faq.open')
  })

shown('a session of elsewhere is said to have ended',
  golden('answer_resumed_not'), async ({ chat }) => {
    assert.match(await visible(chat.answers), /Ten to six/)
  })

shown('Markdown arrives as nodes', answer({ html: `<h2>Head</h2>
<p>A <strong>strong</strong> <em>word</em> &amp; <code>a &lt; b</code><br />
and <a href="https://a.example/?a=1&amp;b=2">a link</a></p>
<ol start="3"><li>three</li></ol><ul><li>dot</li></ul>
<blockquote><p>said</p></blockquote><pre><code>x = 1
</code></pre><hr />` }), async (s, last) => {
  const part = last.locator('[part~=faq]')
  assert.match(await visible(part), /A strong word & a < b/)
  assert.equal(await part.locator('strong').innerText(), 'strong')
  assert.equal(await part.locator('ol').getAttribute('start'), '3')
  assert.equal(await part.getByRole('link').getAttribute('href'),
    'https://a.example/?a=1&b=2')
  for (const name of ['em', 'ul', 'blockquote', 'pre code', 'hr'])
    assert.equal(await part.locator(name).count(), 1, name)
})

scene('a greeting has three examples to begin with', { fake: true },
  async ({ chat, fake }) => {
    const examples = chat.host.locator('[part~=example]')
    await examples.first().waitFor()
    assert.deepEqual(await chat.texts(examples),
      ['How to join', 'Why a letter', 'Opening hours'])
    await examples.nth(2).click()
    assert.equal((await fake.hears('choose')).choice, 'faq.open')
    await chat.answered(1)
  })
