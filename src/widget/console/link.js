// SPDX-License-Identifier: MIT
// The WebSocket to faqd, opened again when it breaks.
//
//	closed --> connecting --> online --> offline --> connecting ...
//	   ^            |           |
//	   +------------+-----------+-- close(), or the greeting is refused
//
// It is online when hello has been answered. The delay before a try is random
// from nothing to a bound that doubles with each failure, so that the agents of
// a server that has been restarted don't come back all at once; a visitor waits
// for them, so the bound stays low.
import {randomName} from "../element/turns.js";
import {Timer} from "../element/timer.js";

const PROTOCOL = "faqd.desk.v1";
const REPLY_MS = 10000; // also for opening: a blocked one may never say "close"
const PASSING = ["rate_limited", "failed"]; // a later try may go well
const BASE_MS = 500;
const CAP_MS = 10000;

const parse = (data) => {
	try {
		const message = JSON.parse(data);
		return typeof message?.type === "string" ? message : null;
	} catch {
		return null;
	}
};

export class Link {
	#server;
	#world;
	#on;
	#hello = null; // what to greet with; null: don't connect
	#socket = null;
	#timer; // of a try's or a probe's end, or of the next try
	#name;
	#count = 0;
	#failures = 0;
	#waiting = new Map(); // id -> what takes the reply
	state = "closed";

	// `on`: state() has changed; hello(reply), before it is online;
	// message(object) that is no reply; refused(error): the greeting was.
	constructor(server, world, on) {
		this.#server = server;
		this.#world = world;
		this.#on = on;
		this.#timer = new Timer(world);
		this.#name = randomName(world.crypto);
	}

	// A message's id, unlike that of any other tab.
	nextId() {
		return `${this.#name}-${++this.#count}`;
	}

	open(hello) {
		this.close();
		this.#hello = hello;
		this.#try();
	}

	close() {
		this.#hello = null;
		this.#failures = 0;
		this.#drop();
		this.#become("closed");
	}

	// The network is said to be back: doesn't wait for its turn.
	hurry() {
		if (this.state === "offline")
			this.#try();
	}

	tell(message) {
		if (this.state === "online")
			this.#socket.send(JSON.stringify(message));
	}

	// Sends what makes faqd say something, whatever it is: if nothing comes,
	// the line is dead.
	probe(message) {
		this.tell(message);
		this.#timer.start(() => this.#lost(), REPLY_MS);
	}

	// The reply; null when it or the message got lost. Without an id of its
	// own the message gets one.
	exchange(message) {
		return this.state === "online" ? this.#ask(message)
			: Promise.resolve(null);
	}

	async #ask(message) {
		const id = message.id ?? this.nextId();
		const patience = new Timer(this.#world);
		patience.start(() => this.#lost(), REPLY_MS);
		const reply = await new Promise((resolve) => {
			this.#waiting.set(id, resolve);
			this.#socket.send(JSON.stringify({...message, id}));
		});
		patience.stop();
		this.#waiting.delete(id);
		return reply;
	}

	#become(state) {
		if (this.state === state)
			return;
		this.state = state;
		this.#on.state();
	}

	#try() {
		this.#become("connecting");
		this.#timer.start(() => this.#lost(), REPLY_MS);
		const url = new URL("/v1/desk", this.#server);
		url.protocol = url.protocol.replace("http", "ws");
		try {
			this.#listen(new this.#world.WebSocket(url, PROTOCOL));
		} catch {
			this.#lost(); // a policy
		}
	}

	#listen(socket) {
		this.#socket = socket;
		socket.onopen = () => this.#greet();
		socket.onmessage = ({data}) => this.#receive(data);
		socket.onclose = () => this.#lost();
	}

	async #greet() {
		this.#timer.stop();
		const reply = await this.#ask({type: "hello", ...this.#hello});
		if (reply?.type === "hello") {
			this.#failures = 0;
			this.#on.hello(reply);
			this.#become("online");
		} else if (PASSING.includes(reply?.code)) {
			this.#lost();
		} else if (reply) {
			this.close();
			this.#on.refused(reply);
		}
	}

	#receive(data) {
		if (this.state === "online")
			this.#timer.stop();
		const message = parse(data);
		if (!message)
			return;
		const resolve = this.#waiting.get(message.reply_to);
		if (resolve)
			resolve(message);
		else
			this.#on.message(message);
	}

	// Nothing of the socket is heard any more, and nothing is awaited.
	#drop() {
		this.#timer.stop();
		const socket = this.#socket;
		this.#socket = null;
		if (socket) {
			socket.onopen = socket.onmessage = socket.onclose = null;
			socket.close();
		}
		const waiting = [...this.#waiting.values()];
		this.#waiting.clear();
		waiting.forEach((resolve) => resolve(null));
	}

	#lost() {
		this.#drop();
		if (!this.#hello)
			return;
		const bound = Math.min(CAP_MS, BASE_MS * 2 ** this.#failures++);
		this.#become("offline");
		this.#timer.start(() => this.#try(), this.#world.Math.random() * bound);
	}
}
