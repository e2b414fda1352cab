// SPDX-License-Identifier: MIT
// The visitor's turns: sends what waits in a record over a wire, one message
// after the other, by one tab at a time, each under its key until it has its
// answer. So a lost answer is asked for again, and none is given or shown
// twice (proto/message.h has why). Before a message, the session of the newest
// answer is taken up, whichever tab got it.
import {moved} from "./place.js";
import {isHello, isPlace, isReply, isText} from "./shapes.js";
import {Timer} from "./timer.js";

const TRIES_MAX = 5; // of one message that gets no answer, or can't be stored
const WAIT_S = 5; // when we are to wait, and not told for how long

export const isActive = (handover) =>
	handover?.state === "waiting" || handover?.state === "joined";

// Unlike that of any other tab or visit: 96 random bits.
export const randomName = (crypto) => [...crypto.getRandomValues(new Uint32Array(3))]
	.map((number) => number.toString(36)).join("");

export class Turns {
	#record;
	#wire;
	#receive;
	#name;
	#count = 0;
	#rest; // as we have been told to
	#session = null; // that the connection has
	#greeted = false;
	#turning = false;
	#again = false;
	#rating = new Set(); // keys of entries whose rating is on its way

	// `receive` takes replies that are no answers of the bot.
	constructor(record, wire, world, receive) {
		this.#record = record;
		this.#wire = wire;
		this.#receive = receive;
		this.#rest = new Timer(world);
		this.#name = randomName(world.crypto);
	}

	// A message's id, unlike that of any other tab or visit.
	nextId() {
		return `${this.#name}-${++this.#count}`;
	}

	// The connection is new, or may have died.
	begin() {
		this.#session = null;
		this.take();
	}

	// Another conversation begins.
	renew() {
		this.#session = null;
		this.#greeted = false;
	}

	stop() {
		this.#rest.stop();
	}

	// Sends what waits. Who comes meanwhile gets a turn of its own after it.
	async take() {
		this.#again = true;
		if (this.#turning)
			return;
		this.#turning = true;
		try {
			while (this.#again && !this.#rest.running && this.#wire.up) {
				this.#again = false;
				await this.#record.turn(() => this.#work());
			}
		} finally {
			this.#turning = false;
		}
	}

	async #work() {
		if (!await this.#takeUp())
			return;
		const {state} = this.#wire;
		for (const entry of this.#record.queue) {
			if (!await this.#send(entry))
				return;
			if (this.#wire.state !== state)
				return this.begin(); // a WebSocket has opened
		}
		for (const entry of this.#record.unrated)
			this.#rate(entry);
	}

	// Says hello, or goes on from the newest session. False: not now.
	async #takeUp() {
		const {session} = this.#record.head;
		if (this.#wire.state === "http" || // each message brings it along
		    (this.#session && this.#session === session))
			return true;
		const reply = await this.#wire.exchange({
			type: session && this.#greeted ? "resume" : "hello",
			id: this.nextId(), session, after: this.#record.after,
		});
		if (!reply)
			return false;
		if (reply.type === "error")
			return this.#wait(reply);
		this.arrive(reply);
		return true;
	}

	// False: lost, or to wait; what comes after it waits too.
	async #send(entry) {
		const {key, text, choice, tries} = entry;
		this.#record.change(entry,
			{state: "sent", why: undefined, tries: tries + 1});
		const reply = await this.#wire.exchange({id: key,
			...(choice === "offered" || choice === "nobody"
				? {type: "person", later: choice === "nobody"}
				: choice ? {type: "choose", choice}
				: {type: "ask", text})}, this.#record.head.session);
		if (!this.#record.has(entry))
			return false; // of a conversation that is no more
		// What is said to a person may not be stored just now.
		if (!reply || (reply.code === "failed" &&
			isActive(this.#record.head.handover))) {
			this.#record.change(entry, {why: "offline",
				state: tries + 1 < TRIES_MAX ? "waiting" : "failed"});
			return reply && this.#wait(reply);
		}
		if (reply.type === "error")
			return this.#refused(entry, reply);
		this.#answer(entry, reply);
		return true;
	}

	#refused(entry, error) {
		const isEarly = error.code === "rate_limited";
		this.#record.change(entry, {state: isEarly ? "waiting" : "failed",
			why: `${error.code}`, tries: 0});
		return !isEarly || this.#wait(error);
	}

	#wait({retry_after: seconds}) {
		this.#rest.start(() => this.take(),
			1000 * (seconds > 0 ? seconds : WAIT_S));
		return false;
	}

	#answer(entry, reply) {
		const {session, seq, ...kept} = reply; // seq: with a person
		const isShown = isReply(reply);
		if (!isShown)
			this.#receive(reply);
		const isDone = isShown || seq ||
			reply.type === "repeated" || reply.type === "session" ||
			isActive(this.#record.head.handover); // a person has it
		if (isDone)
			this.arrive(reply);
		else
			this.#session = null; // back to before it
		this.#record.change(entry, {
			...(seq ? {state: "delivered", seq}
				: isDone ? {state: "answered"}
				: {state: "failed", why: "failed"}),
			...(reply.personal_data === true &&
				{text: "", personal: true}),
		});
		if (isShown)
			this.#record.add({key: `${entry.key}.`, from: "bot",
				text: reply.text, reply: kept, asked: entry.at});
	}

	// Not waited for: the server takes its time, until it is stored.
	async #rate(entry) {
		const {key, reply: {id}, rated: {helpful, reason}} = entry;
		if (this.#rating.has(key))
			return;
		this.#rating.add(key);
		const reply = await this.#wire.exchange({type: "feedback",
			id: this.nextId(), answer: id, helpful, reason},
			this.#record.head.session);
		this.#rating.delete(key);
		if (!reply || !this.#record.has(entry))
			return;
		if (reply.code === "rate_limited")
			this.#wait(reply);
		else if (entry.rated.reason !== reason)
			this.#rate(entry);
		else
			this.#record.change(entry, {rated: {helpful, reason,
				state: reply.type === "error" ? "failed" : "sent",
				why: reply.code}});
	}

	// Where the conversation is from here on.
	arrive(message) {
		const {session, type, resumed, code} = message;
		if (type === "hello")
			this.greet(message);
		if (!session || !isText(session))
			return;
		const isAnew = resumed === false && isText(code);
		if (isAnew)
			this.#expire(code);
		this.#session = session;
		const place = isAnew ? null : this.#record.head.place;
		this.#record.place(session,
			isPlace(message) ? moved(place, message) : place);
	}

	// Behind what was said before, ahead of what is still to be said.
	#expire(code) {
		const {entries, queue, head} = this.#record;
		if (entries.length === queue.length)
			return; // there was no conversation to lose
		const [first] = queue;
		this.#record.add({key: `${head.placed}x`, from: "system", text: "",
			event: {type: "expired"}, why: code,
			...(first && {at: first.at - 0.5})});
	}

	// What the server has to offer.
	greet(message) {
		if (!isHello(message))
			return;
		const {name, language, examples, checklist} = message;
		this.#greeted = true;
		this.#record.greet({name, language, examples, checklist});
	}
}
