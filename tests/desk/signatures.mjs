// SPDX-License-Identifier: MIT
// standardwebhooks, the specification's own library, and the verification of
// Slack's Bolt, against build/deskproof.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import bolt from '@slack/bolt/dist/receivers/verify-request.js'
import { Webhook } from 'standardwebhooks'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5'
const body = '{"text":"wie heißt der Tee? \\u2615","n":[1,2.50]}'
const now = Math.floor(Date.now() / 1000)

const proof = (words, input = body) => {
	const run = spawnSync(process.env.PROOF, words.map(String), { input })
	assert.equal(run.error, undefined)
	return { good: run.status === 0, said: run.stdout.toString().trim() }
}
const sign = (kind, key, id = 'msg_1', at = now) => {
	const { good, said } = proof(['sign', kind, key, at, id])
	assert.ok(good, said)
	return Object.fromEntries(
		said
			.split('\n')
			.map((line) => line.match(/^([^:]+): (.*)$/).slice(1))
			.map(([name, value]) => [name.toLowerCase(), value]),
	)
}
const verify = (kind, key, headers, input = body) =>
	proof(['verify', kind, key, now, ...Object.entries(headers).flat()], input)

const slack = (headers, text = body) =>
	bolt.isValidSlackRequest({
		signingSecret,
		body: text,
		headers: {
			'x-slack-signature': headers['x-slack-signature'],
			'x-slack-request-timestamp': Number(
				headers['x-slack-request-timestamp'],
			),
		},
	})

test('standardwebhooks believes what faqd signs', () => {
	const hook = new Webhook(secret)
	const headers = sign('webhook', secret)

	assert.deepEqual(hook.verify(body, headers), JSON.parse(body))
	assert.throws(() => hook.verify(`${body} `, headers))
	assert.throws(() => hook.verify(body, { ...headers, 'webhook-id': 'msg_2' }))
	assert.throws(() =>
		hook.verify(body, sign('webhook', secret, 'msg_1', now - 400)),
	)
})

test('faqd believes what standardwebhooks signs', () => {
	const headers = {
		'webhook-id': 'msg_7',
		'webhook-timestamp': String(now),
		'webhook-signature': new Webhook(secret).sign(
			'msg_7',
			new Date(now * 1000),
			body,
		),
	}

	assert.ok(verify('webhook', secret, headers).good)
	headers['webhook-signature'] += ' v1,AAAA v2,x'
	assert.ok(verify('webhook', secret, headers).good)
	assert.ok(!verify('webhook', secret, headers, `${body} `).good)
	headers['webhook-timestamp'] = String(now + 1)
	assert.ok(!verify('webhook', secret, headers).good)
	assert.ok(!verify('webhook', `${secret}AAAA`, headers).good)
})

test('Bolt believes what faqd signs as Slack', () => {
	const headers = sign('slack', signingSecret)

	assert.ok(slack(headers))
	assert.ok(!slack(headers, `${body} `))
	assert.ok(!slack(sign('slack', signingSecret, 'x', now - 400)))
	assert.ok(verify('slack', signingSecret, headers).good)
})

// The way that GitHub's and Zammad's and Intercom's documentation has it, and
// Chatwoot's: Node's own HMAC.
test('Node says the same of the others', () => {
	const hmac = (digest, text) =>
		createHmac(digest, signingSecret).update(text).digest('hex')

	for (const kind of ['intercom', 'zammad'])
		assert.deepEqual(sign(kind, signingSecret), {
			'x-hub-signature': `sha1=${hmac('sha1', body)}`,
		})
	assert.deepEqual(sign('chatwoot', signingSecret), {
		'x-chatwoot-timestamp': String(now),
		'x-chatwoot-signature': `sha256=${hmac('sha256', `${now}.${body}`)}`,
	})
})
