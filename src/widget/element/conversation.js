// SPDX-License-Identifier: MIT
// One visitor's conversation: what was said, what waits to be said, and where
// it stands. It knows no DOM; the element shows it. What has changed is told to
// its `listener`, if there is one:
//
//	entry(entry)           was added, or has changed
//	entries()              all of them: loaded, or begun anew
//	head()                 hello, place or handover
//	connection()
//	typing({on, agent})
//
// An entry, as `entries` has them in the order in which they are shown (a new
// one is not always the last: an answer stands right behind its question):
//
//	{key, from, at, text,     from: "visitor", "bot", "agent" or "system"
//	 state, why, personal,    of a visitor's: "waiting", "sent", "answered" or
//	                          "failed", and to a person "delivered" or "read";
//	                          a code, or "offline"; its text held personal data
//	                          and is not kept
//	 seq                      its number with a person
//	 reply, rated,            of the bot's: the answer (proto/message.h), and
//	                          {helpful, reason, state, why}: "sending",
//	                          "sent" or "failed", and the code of that
//	 agent, event}            {name}; {type: "handover", ...} or "expired"
import {Memory} from "./memory.js";
import {Record} from "./record.js";
import {isAgent, isHandover, isText} from "./shapes.js";
import {Turns, isActive} from "./turns.js";
import {Wire} from "./wire.js";
import {Timer} from "./timer.js";

const REASON_MAX = 120; // characters, of 4 of the 500 bytes each at most
const QUIET_MS = 30000; // after which a connection may have died unnoticed
const PULSE_MS = 45000; // of asking whether it has, while a person may write
const TYPING_MS = 3000; // between two words of the visitor's typing
const TYPED_MS = 10000; // how long a person's is believed

export class Conversation {
	#world;
	#wire;
	#memory;
	#record;
	#turns;
	#stopped = new AbortController();
	#typed = 0; // when the visitor's typing was last told
	#pulse;
	#typist;
	#opened = false;
	listener = null;

	// `server`: the URL of faqd. `persist`: "local", in step over all tabs;
	// "session", each tab on its own; "none", not beyond this page.
	// `world` is what they take from the window, for a test to hold.
	constructor({server, persist = "local"}, world = window) {
		this.#world = world;
		this.#pulse = new Timer(world);
		this.#typist = new Timer(world);
		this.#memory = new Memory(persist, server, world);
		this.#record = new Record(this.#memory, world,
			(type, detail) => this.#note(type, detail));
		this.#wire = new Wire(server, world, {
			state: () => this.#tell("connection"),
			open: () => this.#turns.begin(),
			wanted: () => this.#isWanted(),
			message: (message) => this.#receive(message),
		});
		this.#turns = new Turns(this.#record, this.#wire, world,
			(message) => this.#receive(message));
	}

	get entries() {
		return this.#record.entries;
	}

	get place() {
		return this.#record.head.place;
	}

	get hello() {
		return this.#record.head.hello;
	}

	get handover() {
		return this.#record.head.handover;
	}

	get connection() {
		return this.#wire.state;
	}

	get opened() {
		return this.#opened;
	}

	// Remembers, and connects if there is something to connect for.
	start() {
		const on = (type, run) =>
			this.#world.addEventListener(type, run,
				{signal: this.#stopped.signal});
		on("online", () => this.#isWanted() ? this.#wire.connect(true)
			: this.#wire.close());
		on("offline", () => this.#wire.close("offline"));
		on("visibilitychange", () => this.#look());
		on("pagehide", () => this.#leave());
		on("pageshow", ({persisted}) => persisted && this.#enter());
		on("storage", (event) => this.#record.hear(event));
		this.#opened = this.#memory.opened;
		this.#enter();
	}

	stop() {
		this.#stopped.abort();
		this.#leave();
	}

	ask(text) {
		this.#say({text});
	}

	// An entry, option or act by its id; `title` is what the visitor said.
	choose(id, title) {
		this.#say({text: title, choice: id});
	}

	// What has failed waits again.
	retry(key) {
		const entry = this.#record.get(key);
		if (entry?.state !== "failed")
			return;
		this.#record.change(entry,
			{state: "waiting", why: undefined, tries: 0});
		this.#connect();
	}

	feedback(key, helpful, reason) {
		const entry = this.#record.get(key);
		if (!entry?.reply)
			return;
		this.#record.change(entry, {rated: {helpful,
			reason: reason?.slice(0, REASON_MAX), state: "sending"}});
		this.#connect();
	}

	// Tells a person who listens, each few seconds.
	typing(on) {
		const now = this.#world.Date.now();
		if (!isActive(this.handover) ||
		    (on ? now - this.#typed < TYPING_MS : !this.#typed))
			return;
		this.#typed = on ? now : 0;
		this.#wire.tell({type: "typing", on});
	}

	setOpened(opened) {
		if (this.#opened === opened)
			return;
		this.#opened = this.#memory.opened = opened;
		this.#connect();
		this.#hear();
	}

	// Forgets the conversation, in all tabs, and begins another one.
	reset() {
		this.#record.reset();
	}

	#tell(type, detail) {
		this.listener?.[type](detail);
	}

	// What the record says of itself, also when another tab has changed it.
	#note(type, detail) {
		if (type === "reset")
			return this.#renew();
		this.#tell(type, detail);
		if (type === "head" && isActive(this.handover)) {
			if (!this.#pulse.running)
				this.#turns.take(); // or is not heard here
			this.#watch();
			this.#connect();
		}
	}

	// -------------------------------------------------------- coming and going

	#enter() {
		this.#record.load();
		this.#tell("entries");
		this.#watch();
		this.#connect();
	}

	// A page that is kept to be gone back to must not hold a connection.
	#leave() {
		this.#pulse.stop();
		this.#typist.stop();
		this.#turns.stop();
		this.#record.close();
		this.#wire.close();
	}

	#look() {
		if (this.#world.document.hidden)
			return;
		this.#connect();
		this.#probe();
		this.#hear();
	}

	get #isSeen() {
		return this.#opened && !this.#world.document.hidden;
	}

	// What is still to be sent.
	get #open() {
		return [...this.#record.queue, ...this.#record.unrated];
	}

	// Is there something that a connection is needed for?
	#isWanted() {
		return this.#isSeen ||
			isActive(this.handover) ||
			this.#open.length > 0;
	}

	#connect() {
		if (this.#open.length && this.#wire.up)
			this.#turns.take();
		if (this.#isWanted())
			this.#wire.connect();
	}

	// The server knows the connection as that of another conversation.
	#renew() {
		this.#turns.renew();
		this.#wire.close();
		this.#connect();
	}

	// Asks for a sign of life where there has been none for long.
	#probe() {
		if (this.#wire.state === "online" &&
		    this.#world.Date.now() - this.#wire.heard >= QUIET_MS)
			this.#turns.begin();
	}

	// What a person writes is not waited for with a message of ours.
	#watch() {
		if (isActive(this.handover))
			this.#pulse.start(() => {
				this.#probe();
				this.#watch();
			}, PULSE_MS);
	}

	// --------------------------------------------------- what the visitor says

	#say(said) {
		this.#record.add({key: this.#turns.nextId(), from: "visitor",
			state: "waiting", tries: 0, ...said});
		this.#connect();
	}

	// ---------------------------------------------------- what the server says

	#receive(message) {
		const {type, id, text} = message;
		const agent = isAgent(message.agent) ? message.agent : undefined;
		if (type === "hello") {
			this.#turns.greet(message);
		} else if (type === "session") {
			this.#turns.arrive(message);
		} else if (type === "read") {
			this.#read(message.seq);
		} else if (type === "typing") {
			this.#showTyping(message.on === true, agent);
		} else if (type === "handover" && isHandover(message)) {
			this.#hand({state: message.state, agent,
				waiting: message.waiting});
		} else if (type === "agent_message" && id &&
			   isText(id) && isText(text)) {
			this.#showTyping(false, agent);
			this.#record.add({key: `${id}a`, from: "agent", text, agent});
			this.#hear();
		}
	}

	// Tells that what a person wrote is seen.
	#hear() {
		if (isActive(this.handover) && this.#isSeen)
			this.#wire.tell({type: "heard", seq: this.#record.after});
	}

	// A person has seen what was delivered up to there.
	#read(seq) {
		for (const entry of this.entries)
			if (entry.state === "delivered" && entry.seq <= seq)
				this.#record.change(entry, {state: "read"});
	}

	#showTyping(on, agent) {
		this.#tell("typing", {on, agent});
		if (on)
			this.#typist.start(() => this.#showTyping(false, agent),
				TYPED_MS);
		else
			this.#typist.stop();
	}

	// How many wait may change often; the rest is told in the transcript,
	// under its number there, so that what two tabs hear is shown once.
	#hand(handover) {
		const old = this.handover;
		const told = this.entries.filter(
			({event}) => event?.type === "handover").length;
		if (old?.state !== handover.state ||
		    old.agent?.name !== handover.agent?.name)
			this.#record.add({key: `${told}h`, from: "system", text: "",
				event: {type: "handover", ...handover}});
		this.#record.hand(handover);
	}
}
