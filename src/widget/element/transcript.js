// SPDX-License-Identifier: MIT
// The entries of a conversation, in order, and how two tabs' versions of them
// become one. An entry is a plain object, as it is stored and sent to other
// tabs; `turn` counts its changes, and the later version wins.
//
// Order: by time, but an answer right behind its question (`asked` is when
// that was), so that what was asked offline reads question, answer, question,
// answer.

const ENTRIES_MAX = 200;

// At the same time in two tabs, the keys decide: that of an answer begins with
// its question's.
const before = (a, b) =>
	(a.asked ?? a.at) - (b.asked ?? b.at) || (a.key < b.key ? -1 : 1);

export class Transcript {
	list = [];

	get(key) {
		return this.list.find((entry) => entry.key === key);
	}

	// Takes in an entry, or a later version of one; returns what is in the
	// list now, or null when that is as it was.
	put(entry) {
		const old = this.get(entry.key);
		if (old)
			return entry.turn > old.turn ? Object.assign(old, entry) : null;
		this.list.push(entry);
		this.list.sort(before);
		this.list.splice(0, this.list.length - ENTRIES_MAX);
		return this.list.includes(entry) ? entry : null;
	}

	// A time behind all of them, even when the clock has been set back.
	after(now) {
		return this.list.reduce(
			(time, {at}) => Math.max(time, at + 1), now);
	}

	// What has been said and has no answer yet.
	get queue() {
		return this.list.filter(({state}) =>
			state === "waiting" || state === "sent");
	}
}
