// SPDX-License-Identifier: MIT
// A support desk of the kind "webhook": its events go through nginx to any node
// and come again until they are taken, its REST API takes the replies, of which
// it knows those that it has had by their webhook-id.
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import http from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { here } from './machine.mjs'
import { post } from './visitors.mjs'

const tryMs = 4000
const restMs = 400

export class Desk {
	rooms = new Map() // id -> {taken: [message], sent: [ms], replies: Map(webhook-id, text)}
	secret = randomBytes(24)
	goes = true

	constructor(folder, tally) {
		this.tally = tally
		this.server = http.createServer((...both) => this.#take(...both))
		writeFileSync(`${folder}/support.secret`,
			`whsec_${this.secret.toString('base64')}`, { mode: 0o600 })
		this.file = `${folder}/desks.json`
	}

	async listen() {
		this.server.listen(0, here)
		await once(this.server, 'listening')
		writeFileSync(this.file, JSON.stringify({ desks: [{
			name: 'support', kind: 'webhook', 'secret-file': 'support.secret',
			url: `http://${here}:${this.server.address().port}/api`,
			http: true, 'allow-private': true,
			map: { type: '/kind', 'is-message': 'message',
				conversation: '/room', message: '/id', text: '/text',
				author: '/by', visitor: 'visitor', own: 'bot',
				reply: { path: '/rooms/{{conversation}}/messages',
					body: '{"text": "{{text}}"}' } } }] }))
	}

	async #take(request, response) {
		const room = /^\/api\/rooms\/([^/]+)\/messages$/.exec(request.url)?.[1]
		let text = ''
		try {
			for await (const bytes of request)
				text += bytes
		} catch {
			return // its sender has died
		}
		const replies = this.rooms.get(room)?.replies
		if (!replies)
			this.tally.fault(`the desk has no room for ${request.url}`)
		const id = request.headers['webhook-id']
		if (replies?.has(id))
			this.tally.add('desk: replies that came again, known by their id')
		else if (replies)
			this.tally.note('desk: a reply, after its message',
				performance.now() - this.rooms.get(room).sent[replies.size])
		replies?.set(id, JSON.parse(text).text)
		response.end('{}')
	}

	#send(event) {
		const body = JSON.stringify(event)
		const at = Math.floor(Date.now() / 1000)
		const signature = createHmac('sha256', this.secret)
			.update(`${event.id}.${at}.${body}`).digest('base64')
		return post(this.front, '/desk/support', body, { ms: tryMs,
			headers: { 'webhook-id': event.id, 'webhook-timestamp': String(at),
				'webhook-signature': `v1,${signature}` } })
	}

	// One message after the other, each until it is taken.
	async #talk(room) {
		const { taken, sent: times } = this.rooms.get(room)
		for (let i = 0; this.goes; i++) {
			const event = { kind: 'message', room, id: `${room}-${i}`,
				by: 'visitor', text: 'what are the common mistakes' }
			times.push(performance.now())
			const sent = await this.#send(event).catch(() => null)
			for (let again = sent; again?.status !== 200;) {
				this.tally.add(again ? `desk: told ${again.status}, sent again`
					: 'desk: no answer, sent again')
				await pause(200)
				again = await this.#send(event).catch(() => null)
			}
			taken.push(event.id)
			await pause(restMs / 2 + Math.random() * restMs)
		}
	}

	run(front, rooms) {
		this.front = front
		for (let i = 0; i < rooms; i++)
			this.rooms.set(`room-${i}`, { taken: [], sent: [],
				replies: new Map() })
		return Promise.all([...this.rooms.keys()].map((room) =>
			this.#talk(room)))
	}

	// Replies that are still to come.
	get owed() {
		return [...this.rooms.values()].reduce((sum, { taken, replies }) =>
			sum + Math.max(0, taken.length - replies.size), 0)
	}

	judge() {
		for (const [room, { taken, replies }] of this.rooms) {
			this.tally.add('desk: messages acknowledged', taken.length)
			this.tally.add('desk: replies', replies.size)
			if (taken.length !== replies.size)
				this.tally.fault(`${room}: ${taken.length} messages, ` +
					`${replies.size} replies`)
		}
	}
}
