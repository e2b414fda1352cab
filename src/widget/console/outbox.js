// SPDX-License-Identifier: MIT
// What an agent has said and faqd has not stored yet. It waits in its
// conversation (case.js), goes one after the other, so that it stays in order,
// and keeps its id over reconnects and reloads, by which faqd knows one that
// it has already.
import {plural, troubleOf} from "./words.js";

const TEXT_BYTES_MAX = 4096; // as proto/agent_incoming.h has it

const tooLong = (text) => {
	const over = new TextEncoder().encode(text).length - TEXT_BYTES_MAX;
	return over > 0 ? `Too long by ${plural(over, "byte", "bytes")}.`
		: undefined;
};

export class Outbox {
	#link;
	#on;

	// `on`: changed(item); stored(item, one, reply), before that.
	constructor(link, on) {
		this.#link = link;
		this.#on = on;
	}

	put(item, text, isNote) {
		item.outbox.push({id: this.#link.nextId(), text, why: tooLong(text),
			type: isNote ? "note" : "reply"});
		this.#changed(item);
	}

	// What was refused, once more.
	again(item, one) {
		one.why = tooLong(one.text);
		this.#changed(item);
	}

	take(item, one) {
		item.outbox.splice(item.outbox.indexOf(one), 1);
		this.#on.changed(item);
	}

	// Sends what waits, if it can go.
	async pump(item) {
		const one = this.#next(item);
		if (!one || item.isBusy || this.#link.state !== "online")
			return;
		item.isBusy = true;
		const {id, type, text} = one;
		const reply = await this.#link.exchange(
			{type, id, conversation: item.id, text});
		item.isBusy = false;
		if (!reply)
			return; // goes again when faqd is there again
		if (reply.type === "error")
			one.why = troubleOf(reply);
		else
			this.#on.stored(item, one, reply);
		if (!one.why)
			item.outbox.splice(item.outbox.indexOf(one), 1);
		this.#changed(item);
	}

	// Of what is on its way, `name` has heard `text`, before its
	// acknowledgement: it is not to be shown twice.
	hear(item, name, {agent, text}) {
		const one = item.isBusy && this.#next(item);
		if (one && agent?.name === name && one.text === text)
			one.isHeard = true;
	}

	#next(item) {
		return item.outbox.find(({why}) => !why);
	}

	#changed(item) {
		this.#on.changed(item);
		this.pump(item);
	}
}
