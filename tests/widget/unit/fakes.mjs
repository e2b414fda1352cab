// SPDX-License-Identifier: MIT
// A browser of one or more tabs and a faqd, without time, network or chance:
// the clock moves when it is told to, and nothing else waits.
import {Conversation} from "../../../src/widget/element/conversation.js";

// Everything that is due without the clock: promises, and their like.
export const settle = () => new Promise(setImmediate);

export class Clock {
	now = 1_700_000_000_000;
	#timers = new Map();
	#last = 0;

	setTimeout(run, ms) {
		this.#timers.set(++this.#last, {at: this.now + ms, run});
		return this.#last;
	}

	clearTimeout(timer) {
		this.#timers.delete(timer);
	}

	get timers() {
		return this.#timers.size;
	}

	async advance(ms) {
		const end = this.now + ms;
		await settle();
		for (;;) {
			const [timer, next] = [...this.#timers]
				.sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
			if (!next || next.at > end)
				break;
			this.now = Math.max(this.now, next.at);
			this.#timers.delete(timer);
			next.run();
			await settle();
		}
		this.now = end;
	}
}

export class Storage {
	items = new Map();
	denied = false; // as in a sandboxed frame
	room = Infinity;

	getItem(name) {
		return this.items.get(name) ?? null;
	}

	setItem(name, text) {
		if (text.length > this.room)
			throw new DOMException("full", "QuotaExceededError");
		this.items.set(name, text);
	}
}

// Web Locks: in order, one at a time.
export class Locks {
	#queue = [];
	held = 0;
	requests = 0;

	request(name, {signal}, task) {
		this.requests++;
		return new Promise((resolve, reject) => {
			const waiting = {task, resolve, reject};
			this.#queue.push(waiting);
			signal.addEventListener("abort", () => {
				const at = this.#queue.indexOf(waiting);
				if (at < 0)
					return;
				this.#queue.splice(at, 1);
				reject(new DOMException("aborted", "AbortError"));
			});
			this.#next();
		});
	}

	async #next() {
		if (this.held || !this.#queue.length)
			return;
		this.held = 1;
		const {task, resolve, reject} = this.#queue.shift();
		try {
			resolve(await task());
		} catch (error) {
			reject(error);
		}
		this.held = 0;
		this.#next();
	}
}

class Socket {
	#server;
	onopen = null;
	onmessage = null;
	onclose = null;
	visit = null;

	constructor(server) {
		this.#server = server;
		server.tries++;
		queueMicrotask(() => {
			if (server.silent)
				return;
			if (!server.up || !server.webSocket)
				return this.onclose?.({code: 1006});
			server.sockets.add(this);
			this.onopen?.();
		});
	}

	send(text) {
		this.#server.hear(this, JSON.parse(text));
	}

	// What the server sends.
	receive(data) {
		const text = typeof data === "string" ? data : JSON.stringify(data);
		queueMicrotask(() => this.onmessage?.({data: text}));
	}

	// The server, or the network, ends it.
	end(code = 1006) {
		this.#server.sockets.delete(this);
		queueMicrotask(() => this.onclose?.({code}));
	}

	close() {
		this.#server.sockets.delete(this);
	}
}

// Sessions say which messages they have answered, as those of proto/visit.h.
export class Server {
	up = true;
	webSocket = true;
	silent = false; // neither opens nor closes
	tries = 0;
	sockets = new Set();
	heard = []; // all messages, whichever way
	answers = []; // ids, as often as they were answered
	expired = false;
	refuse = null; // message -> an error's members, or nothing
	lose = null; // message -> should its reply get lost, and with it all?
	mute = false; // hears, and says nothing
	extra = {}; // members of each answer
	#visitors = 0;
	seq = 0; // messages with a person

	get socket() {
		return [...this.sockets].at(-1);
	}

	restart(code = 1001) {
		for (const socket of [...this.sockets])
			socket.end(code);
	}

	#begin() {
		return {visitor: ++this.#visitors, seen: [], step: 0};
	}

	#read(session) {
		return session && !this.expired
			? {visit: JSON.parse(session)}
			: {visit: this.#begin(),
				...(session && {resumed: false, code: "session_expired"})};
	}

	#answer(visit, {id, text, choice}) {
		if (visit.seen.includes(id))
			return {type: "repeated", reply_to: id,
				session: JSON.stringify(visit)};
		visit.seen = [id, ...visit.seen].slice(0, 8);
		this.answers.push(id);
		const said = `to ${text ?? choice}`;
		return {type: "answer", verdict: "answer", reply_to: id, id: `a-${id}`,
			lead: "", tail: "", text: said, parts: [], choices: [],
			suggestions: [], step: 0, steps: 4, paused: false,
			...this.extra, session: JSON.stringify(visit)};
	}

	#hello(visit, resumed) {
		return {type: "hello", name: "Library", language: "en",
			examples: [], checklist: [], resumed, step: visit.step, steps: 4,
			paused: false, session: JSON.stringify(visit)};
	}

	hear(socket, message) {
		this.heard.push(message);
		if (this.mute)
			return;
		const {type, id, session} = message;
		const refused = this.refuse?.(message);
		if (refused)
			return socket.receive({type: "error", reply_to: id, ...refused});
		if (type === "hello" || type === "resume") {
			const read = this.#read(session);
			if (session || !socket.visit)
				socket.visit = read.visit;
			const {visit, ...rest} = read;
			return socket.receive({...this.#hello(socket.visit, Boolean(session)),
				...rest, type: type === "hello" ? "hello" : "resumed",
				reply_to: id});
		}
		if (type === "feedback")
			return socket.receive({type: "feedback_received", reply_to: id});
		if (type === "typing" || type === "heard")
			return;
		socket.visit ??= this.#begin();
		if (type === "person")
			return this.hand(socket, true, {reply_to: id});
		if (socket.visit.person)
			return socket.receive(
				{type: "delivered", reply_to: id, seq: ++this.seq});
		const reply = this.#answer(socket.visit, message);
		if (this.lose?.(message))
			socket.end();
		else
			socket.receive(reply);
	}

	// The conversation is a person's, or the bot's again.
	hand(socket, person, more) {
		socket.visit.person = person;
		socket.receive({type: "session", person, ...more,
			session: JSON.stringify(socket.visit)});
	}

	async fetch(url, options = {}) {
		await null;
		if (!this.up)
			throw new TypeError("network");
		const path = new URL(url).pathname;
		const message = options.body ? JSON.parse(options.body) : {};
		this.heard.push({path, ...message});
		const send = (status, body) => ({ok: status < 300, status,
			headers: new Map([["retry-after", body.retry_after]]),
			text: async () => JSON.stringify(body)});
		if (path === "/v1/hello")
			return send(200, {type: "hello", name: "Library", language: "en",
				examples: [], checklist: []});
		const refused = this.refuse?.(message);
		if (refused)
			return send(429, refused);
		if (path === "/v1/feedback")
			return send(200, {type: "feedback_received"});
		const {visit, ...rest} = this.#read(message.session);
		if (visit.person)
			return send(409, {code: "with_person"});
		const reply = this.#answer(visit, message);
		if (this.lose?.(message))
			throw new TypeError("network");
		return send(200, {...reply, ...rest});
	}
}

// A visitor's browser: its tabs share a storage and locks.
export class Browser {
	clock = new Clock();
	server = new Server();
	local = new Storage();
	locks = new Locks();
	lag = 0; // of what tabs hear of a storage, in ms
	#tabs = [];
	#names = 0;

	// A tab with a conversation that has started.
	tab(options = {}) {
		const events = new EventTarget();
		const session = options.session ?? new Storage();
		const {clock} = this;
		const tab = {hidden: false, dice: 0.5, session, events};
		const browser = this;
		// As much of a window as a conversation has to do with.
		const world = {
			Date: {now: () => clock.now},
			Math: {random: () => tab.dice},
			crypto: {getRandomValues: (numbers) => numbers.fill(++this.#names)},
			setTimeout: (run, ms) => clock.setTimeout(run, ms),
			clearTimeout: (timer) => clock.clearTimeout(timer),
			WebSocket: function WebSocket() {
				if (options.policy)
					throw new DOMException("policy", "SecurityError");
				return new Socket(browser.server);
			},
			fetch: (url, init) => this.server.fetch(url, init),
			get localStorage() {
				return browser.#storage(tab);
			},
			get sessionStorage() {
				return browser.#own(session);
			},
			navigator: {locks: this.locks},
			document: tab,
			addEventListener: (...all) => events.addEventListener(...all),
		};
		tab.chat = new Conversation({server: "https://faq.example",
			persist: options.persist}, world);
		this.#tabs.push(tab);
		if (options.start !== false)
			tab.chat.start();
		return tab;
	}

	#own(storage) {
		if (this.local.denied)
			throw new DOMException("denied", "SecurityError");
		return storage;
	}

	// As a browser has it: other tabs hear what is stored here.
	#storage(tab) {
		const local = this.#own(this.local);
		return {
			getItem: (name) => local.getItem(name),
			setItem: (name, text) => {
				local.setItem(name, text);
				for (const other of this.#tabs)
					if (other !== tab)
						this.#news(() => fire(other, "storage",
							{key: name, newValue: text}));
			},
		};
	}

	#news(hear) {
		if (this.lag)
			this.clock.setTimeout(hear, this.lag);
		else
			queueMicrotask(hear);
	}

	// The tab is closed, or navigates: nothing of it runs any more.
	close(tab) {
		fire(tab, "pagehide");
		tab.chat.stop();
		this.#tabs.splice(this.#tabs.indexOf(tab), 1);
	}
}

export const fire = (tab, type, members) =>
	tab.events.dispatchEvent(Object.assign(new Event(type), members));

// The transcript as a text: "hi? to hi" and the like.
export const shown = ({chat}) => chat.entries.map((entry) => ({
	visitor: `${entry.text}?`,
	bot: entry.text,
	agent: `${entry.agent?.name}: ${entry.text}`,
	system: `[${entry.event?.type} ${entry.event?.state ?? ""}]`,
}[entry.from])).join(" ");
