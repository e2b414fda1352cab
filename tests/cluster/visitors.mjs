// SPDX-License-Identifier: MIT
// Visitors, through nginx: they chat or POST, take the steps of the checklist
// one after the other, and go on with their session wherever they get to. What
// gets no answer is said again, under the same id, on another connection.
import https from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import { word } from './tally.mjs'

const tryMs = 2000 // for an answer on one connection
const restMs = 300 // between two questions
const againMs = 300 // before another try, at the most
const host = 'faq.example.com'

// Asked for in turn; the step that each leads to, by the session alone.
const walk = ['take me through the steps', 'next', 'next']

let visitors = 0

class Visitor {
	constructor(front, tally) {
		Object.assign(this, { front, tally, goes: true, session: undefined,
			asked: 0, name: word(visitors++) })
	}

	judge(reply) {
		const step = (this.asked - 1) % walk.length + 1
		if (reply.type !== 'repeated' && reply.step !== step)
			this.tally.fault(`${this.kind} ${this.name} is at step ` +
				`${reply.step}, not ${step}`)
		this.session = reply.session
	}

	// Until there is an answer.
	async ask() {
		const begun = performance.now()
		const id = `${this.name}-${++this.asked}`
		const text = walk[(this.asked - 1) % walk.length]
		let reply
		while (!(reply = await this.say({ id, text }))) {
			if (!this.goes)
				return null
			this.tally.add(`${this.kind}: asked again`)
			await pause(Math.random() * againMs)
		}
		this.tally.wait(this.kind, performance.now() - begun,
			`${this.kind} ${this.name}`)
		this.judge(reply)
		return reply
	}

	async run() {
		while (this.goes) {
			const reply = await this.ask()
			if (reply && this.after)
				await this.after(reply)
			await pause(restMs / 2 + Math.random() * restMs)
		}
		this.close?.()
	}
}

export class Caller extends Visitor {
	kind = 'POST /v1/ask'
	agent = new https.Agent({ keepAlive: true })

	say(message) {
		return post(this.front, '/v1/ask',
			{ ...message, session: this.session }, { agent: this.agent })
			.then(({ status, text }) => {
				if (status === 200)
					return JSON.parse(text)
				this.tally.add(`${this.kind}: answered with ${status}`)
				return null
			}, () => {
				this.tally.add(`${this.kind}: no answer on a connection`)
				return null
			})
	}

	close() {
		this.agent.destroy()
	}
}

// Rejects when there is no whole response in time.
export const post = (front, path, body, { agent, headers = {}, ms = tryMs } =
{}) => new Promise((resolve, reject) => {
	const request = https.request({ agent, host: front.host, path,
		method: 'POST', rejectUnauthorized: false,
		signal: AbortSignal.timeout(ms),
		headers: { host, 'content-type': 'application/json', ...headers } },
	async (response) => {
		try {
			let text = ''
			for await (const bytes of response)
				text += bytes
			resolve({ status: response.statusCode, text })
		} catch (error) {
			reject(error)
		}
	})
	request.on('error', reject)
	request.end(typeof body === 'string' ? body : JSON.stringify(body))
})

// A WebSocket on which replies find who waits for them.
export class Line {
	replies = new Map()

	// `others` takes what is no reply.
	constructor(front, path, protocol, others = () => {}, headers = {}) {
		this.socket = new WebSocket(`wss://${front.host}${path}`, protocol, {
			rejectUnauthorized: false, handshakeTimeout: tryMs,
			headers: { host, ...headers } })
		this.opened = new Promise((resolve) => {
			this.socket.on('open', () => resolve(true))
			this.socket.on('error', () => resolve(false))
			this.socket.on('close', () => resolve(false))
		})
		this.socket.on('message', (bytes) => {
			const message = JSON.parse(bytes)
			const take = this.replies.get(message.reply_to)
			if (take)
				take(message)
			else
				others(message)
		})
		this.socket.on('close', (code) => {
			this.code = code
			for (const take of this.replies.values())
				take(null)
		})
	}

	get open() {
		return this.socket.readyState === WebSocket.OPEN
	}

	tell(message) {
		if (this.open)
			this.socket.send(JSON.stringify(message))
	}

	// null: neither now nor later.
	async say(message, ms = tryMs) {
		if (!await this.opened || !this.open)
			return null
		let timer
		const reply = await new Promise((resolve) => {
			this.replies.set(message.id, resolve)
			timer = setTimeout(resolve, ms, null)
			this.tell(message)
		})
		clearTimeout(timer)
		this.replies.delete(message.id)
		return reply
	}

	close() {
		this.socket.terminate()
	}
}

export class Chatter extends Visitor {
	kind = 'chat'
	rated = [] // the words of ratings that were received
	count = 0

	async #connect() {
		this.line?.close()
		this.line = new Line(this.front, '/v1/chat', 'faqd.chat.v1', (message) => {
			if (!message.reply_to?.startsWith('f-')) // too late to count
				this.tally.fault(`chat ${this.name} hears twice: ` +
					JSON.stringify(message))
		})
		const hello = await this.line.say({ type: 'hello',
			id: `h-${++this.count}`, session: this.session })
		if (hello && this.session && !hello.resumed)
			this.tally.fault(`chat ${this.name} is not known: ${hello.code}`)
		this.tally.add(hello ? 'chat: connections' : 'chat: no connection')
		return hello
	}

	async say(message) {
		if (!this.line?.open && !await this.#connect())
			return null
		const reply = await this.line.say({ type: 'ask', ...message })
		if (reply && reply.type !== 'error')
			return reply
		if (reply)
			this.tally.fault(`chat ${this.name} is refused: ${reply.code}`)
		this.line.close()
		return null
	}

	// What is received is kept: looked for at the end.
	async after({ id: answer }) {
		if (!answer || this.asked % 3)
			return
		const reason = `mark ${this.name} ${word(this.asked)} end`
		const reply = await this.line.say({ type: 'feedback',
			id: `f-${++this.count}`, answer, helpful: true, reason }, 1000)
		if (reply?.type === 'feedback_received')
			this.rated.push(reason)
		else
			this.tally.add(`feedback: ${reply?.code ?? 'not acknowledged'}`)
	}

	close() {
		this.line?.close()
	}
}
