// SPDX-License-Identifier: MIT
// Visitors who want a person, and the agents who answer them, each through
// nginx at any node. A visitor says some words, has an answer to each, says
// goodbye, is given back to the bot, and begins again.
import { setTimeout as pause } from 'node:timers/promises'
import { word } from './tally.mjs'
import { Line } from './visitors.mjs'

const words = 4 // of a conversation
const deafMs = 2500 // after which a line may be dead
const restMs = 300
const graceMs = 15000

// Who has which conversation, as agents were told.
export class Claims {
	owners = new Map()

	constructor(tally) {
		this.tally = tally
	}

	take(conversation, agent) {
		const owner = this.owners.get(conversation)
		if (owner && owner !== agent)
			this.tally.fault(`${agent} and ${owner} both have ${conversation}`)
		this.owners.set(conversation, agent)
	}

	leave(conversation) {
		this.owners.delete(conversation)
	}
}

export class Agent {
	goes = true
	count = 0
	sent = [] // texts of replies that were acknowledged
	answered = new Set() // conversation and seq
	busy = new Set() // conversations being claimed
	mine = new Map() // conversation -> which claim of ours it is under

	constructor(front, tally, key, name, claims) {
		Object.assign(this, { front, tally, key, name, claims })
	}

	#say(type, more, id = `${type}-${++this.count}`) {
		return this.line.say({ type, id, ...more })
	}

	// Until there is an answer that is none of a store that is away.
	async #insist(type, more, id) {
		while (this.goes) {
			const reply = this.line.open ? await this.#say(type, more, id) : null
			if (reply && reply.code !== 'failed')
				return reply
			this.tally.add(reply ? 'agent: refused, said again'
				: 'agent: no answer, said again')
			await pause(restMs)
		}
		return null
	}

	async #answer(conversation, { seq, text, from }) {
		const at = `${conversation}-${seq}`
		const claim = this.mine.get(conversation)
		if (!this.mine.has(conversation) || from !== 'visitor' || !text.startsWith('say ') ||
			this.answered.has(at))
			return
		this.answered.add(at)
		const reply = text.replace('say', 'heard')
		const done = await this.#insist('reply', { conversation, text: reply },
			`r-${at}`)
		if (done?.type !== 'sent')
			return done && this.tally.add(`agent: a reply was ${done.code}`)
		this.sent.push(reply)
		if (text.endsWith('goodbye'))
			await this.#leave(conversation, claim)
	}

	// Unless it has been left, and may be claimed anew.
	async #leave(conversation, claim) {
		if (this.mine.get(conversation) !== claim)
			return
		this.mine.delete(conversation)
		this.claims.leave(conversation)
		await this.#insist('give_back', { conversation })
	}

	// What has an answer, of whomever, needs no other.
	async #work(conversation) {
		if (!this.mine.has(conversation))
			this.mine.set(conversation, ++this.count)
		const claim = this.mine.get(conversation)
		const shown = await this.#insist('follow', { conversation })
		const messages = shown?.messages ?? []
		const said = new Set(messages.filter(({ from }) => from === 'agent')
			.map(({ text }) => text))
		if (messages.at(-1)?.from === 'agent' &&
			messages.at(-1).text.endsWith('goodbye'))
			return this.#leave(conversation, claim)
		for (const message of messages)
			if (!said.has(message.text.replace('say', 'heard')))
				await this.#answer(conversation, message)
	}

	async #claim(conversation) {
		if (this.busy.has(conversation))
			return
		this.busy.add(conversation)
		const reply = await this.#insist('claim', { conversation })
		this.tally.add(`agent: a claim was ${reply?.code ?? reply?.type}`)
		if (reply?.type === 'claimed') {
			this.claims.take(conversation, this.name)
			await this.#work(conversation)
		}
		this.busy.delete(conversation)
	}

	#take(summary) {
		const { conversation, state, agent } = summary
		if (state === 'waiting')
			this.#claim(conversation)
		else if (state === 'joined' && agent?.name === this.name)
			this.#work(conversation)
	}

	#hear(message) {
		if (message.type === 'changed' && message.state === 'waiting')
			this.#take(message)
		else if (message.type === 'message')
			this.#answer(message.conversation, message.message)
	}

	async #connect() {
		this.line?.close()
		this.line = new Line(this.front, '/v1/desk', 'faqd.desk.v1',
			(message) => this.#hear(message),
			{ authorization: `Bearer ${this.key}` })
		const hello = await this.#say('hello', { name: this.name })
		this.tally.add(hello ? 'agent: connections' : 'agent: no connection')
		hello?.conversations?.forEach((one) => this.#take(one))
	}

	async run() {
		while (this.goes) {
			const alive = this.line?.open &&
				await this.#say('presence', { available: true })
			if (!alive && this.goes)
				await this.#connect()
			await pause(restMs)
		}
		this.line.close()
	}
}

let visitors = 0

export class Asker {
	kind = 'person'
	goes = true
	count = 0
	delivered = [] // texts that were acknowledged
	heard = [] // texts of agents, as they came
	last = 0 // number of the last of them
	state = 'bot'
	wake = () => {}

	constructor(front, tally) {
		Object.assign(this, { front, tally, name: word(visitors++) })
	}

	// Says nothing new; what is on its way is waited for a while.
	stop() {
		this.goes = false
		this.grace = Date.now() + graceMs
	}

	get #listens() {
		return this.goes || Date.now() < this.grace
	}

	#hear(message) {
		if (message.session)
			this.session = message.session
		if (message.type === 'handover')
			this.state = message.state
		if (message.type === 'agent_message') {
			const seq = Number(message.id)
			if (seq <= this.last)
				this.tally.fault(`${this.name} hears ${message.text} again`)
			this.last = Math.max(seq, this.last)
			this.heard.push(message.text)
			this.line.tell({ type: 'heard', seq })
		}
		this.wake()
	}

	async #connect() {
		this.line?.close()
		const line = new Line(this.front, '/v1/chat', 'faqd.chat.v1',
			(message) => line === this.line && this.#hear(message))
		this.line = line
		const hello = await line.say({ type: 'hello', id: `h-${++this.count}`,
			session: this.session, after: this.last })
		if (hello && this.session && !hello.resumed)
			this.tally.fault(`${this.name} is not known: ${hello.code}`)
		this.session = hello?.session ?? this.session
		return hello
	}

	// Until it holds; a line that says nothing for long is given up.
	async #until(holds) {
		let since = performance.now()
		while (this.#listens && !holds()) {
			const heard = new Promise((resolve) => { this.wake = resolve })
			const came = await Promise.race([heard.then(() => true),
				pause(500, false)])
			if (came)
				since = performance.now()
			if (!this.line?.open || performance.now() - since > deafMs) {
				await this.#connect()
				since = performance.now()
				await pause(Math.random() * restMs)
			}
		}
		return holds()
	}

	// The reply, once there is one.
	async #say(text, kind) {
		const id = `${this.name}-${++this.count}`
		const mark = this.tally.mark()
		for (;;) {
			if (!this.line?.open && !await this.#connect()) {
				if (!this.#listens)
					return null
				await pause(Math.random() * restMs)
				continue
			}
			const reply = await this.line.say({ type: 'ask', id, text })
			if (reply?.session)
				this.session = reply.session
			if (reply && reply.type !== 'error') {
				this.tally.since(mark, kind, `${kind} ${this.name}`)
				return reply
			}
			if (!this.#listens)
				return null
			this.tally.add(`${kind}: ${reply?.code ?? 'no answer'}, said again`)
			if (!reply)
				this.line.close()
			await pause(Math.random() * restMs)
		}
	}

	async #word(text) {
		const reply = await this.#say(text, 'word to a person')
		if (reply?.type !== 'delivered') {
			this.tally.add(`word to a person: ${reply?.verdict ?? reply?.type}`)
			return false
		}
		this.delivered.push(text)
		const answer = text.replace('say', 'heard')
		const mark = this.tally.mark()
		const came = await this.#until(() => this.heard.includes(answer))
		if (came)
			this.tally.since(mark, 'answer of a person', this.name)
		else
			this.tally.fault(`${this.name} has no answer to '${text}'`)
		return came
	}

	async run() {
		for (let talk = 0; this.goes; talk++) {
			this.state = 'bot'
			const asked = await this.#say('I want to talk to a person', 'handover')
			if (asked?.person && asked.person !== 'asked')
				this.tally.add(`handover: ${asked.person}`)
			const mark = this.tally.mark()
			if (await this.#until(() => this.state !== 'bot' &&
				this.state !== 'waiting'))
				this.tally.since(mark, 'a person comes', this.name)
			if (this.state !== 'joined') {
				await pause(restMs)
				continue
			}
			for (let i = 0; i <= words && this.goes; i++)
				if (!await this.#word(`say ${this.name} ${word(talk)} ` +
					`${i < words ? word(i) : 'goodbye'}`))
					break
			const last = this.tally.mark()
			if (!this.goes || !await this.#until(() => this.state === 'returned'))
				break
			this.tally.since(last, 'given back', this.name)
			this.tally.add('conversations with a person, begun and ended')
		}
		this.line?.close()
	}
}

const countOf = (list) => list.reduce((counts, text) =>
	counts.set(text, (counts.get(text) ?? 0) + 1), new Map())

// What was acknowledged is in the database, once, and was heard, once.
export const judgePersons = (askers, agents, database, tally) => {
	const kept = countOf(database.read(
		"SELECT convert_from(body, 'UTF8') FROM faqd.messages"))
	const heard = countOf(askers.flatMap((asker) => asker.heard))
	for (const text of askers.flatMap(({ delivered }) => delivered)) {
		tally.add('words to a person: acknowledged')
		if (kept.get(text) !== 1)
			tally.fault(`'${text}' is kept ${kept.get(text) ?? 0} times`)
	}
	for (const text of agents.flatMap(({ sent }) => sent)) {
		tally.add('replies of agents: acknowledged')
		if (kept.get(text) !== 1)
			tally.fault(`'${text}' is kept ${kept.get(text) ?? 0} times`)
		if (heard.get(text) !== 1)
			tally.fault(`'${text}' was heard ${heard.get(text) ?? 0} times`)
	}
	for (const [text, count] of heard)
		if (count > 1)
			tally.fault(`'${text}' was heard ${count} times`)
}
