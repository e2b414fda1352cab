// SPDX-License-Identifier: MIT
// Every path of openapi.json, driven: request and answer are as it says.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base, conforms, openapi, violates } from './schemas.mjs'

const media = (answer) => answer.headers.get('content-type').split(';')[0]

const follow = (value) => value.$ref
  ? value.$ref.slice(2).split('/').reduce((at, key) => at[key], openapi)
  : value

// The answer's body, checked by what the document has for its status.
const checked = async (operation, answer) => {
  const described = follow(operation.responses[answer.status] ??
    operation.responses.default)
  const type = described.content[media(answer)]
  assert.ok(type, `${answer.status} ${media(answer)} is not described`)
  if (!media(answer).endsWith('json')) return answer.text()
  const body = await answer.json()
  conforms('openapi', type.schema, body)
  return body
}

const post = (path, body) => fetch(base + path, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

// An answer and a session in an example are nobody's: those of a conversation
// take their place.
const current = async (value) => {
  if (value.session === undefined) return value
  const asked = await post('/v1/ask', { text: 'what next' })
  const { id: answer, session } = await asked.json()
  return { ...value, answer, session }
}

// "/desk/{name}" with the example of its name.
const filled = (path, { parameters = [] } = {}) =>
  path.replace(/\{(\w+)\}/g, (_, name) =>
    parameters.find((parameter) => parameter.name === name).example)

for (const [path, { get, post: posted }] of Object.entries(openapi.paths)) {
  if (get)
    test(`GET ${path} answers as described`, async () => {
      const answer = await fetch(base + filled(path, get))
      assert.equal(answer.status, 200)
      await checked(get, answer)
    })
  if (posted)
    test(`POST ${path} answers its examples as described`, async () => {
      const { schema, examples } =
        posted.requestBody.content['application/json']
      for (const { value } of Object.values(examples)) {
        conforms('openapi', schema, value)
        const answer = await post(filled(path, posted), await current(value))
        assert.equal(answer.status, 200)
        await checked(posted, answer)
      }
    })
}

test('a model that is not there is refused as described', async () => {
  const answer = await fetch(`${base}/v1/models/none`)
  assert.equal(answer.status, 404)
  await checked(openapi.paths['/v1/models/{model}'].get, answer)
})

test("Rasa's stream is a bubble a line", async () => {
  const path = '/webhooks/rest/webhook'
  const answer = await post(`${path}?stream=true`, { message: 'how do i start' })
  assert.equal(media(answer), 'text/event-stream')
  const lines = await checked(openapi.paths[path].post, answer)
  for (const line of lines.trim().split('\n'))
    conforms('openapi', { $ref: '#/components/schemas/RasaBubble' },
      JSON.parse(line))
})

const { post: asking } = openapi.paths['/v1/ask']
const { schema: question } =
  asking.requestBody.content['application/json']
const ask = async (body, status = 200) => {
  const answer = await post('/v1/ask', body)
  assert.equal(answer.status, status)
  return checked(asking, answer)
}

test('every kind of answer is as described', async () => {
  const seen = new Set()
  let session
  for (const [i, text] of ['kyc problem', '2', 'take me through the steps', 'next', 'why',
    'what comes after kyc', 'resume', 'back', 'stop', 'hello',
    'can i fund my account first', 'what documents are accepted in ghana',
    'my mail is ann@example.org', 'zebra crossing', '',
    'how long does the review take and who maintains this page',
    'verification problem', 'x'.repeat(2000), 'hours', 'this is useless',
    'where do i sign up', 'where do i sign up', 'is this official'].entries()) {
    const body = { id: String(i), text, session }
    conforms('openapi', question, JSON.parse(JSON.stringify(body)))
    const answer = await ask(body)
    assert.equal(answer.reply_to, body.id)
    seen.add(answer.type)
    answer.parts?.forEach(({ kind }) => seen.add(kind))
    session = answer.session
  }
  for (const kind of ['answer', 'clarify', 'none', 'step', 'faq', 'redirect',
    'mistake', 'limit', 'meta'])
    assert.ok(seen.has(kind), `no ${kind} was among the answers`)
})

test('every entry can be chosen', async () => {
  const { choices } = await ask({ text: 'kyc problem' })
  for (const { id } of choices)
    assert.equal((await ask({ choice: id })).best, id)
})

test('a repeat is acknowledged, and what was lost is answered again',
  async () => {
    const first = await ask({ id: 'a', text: 'take me through the steps' })
    const { session } = first
    const second = await ask({ id: 'b', text: 'next', session })
    assert.equal(second.step, 2)
    const again = await ask({ id: 'b', text: 'next', session })
    assert.equal(again.step, 2)
    assert.equal(again.text, second.text)
    const repeated = await ask(
      { id: 'b', text: 'next', session: second.session })
    assert.equal(repeated.type, 'repeated')
    assert.equal((await ask(
      { id: 'c', text: 'next', session: repeated.session })).step, 3)
  })

test('a foreign session begins anew and says so', async () => {
  const answer = await ask({ text: 'next', session: 'AAAA' })
  assert.equal(answer.resumed, false)
  assert.equal(answer.code, 'session_foreign')
})

test('what is refused is refused by the document too', async () => {
  for (const body of [{}, [], 'x', { text: 7 }, { text: 'a', id: 7 },
    { text: 'a', id: 'x'.repeat(65) }, { text: 'a', session: 7 },
    { choice: 0 }, { choice: 1.5 }, { choice: true }, { choice: '' },
    { text: 'a', choice: 1 }]) {
    violates('openapi', question, body)
    const problem = await ask(JSON.stringify(body), 400)
    assert.equal(problem.code, 'invalid_message')
    assert.equal(problem.type, 'urn:problem-type:faqd:invalid_message')
    assert.match(problem.detail, /^line 1, column \d+: /)
  }
})

const { post: rating } = openapi.paths['/v1/feedback']
const rate = async (body, status = 200) => {
  const answer = await post('/v1/feedback', body)
  assert.equal(answer.status, status)
  return checked(rating, answer)
}

test('feedback is on the answer of a conversation', async () => {
  const { schema } = rating.requestBody.content['application/json']
  const { id, session } = await ask({ text: 'what next' })
  const body = { id: 'f', answer: id, helpful: false, reason: 'odd', session }
  conforms('openapi', schema, body)
  const received = await rate(body)
  assert.equal(received.reply_to, 'f')
  assert.equal(received.answer, id)
  for (const wrong of [{}, { ...body, helpful: 1 }, { ...body, session: null },
    { ...body, reason: 'x'.repeat(501) }]) {
    violates('openapi', schema, wrong)
    assert.equal((await rate(wrong, 400)).code, 'invalid_message')
  }
  assert.equal((await rate({ ...body, session: 'AAAA' }, 400)).code,
    'session_foreign')
})

test('what is told without a conversation can be chosen', async () => {
  const { get: hello } = openapi.paths['/v1/hello']
  const told = await checked(hello, await fetch(`${base}/v1/hello`))
  assert.equal(told.examples.length, 3)
  for (const { id } of [...told.examples, ...told.checklist])
    assert.equal((await ask({ choice: id })).best, id)
})

test('a listed page of another origin is let in, and no other', async () => {
  for (const [path, { get, post: posted }] of Object.entries(openapi.paths)) {
    if (!/^\/(v1|webhooks)\//.test(path)) continue
    const preflight = (origin) => fetch(base + path, { method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' } })
    const allowed = await preflight('https://shop.example')
    assert.equal(allowed.status, 204)
    assert.equal(allowed.headers.get('access-control-allow-origin'),
      'https://shop.example')
    const refused = await preflight('https://evil.example')
    assert.equal(refused.status, 403)
    assert.equal(refused.headers.get('access-control-allow-origin'), null)
    const { responses } = get ?? posted
    assert.ok(responses.default)
    if (!path.includes('chat/completions') && !path.includes('models'))
      await checked(get ?? posted, refused)
  }
})

test('other problems are as described', async () => {
  assert.equal((await ask('{', 400)).code, 'invalid_json')
  assert.equal((await ask({ choice: 'faq.nothing' }, 400)).code,
    'unknown_choice')
  for (const [path, init, status, code] of [
    ['/v1/ask', { method: 'GET' }, 405, 'method_not_allowed'],
    ['/v1/ask', { method: 'POST', body: 'x' }, 415, 'unsupported_media_type'],
    ['/nowhere', {}, 404, 'not_found'],
    ['/v1/ask', { method: 'POST', body: 'x'.repeat(9000),
      headers: { 'Content-Type': 'application/json' } }, 413,
    'content_too_large'],
    ['/v1/chat', {}, 426, 'upgrade_required']]) {
    const answer = await fetch(base + path, init)
    assert.equal(answer.status, status)
    assert.equal((await checked(asking, answer)).code, code)
  }
})
