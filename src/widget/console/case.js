// SPDX-License-Identifier: MIT
// What is known of one conversation, and what has yet to be said in it.

export class Case {
	#messages = new Map(); // seq -> message
	summary;
	seq = 0; // of the newest that was heard
	// {id, type: "reply"|"note", text, why, isHeard}; why: it was refused;
	// isHeard: faqd has told it to all who follow, and we wait for its word
	outbox = [];
	draft = "";
	isNote = false; // what the draft is
	isTyping = false; // the visitor
	suggestions = null; // null: not asked for yet
	isUnread = false; // the visitor has written since it was looked at
	isBusy = false; // something of the outbox is on its way

	// `unsent`: what had not been sent when the page was left.
	constructor(summary, unsent) {
		this.summary = summary;
		Object.assign(this, unsent);
	}

	// What has to outlive the page.
	get unsent() {
		const {draft, isNote, outbox} = this;
		return {draft, isNote, outbox};
	}

	// What is not among the messages yet.
	get waiting() {
		return this.outbox.filter(({isHeard}) => !isHeard);
	}

	get id() {
		return this.summary.conversation;
	}

	// In the order of their numbers.
	get messages() {
		return [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
	}

	// Up to here nothing changes any more: what is behind may have been
	// delivered.
	get settled() {
		const open = this.messages.find(({from, delivered}) =>
			from === "agent" && !delivered);
		return open ? Math.min(this.seq, open.seq - 1) : this.seq;
	}

	// What faqd has told us itself, in order: up to its number nothing is
	// missing.
	hear(message) {
		this.seq = Math.max(this.seq, message.seq);
		return this.add(message);
	}

	// Whether it is new; one that is known is brought up to date.
	add(message) {
		const isNew = !this.#messages.has(message.seq);
		this.#messages.set(message.seq,
			{...this.#messages.get(message.seq), ...message});
		return isNew;
	}

	isOf(name) {
		return this.summary.state === "joined" &&
			this.summary.agent?.name === name;
	}

	get isOpen() {
		return this.summary.state === "waiting" ||
			this.summary.state === "joined";
	}

	// There are no names; this tells one from another.
	get title() {
		return `Visitor ${this.id.slice(0, 4)}`;
	}
}

// Of `name` first, then who waits (the longest first), then what others have,
// then what is over (the latest first).
export const grouped = (cases, name) => {
	const by = (test, turn = 1) => cases.filter(test)
		.sort((a, b) => turn * (a.summary.since - b.summary.since));
	const waits = ({summary}) => summary.state === "waiting";
	return [
		{name: "Yours", cases: by((one) => one.isOf(name))},
		{name: "Waiting", cases: by(waits)},
		{name: "With others", cases: by((one) =>
			one.isOpen && !waits(one) && !one.isOf(name))},
		{name: "Ended", cases: by((one) => !one.isOpen, -1)},
	];
};
