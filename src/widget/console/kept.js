// SPDX-License-Identifier: MIT
// What outlives a reload: the key, drafts and what has not been sent yet for as
// long as the tab is there, settings for longer. Where storage is denied,
// nothing does, and all else works.
const SECRET = "faqd:desk:signed-in"; // {key, name}, of this tab only
const AWAY = "faqd:desk:away"; // of this tab, too
const UNSENT = "faqd:desk:unsent:"; // and a conversation: as Case has it
const SETTINGS = "faqd:desk:settings";

export class Kept {
	#world;

	constructor(world) {
		this.#world = world;
	}

	get signedIn() {
		return this.#read("session", SECRET);
	}

	set signedIn(value) {
		this.#write("session", SECRET, value);
	}

	get isAway() {
		return this.#read("session", AWAY) ?? false;
	}

	set isAway(value) {
		this.#write("session", AWAY, value || null);
	}

	get settings() {
		return this.#read("local", SETTINGS) ?? {};
	}

	set settings(value) {
		this.#write("local", SETTINGS, value);
	}

	unsent(conversation) {
		return this.#read("session", UNSENT + conversation) ?? {};
	}

	setUnsent(conversation, value) {
		const isEmpty = !value.draft && !value.outbox.length;
		this.#write("session", UNSENT + conversation,
			isEmpty ? null : value);
	}

	// What a person leaves behind who signs out: nothing of the visitors'.
	forget() {
		try {
			const storage = this.#world.sessionStorage;
			Object.keys(storage)
				.filter((name) => name.startsWith("faqd:desk:"))
				.forEach((name) => storage.removeItem(name));
		} catch {
			// there is none
		}
	}

	#read(kind, name) {
		try {
			return JSON.parse(this.#world[`${kind}Storage`].getItem(name));
		} catch {
			return null;
		}
	}

	#write(kind, name, value) {
		try {
			const storage = this.#world[`${kind}Storage`];
			if (value === null)
				storage.removeItem(name);
			else
				storage.setItem(name, JSON.stringify(value));
		} catch {
			// full, or denied
		}
	}
}
