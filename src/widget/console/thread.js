// SPDX-License-Identifier: MIT
// The messages of the conversation that is looked at. Not a live region: what
// is new is announced apart from it.
import {make} from "../element/dom.js";
import {messageNode, unsentNode} from "./message.js";

const NEAR_PX = 96; // as good as at the end

export class Thread {
	#desk;
	#wrong;
	#shown = null; // the case
	#choices; // what can be done with what was refused
	#nodes = new Map(); // seq -> {message, node}
	#list = make("ol");
	#unsent = make("ol");
	#typing = make("p.typing", {hidden: true}, "The visitor is typing …");

	constructor(desk, wrong) {
		this.#desk = desk;
		this.#wrong = wrong;
		this.#choices = {
			again: (one) => desk.again(one),
			takeBack: (one) => desk.takeBack(one),
			discard: (one) => desk.discard(one),
		};
		this.node = make("div.log", {role: "region", tabindex: 0,
			"aria-label": "Messages"},
		this.#list, this.#unsent, this.#typing);
		desk.addEventListener("case", () => this.#show());
		desk.addEventListener("typing", () => this.#showTyping());
	}

	focus() {
		this.node.focus();
	}

	// The bot's message that the focus is on, or its last one.
	get answer() {
		const seq = Number(document.activeElement
			?.closest("[data-seq]")?.dataset.seq);
		const all = this.#desk.current?.messages
			.filter(({from}) => from === "bot") ?? [];
		return all.find((one) => one.seq === seq) ?? all.at(-1);
	}

	#show() {
		const {current} = this.#desk;
		const isOther = current !== this.#shown;
		const isNear = isOther || this.#isNear();
		if (isOther) {
			this.#nodes.clear();
			this.#list.replaceChildren();
			this.#shown = current;
		}
		current?.messages.forEach((message) => this.#put(message));
		this.#unsent.replaceChildren(...(current?.waiting ?? []).map((one) =>
			unsentNode(one, this.#choices)));
		this.#showTyping();
		if (isNear)
			this.#toEnd();
	}

	// One that has changed (it is delivered) is made anew, unless the focus
	// is in it.
	#put(message) {
		const known = this.#nodes.get(message.seq);
		if (known?.message === message ||
		    known?.node.contains(document.activeElement))
			return;
		const node = messageNode(message, this.#wrong);
		this.#nodes.set(message.seq, {message, node});
		if (known)
			known.node.replaceWith(node);
		else
			this.#list.insertBefore(node, this.#after(message.seq));
	}

	#after(seq) {
		return [...this.#list.children]
			.find(({dataset}) => Number(dataset.seq) > seq) ?? null;
	}

	#showTyping() {
		const isNear = this.#isNear();
		this.#typing.hidden = !this.#desk.current?.isTyping;
		if (isNear)
			this.#toEnd();
	}

	#toEnd() {
		this.node.scrollTop = this.node.scrollHeight;
	}

	#isNear() {
		const {scrollHeight, scrollTop, clientHeight} = this.node;
		return scrollHeight - scrollTop - clientHeight < NEAR_PX;
	}
}
