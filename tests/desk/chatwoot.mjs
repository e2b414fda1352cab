// SPDX-License-Identifier: MIT
// A faqd with a Chatwoot, which is this program: what faqd asks of its API is
// what @figuro/chatwoot-sdk, the client of it that npm has, asks for the same.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import sdk from '@figuro/chatwoot-sdk'

const { PROGRAM, CONTENT, SAMPLES } = process.env
const secret = 'the-secret-of-the-bot'
const token = 'the-token-of-the-bot'
const timeout = 20_000
const folder = mkdtempSync(join(tmpdir(), 'faqd-chatwoot-'))
const sample = JSON.parse(
	readFileSync(join(SAMPLES, 'chatwoot.message_created.json'), 'utf8'),
)

// What was asked of the API, and who waits for more.
const asked = []
let waiting = () => {}
const api = createServer(async (request, response) => {
	const { method, url, headers } = request
	const type = headers['content-type']
	const parts = await request.toArray()
	const body = new Response(Buffer.concat(parts), {
		headers: { 'content-type': type },
	})

	asked.push({
		call: { method, url, token: headers.api_access_token },
		body: type.startsWith('multipart/')
			? Object.fromEntries(await body.formData())
			: await body.json(),
	})
	response.setHeader('content-type', 'application/json')
	response.end('{}')
	waiting()
})
const next = async () => {
	while (!asked.length) await new Promise((done) => (waiting = done))
	return asked.shift()
}

let faqd, address, client
before(async () => {
	await new Promise((done) => api.listen(0, '127.0.0.1', done))
	const url = `http://127.0.0.1:${api.address().port}`
	const put = (name, text) =>
		writeFileSync(join(folder, name), text, { mode: 0o600 })
	put('secret', secret)
	put('token', token)
	put(
		'desks.json',
		JSON.stringify({
			desks: [
				{
					name: 'support',
					kind: 'chatwoot',
					account: '1',
					person: ['redirect.shop'],
					url,
					http: true,
					'allow-private': true,
					'secret-file': 'secret',
					'token-file': 'token',
				},
			],
		}),
	)
	faqd = spawn(
		PROGRAM,
		['--content', CONTENT, '--port', '0', '--trusted', '127.0.0.1'].concat(
			['--database', join(folder, 'faqd.db')],
			['--desks', join(folder, 'desks.json')],
		),
		{ stdio: ['ignore', 'pipe', 'ignore'] },
	)
	for await (const line of createInterface({ input: faqd.stdout })) {
		address = line.match(/http:\/\/[0-9.:]+/)?.[0]
		if (address) break
	}
	assert.ok(address)
	client = new sdk.default({
		config: {
			basePath: url,
			with_credentials: true,
			credentials: 'include',
			token,
		},
	})
})
after(() => {
	faqd.kill()
	api.close()
	api.closeAllConnections()
	rmSync(folder, { recursive: true })
})

const says = async (id, content) => {
	const body = JSON.stringify({ ...sample, id, content })
	const at = Math.floor(Date.now() / 1000)
	const mac = createHmac('sha256', secret).update(`${at}.${body}`)
	const { status } = await fetch(`${address}/desk/support`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'x-chatwoot-timestamp': String(at),
			'x-chatwoot-signature': `sha256=${mac.digest('hex')}`,
		},
		body,
	})
	assert.equal(status, 200)
}
const place = { accountId: 1, conversationId: sample.conversation.id }

// The client sends a message as a form, for there may be files with it.
const is_the_clients = async (ours) => {
	const { content, message_type, content_type } = ours.body
	const data = { content, message_type, content_type }
	data.private = String(ours.body.private)

	await client.messages.create({ ...place, data })
	assert.deepEqual(await next(), { call: ours.call, body: data })
}

test('an answer is what the client sends', { timeout }, async () => {
	await says(1, 'what is tea')
	const ours = await next()

	assert.match(ours.body.content, /Leaves in hot water/)
	assert.equal(ours.body.message_type, 'outgoing')
	await is_the_clients(ours)
})

test('so are a note and the handover', { timeout }, async () => {
	await says(2, 'buy tea')
	const [, note, handover] = [await next(), await next(), await next()]

	assert.equal(note.body.private, true)
	await is_the_clients(note)
	assert.deepEqual(handover.body, { status: 'open' })
	await client.conversations.toggleStatus({ ...place, data: handover.body })
	assert.deepEqual(await next(), handover)
})
