// SPDX-License-Identifier: MIT
// What is known of a conversation, and what all tabs of a visitor share of it:
// the entries, and the head, which says where it stands. What changes here is
// saved, of which the other tabs hear; what they have saved is taken over.
//
// Each part of the head carries a time by which the later version wins: `born`
// that of the conversation, `placed` of the session and the place that it
// leads to, `handed` of what a person does.
import {isEntry, isHead} from "./shapes.js";
import {inTurn} from "./tabs.js";
import {Transcript} from "./transcript.js";
import {Timer} from "./timer.js";

const SAVE_MS = 500; // in which another tab has saved

const fresh = (born) => ({born, session: null, place: null, placed: 0,
	handover: null, handed: 0, hello: null});

export class Record {
	#world;
	#tell;
	#memory;
	#transcript = new Transcript();
	#saving;
	head = fresh(0);

	// `tell`: (type, detail) of an event; "reset" is one more of them.
	constructor(memory, world, tell) {
		this.#memory = memory;
		this.#world = world;
		this.#tell = tell;
		this.#saving = new Timer(world);
	}

	get entries() {
		return this.#transcript.list;
	}

	get queue() {
		return this.#transcript.queue;
	}

	// Ratings that the server has not said a word to.
	get unrated() {
		return this.entries.filter(({rated}) => rated?.state === "sending");
	}

	// The number of a person's last message that has come in.
	get after() {
		return Math.max(0, ...this.entries.map(({from, key}) =>
			from === "agent" && parseInt(key) || 0));
	}

	get(key) {
		return this.#transcript.get(key);
	}

	// Is it still part of the conversation?
	has(entry) {
		return this.get(entry.key) === entry;
	}

	// Runs the task while no other tab does, with what the others have saved.
	turn(task) {
		const run = () => {
			this.load();
			return task();
		};
		const {name, isShared} = this.#memory;
		return isShared ? inTurn(name, this.#world, run) : run();
	}

	load() {
		this.#merge(this.#memory.load());
	}

	// Another tab has saved. Two that do so at once may undo each other's; the
	// last one that hears of the other has both.
	hear({key, newValue}) {
		if (key === this.#memory.name && this.#merge(this.#memory.read(newValue)))
			this.#saving.start(() => this.#save(), SAVE_MS);
	}

	close() {
		this.#saving.stop();
	}

	// Forgets it all, also in the other tabs.
	reset() {
		this.#renew(this.#transcript.after(this.#world.Date.now()));
		this.#save();
	}

	add(entry) {
		this.load(); // another tab's may be newer, and it be behind them
		const at = this.#transcript.after(this.#world.Date.now());
		const added = this.#transcript.put({at, turn: 0, ...entry});
		if (added)
			this.#changed(added);
	}

	change(entry, changes) {
		Object.assign(entry, changes, {turn: entry.turn + 1});
		this.#changed(entry);
	}

	place(session, place) {
		this.#mark("placed", {session, place});
	}

	hand(handover) {
		this.#mark("handed", {handover});
	}

	greet(hello) {
		this.head.hello = hello;
		this.#tell("head");
	}

	// Changes a part of the head, now, or behind its last change where the
	// clock has been set back.
	#mark(part, changes) {
		const at = Math.max(this.#world.Date.now(), this.head[part] + 1);
		Object.assign(this.head, changes, {[part]: at});
		this.#save();
		this.#tell("head");
	}

	#changed(entry) {
		this.#tell("entry", entry);
		this.#save();
	}

	#save() {
		this.load(); // nothing of another tab is overwritten
		this.#memory.save({head: this.head, entries: this.entries});
	}

	#renew(born) {
		this.head = fresh(born);
		this.#transcript = new Transcript();
		for (const type of ["reset", "entries", "head"])
			this.#tell(type);
	}

	// True: something is new in it.
	#merge(state) {
		if (!isHead(state?.head) || !Array.isArray(state.entries) ||
		    state.head.born < this.head.born)
			return false;
		let isNew = state.head.born > this.head.born;
		if (isNew)
			this.#renew(state.head.born);
		isNew = this.#follow(state.head) || isNew;
		for (const entry of state.entries) {
			const changed = isEntry(entry) && this.#transcript.put(entry);
			if (changed)
				this.#tell("entry", changed);
			isNew ||= changed;
		}
		return isNew;
	}

	#follow({session, place, placed, hello, handover, handed}) {
		const {head} = this;
		const isPlaced = placed > head.placed;
		const isHanded = handed > head.handed;
		if (isPlaced)
			Object.assign(head, {session, place, placed,
				hello: head.hello ?? hello});
		if (isHanded)
			Object.assign(head, {handover, handed});
		if (isPlaced || isHanded)
			this.#tell("head");
		return isPlaced || isHanded;
	}
}
