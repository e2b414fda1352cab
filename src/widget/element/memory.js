// SPDX-License-Identifier: MIT
// Keeps a conversation over navigation and reloads: in localStorage, in
// sessionStorage, or not at all. A storage may be denied, full, or hold
// anything; then less is remembered, and nothing else happens.
import {parse} from "./shapes.js";

const VERSION = 1; // of the layout; another one is forgotten
const KEPT_MS = 30 * 24 * 3600 * 1000; // as long as a session is good
const LENGTH_MAX = 256 * 1024; // of 5 Mi that a site has, in UTF-16 units

export class Memory {
	#world;
	#persist;
	#seen = null; // the text that was last saved or loaded

	constructor(persist, server, world) {
		this.#world = world;
		this.#persist = persist;
		this.name = `faqd:${server}`;
		this.isShared = persist === "local"; // by all tabs
	}

	// What has been saved, if that is news; or null.
	load() {
		const text = this.#get(this.#persist, this.name);
		if (text === this.#seen)
			return null;
		this.#seen = text;
		return this.read(text);
	}

	// What a saved text says, if it is one and not too old; or null.
	read(text) {
		const kept = parse(text);
		return kept?.version === VERSION &&
			this.#world.Date.now() - kept.saved < KEPT_MS ? kept : null;
	}

	// Keeps the newest entries, as many as there is room for.
	save(state) {
		let {entries} = state;
		for (;;) {
			const text = JSON.stringify({...state, entries,
				version: VERSION, saved: this.#world.Date.now()});
			if (text.length <= LENGTH_MAX &&
			    this.#put(this.#persist, this.name, text)) {
				this.#seen = text;
				return;
			}
			if (!entries.length)
				return;
			entries = entries.slice(Math.ceil(entries.length / 2));
		}
	}

	// Was the panel open? That is each tab's own.
	get opened() {
		return this.#get("session", `${this.name}:opened`) === "true";
	}

	set opened(opened) {
		this.#put("session", `${this.name}:opened`, `${opened}`);
	}

	#get(kind, name) {
		try {
			return this.#persist === "none" ? null
				: this.#world[`${kind}Storage`].getItem(name);
		} catch {
			return null; // denied
		}
	}

	// False: there is no room for it.
	#put(kind, name, text) {
		try {
			if (this.#persist !== "none")
				this.#world[`${kind}Storage`].setItem(name, text);
			return true;
		} catch {
			return false;
		}
	}
}
