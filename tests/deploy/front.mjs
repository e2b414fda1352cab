// SPDX-License-Identifier: MIT
// nginx and HAProxy with the files of deploy/, before two nodes of faqd. SAID is
// a folder for what they write, TOP that of the source.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import http from 'node:http'
import { test } from 'node:test'
import WebSocket from 'ws'
import { freePort, node, start, stop } from './programs.mjs'

const { SAID: folder, TOP: top } = process.env
const requests = 300 // while each node restarts, at the least

execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
	'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${folder}/key.pem`, '-out',
	`${folder}/chain.pem`, '-days', '2', '-subj', '/CN=faq.example.com'],
{ stdio: 'ignore' })
writeFileSync(`${folder}/both.pem`, readFileSync(`${folder}/chain.pem`, 'utf8') +
	readFileSync(`${folder}/key.pem`, 'utf8'))
writeFileSync(`${folder}/state.key`, randomBytes(32).toString('hex'),
	{ mode: 0o600 })

// The file with what stands for an operator's own; each has to be in it.
const adapted = (name, changes) => changes.reduce((text, [from, to]) => {
	assert.ok(text.includes(from), `${name} has '${from}'`)
	return text.replaceAll(from, to)
}, readFileSync(`${top}/deploy/${name}`, 'utf8'))

const fronts = {
	nginx: async ({ a, b, plain, tls }) => {
		const own = `${folder}/nginx`
		mkdirSync(own)
		writeFileSync(`${own}/faqd.conf`, adapted('nginx/faqd.conf', [
			['listen 80;', `listen 127.0.0.1:${plain};`],
			['listen [::]:80;', ''],
			['listen 443 ', `listen 127.0.0.1:${tls} `],
			['listen [::]:443 ssl http2;', ''],
			['/etc/ssl/faq.example.com', folder],
			['127.0.0.1:8080', `127.0.0.1:${a}`],
			['# server 10.0.0.2:8080', `server 127.0.0.1:${b}`]]))
		const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
			(kind) => `${kind}_temp_path ${own}/${kind};`).join(' ')
		writeFileSync(`${own}/nginx.conf`, `daemon off; pid ${own}/pid;
			error_log stderr warn; worker_processes 2;
			events {} http { access_log off; ${paths} include faqd.conf; }`)
		return ['/usr/sbin/nginx', ['-p', own, '-e', 'stderr', '-c',
			`${own}/nginx.conf`], '-t']
	},
	haproxy: async ({ a, b, plain, tls }) => {
		const own = `${folder}/haproxy.cfg`
		writeFileSync(own, adapted('haproxy/haproxy.cfg', [
			['maxconn 40000', 'maxconn 1000'], // whoever tests has fewer files
			['bind :80\n', `bind 127.0.0.1:${plain}\n`],
			['bind :443 ', `bind 127.0.0.1:${tls} `],
			['/etc/haproxy/faqd.pem', `${folder}/both.pem`],
			['stats socket /run/haproxy/', `stats socket ${folder}/`],
			['server a 127.0.0.1:8080', `server a 127.0.0.1:${a}`],
			['# server b 10.0.0.2:8080', `server b 127.0.0.1:${b}`]]))
		return ['/usr/sbin/haproxy', ['-W', '-db', '-f', own], '-c']
	}
}

// A visitor at an address of its own, with a connection that is kept open.
const visitor = (port, localAddress) => {
	const agent = new https.Agent({ keepAlive: true, localAddress })
	const ask = (method, path, body, headers = {}) => new Promise(
		(resolve, reject) => {
			const request = https.request({ agent, port, method, path,
				host: '127.0.0.1', rejectUnauthorized: false,
				headers: { host: `faq.example.com:${port}`,
					'content-type': 'application/json', ...headers } },
			async (response) => {
				let text = ''
				for await (const bytes of response)
					text += bytes
				resolve({ status: response.statusCode, text,
					headers: response.headers })
			})
			request.on('error', reject)
			request.end(body && JSON.stringify(body))
		})
	return { get: (path) => ask('GET', path),
		post: (path, body, headers) => ask('POST', path, body, headers) }
}

const chat = (port, localAddress) => new Promise((resolve, reject) => {
	const socket = new WebSocket(`wss://127.0.0.1:${port}/v1/chat`,
		'faqd.chat.v1', { rejectUnauthorized: false, localAddress,
			headers: { host: `faq.example.com:${port}` },
			origin: `https://faq.example.com:${port}` })
	const say = (message) => new Promise((done) => {
		socket.once('message', (bytes) => done(JSON.parse(bytes)))
		socket.send(JSON.stringify(message))
	})
	const closed = new Promise((done) => socket.on('close', done))
	socket.on('open', () => resolve({ say, closed, socket }))
	socket.on('error', reject)
})

const question = { text: 'what are the common mistakes' }
let network = 1 // each front meets visitors of its own

for (const [name, configure] of Object.entries(fronts)) {
	test(name, async (t) => {
		const [plain, tls] = [await freePort(), await freePort()]
		const options = ['--proxy', '127.0.0.1', '--log-level', 'debug',
			'--question-burst', '5', '--drain', '2',
			'--state-key-file', `${folder}/state.key`]
		const nodes = [await node(...options), await node(...options)]
		const [a, b] = nodes.map(({ port }) => port)
		const [program, args, check] = await configure({ a, b, plain, tls })
		const checked = spawnSync(program, [...args, check])
		assert.equal(checked.status, 0, `${checked.stderr}`)
		assert.doesNotMatch(`${checked.stderr}`, /warn/i)
		const front = await start(program, args, tls)
		const address = `127.0.${network++}.`
		const logs = () => nodes.map((one) => one.said()).join('')
		let hosts = 1
		const someone = () => visitor(tls, address + hosts++)

		await t.test('serves the page by HTTPS', async () => {
			const page = await someone().get('/')
			assert.equal(page.status, 200)
			assert.match(page.text, /<html/)
			assert.match(page.headers['strict-transport-security'], /max-age/)
		})

		await t.test('sends those who come without it there', async () => {
			const response = await new Promise((resolve) => http.get(
				{ port: plain, host: '127.0.0.1', path: '/?x=1',
					headers: { host: 'faq.example.com' } }, resolve))
			assert.equal(response.statusCode, 308)
			assert.equal(response.headers.location,
				'https://faq.example.com/?x=1')
		})

		await t.test('lets a chat through, for its address', async () => {
			const from = address + hosts++
			const { say, socket } = await chat(tls, from)
			const hello = await say({ type: 'hello', id: '1' })
			assert.equal(hello.type, 'hello')
			const said = await say({ type: 'ask', id: '2', ...question })
			assert.equal(said.verdict, 'answer')
			socket.close()
			assert.match(logs(), new RegExp(`"address":"${from}"`))
			assert.doesNotMatch(logs(), // but for HAProxy's own question
				/"address":"127\.0\.0\.1","path":"(?!\/readyz")/)
		})

		await t.test('limits a visitor, whoever he says to be', async () => {
			const rude = someone()
			const from = address + (hosts - 1)
			const statuses = []
			for (let i = 0; i < 20; i++)
				statuses.push((await rude.post('/v1/ask', question,
					{ 'X-Forwarded-For': `192.0.2.${i}` })).status)
			assert.ok(statuses.includes(429), `${statuses}`)
			assert.equal((await someone().post('/v1/ask', question)).status, 200)
			assert.match(logs(),
				new RegExp(`"too many questions".*"address":"${from}"`))
		})

		await t.test('nobody suffers for a visitor with long headers', async () => {
			const long = (bytes) => 'a'.repeat(bytes)
			const ask = (headers) => someone().post('/v1/ask', question, headers)
			assert.equal((await ask({ cookie: `s=${long(3500)}` })).status, 200)
			for (const headers of [{ authorization: long(3500) },
				{ 'x-a': long(3500), 'x-b': long(3500), 'x-c': long(3500) },
				{ cookie: `s=${long(9000)}` }, { 'x-d': long(14000) },
				{ 'x-e': long(30000) }]) {
				for (let i = 0; i < 4; i++)
					assert.notEqual((await ask(headers)).status, 502)
				assert.equal((await ask({})).status, 200)
			}
		})

		await t.test('hides how faqd is', async () => {
			for (const path of ['/metrics', '/healthz', '/readyz'])
				assert.equal((await someone().get(path)).status, 404, path)
		})

		await t.test('a conversation goes on at the other node', async () => {
			const { say, closed } = await chat(tls, address + hosts++)
			await say({ type: 'hello', id: '1' })
			const first = await say({ type: 'ask', id: '2',
				text: 'take me through the steps' })
			assert.equal(first.step, 1)
			for (const one of nodes)
				await one.restart()
			assert.equal(await closed, 1001)
			const again = await someone().post('/v1/ask',
				{ text: 'next', session: first.session })
			assert.equal(JSON.parse(again.text).step, 2)
		})

		// One that is back has to be found by the front before the next goes.
		const restartEach = async (meanwhile) => {
			for (const one of nodes) {
				let back = false
				const restarted = one.restart().then(() => { back = true })
				for (let i = 0; !back || i < requests / 4 ||
					!one.said().includes('"path":"/v1/'); i++)
					await meanwhile(i)
				await restarted
			}
		}

		await t.test('no request fails while nodes restart', () =>
			restartEach(async (i) => {
				const asked = await Promise.all([0, 1, 2, 3].map((n) =>
					visitor(tls, `${address}${100 + (4 * i + n) % 150}`)
						.get(n === 0 ? '/' : '/v1/intents')))
				assert.deepEqual(asked.map(({ status }) => status),
					[200, 200, 200, 200])
			}))

		await t.test('nor a question, on connections kept open', async () => {
			const people = Array.from({ length: 50 }, someone)
			await restartEach(async (i) => {
				const person = people[i % 50]
				assert.equal((await person.get('/v1/intents')).status, 200)
				const { status } = await person.post('/v1/ask', question)
				assert.ok([200, 429].includes(status), `${status}`)
			})
		})

		await stop(front)
		for (const one of nodes)
			assert.equal(await one.stop(), 0)
	})
}
