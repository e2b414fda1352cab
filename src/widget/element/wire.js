// SPDX-License-Identifier: MIT
// The way to faqd: a WebSocket that is opened again when it breaks, and plain
// HTTP where a WebSocket never opens (a proxy, a policy).
//
//	idle --> connecting --> online --> offline --> connecting ...
//	             |                        ^
//	             +--> http ---------------+
//
// In `http`, a WebSocket is tried again now and then.
//
// The delay before a try is random from nothing to a bound that doubles with
// each failure ("full jitter"), so that the visitors of a server that has been
// restarted don't come back all at once.
import {parse} from "./shapes.js";
import {Timer} from "./timer.js";

const PROTOCOL = "faqd.chat.v1";
const OPEN_MS = 5000; // a blocked WebSocket may never say "close"
const REPLY_MS = 7500; // the server writes for up to 5 s before it replies
const BASE_MS = 1000;
const CAP_MS = 30000;
const HTTP_CAP_MS = 300000;
const GONE = 3; // failures after which one that has opened before is given up

// Close codes after which to be slower at once, as after so many failures: the
// server restarts (1001, 1012, 1013), or has heard too much from us (1008).
const SLOWER = {1001: 2, 1008: 4, 1012: 2, 1013: 3};

export class Wire {
	#server;
	#world;
	#on;
	#socket = null;
	#next; // timer of a try's end, or of the next try
	#trying = false;
	#failures = 0;
	#hasOpened = false;
	#waiting = new Map(); // id -> what takes the reply
	state = "idle";
	heard = 0; // when the server last said something

	// `on`: state() has changed; open(): messages can go; message(object) that
	// is no reply; wanted(): is a connection worth another try?
	constructor(server, world, on) {
		this.#server = server;
		this.#world = world;
		this.#on = on;
		this.#next = new Timer(world);
	}

	get up() {
		return this.state === "online" || this.state === "http";
	}

	// Connects unless that is under way. `soon`: doesn't wait for its turn.
	connect(soon) {
		if (!this.#trying && this.state !== "online" &&
		    (soon || !this.#next.running))
			this.#try();
	}

	// Sends what gets no reply, if it can go at once.
	tell(message) {
		if (this.state === "online")
			this.#socket.send(JSON.stringify(message));
	}

	// The reply to a message with an id; null when either got lost, and with
	// it the connection. `session` goes with it where there is no connection.
	async exchange(message, session) {
		if (this.state === "http")
			return this.#post(message, session);
		if (this.state !== "online")
			return null;
		const patience = new Timer(this.#world);
		patience.start(() => this.#lost(), REPLY_MS);
		const reply = await new Promise((resolve) => {
			this.#waiting.set(message.id, resolve);
			this.tell(message);
		});
		patience.stop();
		this.#waiting.delete(message.id);
		return reply;
	}

	// Hangs up, until connect(). `state` is what it is called meanwhile.
	close(state = "idle") {
		this.#drop();
		this.#become(state);
	}

	#become(state) {
		if (this.state === state)
			return;
		this.state = state;
		this.#on.state();
		if (this.up)
			this.#on.open();
	}

	#try() {
		this.#trying = true;
		if (this.state !== "http")
			this.#become("connecting");
		this.#next.start(() => this.#lost(), OPEN_MS);
		try {
			const url = new URL("/v1/chat", this.#server);
			url.protocol = url.protocol.replace("http", "ws");
			this.#listen(new this.#world.WebSocket(url, PROTOCOL));
		} catch {
			this.#lost(); // no address, or a policy of the page
		}
	}

	#listen(socket) {
		this.#socket = socket;
		socket.onopen = () => {
			this.#next.stop();
			this.#trying = false;
			this.#hasOpened = true;
			this.heard = this.#world.Date.now();
			this.#become("online");
		};
		socket.onmessage = ({data}) => this.#receive(data);
		socket.onclose = ({code}) => this.#lost(code);
	}

	#receive(data) {
		this.heard = this.#world.Date.now();
		const message = parse(data);
		if (!message)
			return;
		this.#failures = 0; // not before: it may open only to close
		const resolve = this.#waiting.get(message.reply_to);
		if (resolve)
			resolve(message);
		else
			this.#on.message(message);
	}

	// Nothing of the socket is heard any more, and nothing is awaited.
	#drop() {
		this.#next.stop();
		this.#trying = false;
		const socket = this.#socket;
		this.#socket = null;
		if (socket) {
			socket.onopen = socket.onmessage = socket.onclose = null;
			socket.close();
		}
		for (const resolve of this.#waiting.values())
			resolve(null);
		this.#waiting.clear();
	}

	#lost(code) {
		this.#drop();
		this.#failures = Math.max(this.#failures + 1, SLOWER[code] ?? 0);
		if (this.state === "http")
			this.#again(HTTP_CAP_MS);
		else if (!this.#hasOpened || this.#failures >= GONE)
			this.#fallBack();
		else
			this.#fail();
	}

	#fail() {
		const isWanted = this.#on.wanted();
		this.#become(isWanted ? "offline" : "idle");
		if (isWanted)
			this.#again(CAP_MS);
	}

	#again(cap) {
		const bound = Math.min(cap, BASE_MS * 2 ** this.#failures);
		this.#next.start(() => this.#on.wanted() ? this.#try()
			: this.up || this.#become("idle"),
			this.#world.Math.random() * bound);
	}

	async #fallBack() {
		// its name tells whether another try has begun meanwhile
		const mine = this.#trying = {};
		this.#become("connecting");
		const greeting = await this.#fetch("/v1/hello");
		if (this.#trying !== mine)
			return;
		this.#trying = false;
		if (!greeting)
			return this.#fail();
		this.#again(HTTP_CAP_MS);
		this.#on.message(greeting);
		this.#become("http");
	}

	async #post({type, ...message}, session) {
		const reply = await this.#fetch(
			type === "feedback" ? "/v1/feedback" : "/v1/ask", {
				method: "POST",
				headers: {"content-type": "application/json"},
				body: JSON.stringify({...message, session}),
			});
		if (!reply && this.state === "http")
			this.#fail();
		return reply;
	}

	// What the server says; null when it was not reached.
	async #fetch(path, options) {
		const stop = new AbortController();
		const patience = new Timer(this.#world);
		patience.start(() => stop.abort(), REPLY_MS);
		try {
			const answer = await this.#world.fetch(
				new URL(path, this.#server),
				{...options, credentials: "omit", signal: stop.signal});
			const body = parse(await answer.text()) ?? {};
			if (answer.ok)
				return body;
			// a person, who is reached by WebSocket only; a gateway
			// without a server behind it
			if (answer.status === 409 ||
			    (!body.code && answer.status > 500))
				return null;
			return {type: "error", code: body.code ?? "failed",
				retry_after: +answer.headers.get("retry-after")};
		} catch {
			return null;
		} finally {
			patience.stop();
		}
	}
}
