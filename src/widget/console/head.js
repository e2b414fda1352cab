// SPDX-License-Identifier: MIT
// The conversation's head: who it is, how it stands, and what can be done.
import {button, make, signed} from "../element/dom.js";
import {confirm} from "./dialogs.js";
import {presenceNode, reasonNode} from "./facts.js";
import {ago, states} from "./words.js";

export class Head {
	#desk;
	#title = make("h2", {tabindex: -1});
	#facts = make("p.facts");
	#claim = button(".primary", {click: () => this.claim()}, "Take it");
	#back = button(".small", {click: () => this.giveBack()},
		"Hand back to the bot");
	#close = button(".quiet", {click: () => this.close()}, "Close");

	// `up` leads to the list where there is no room for both.
	constructor(desk, up) {
		this.#desk = desk;
		this.node = make("header.head",
			signed("arrow", "Back to the list", up, ".up"),
			make("div.name", this.#title, this.#facts),
			make("div.tools", this.#claim, this.#back, this.#close));
		desk.addEventListener("case", () => this.#show());
	}

	focus() {
		this.#title.focus();
	}

	claim() {
		const {current} = this.#desk;
		if (current && !this.#claim.hidden)
			this.#desk.claim();
	}

	giveBack() {
		if (this.#desk.isMine)
			confirm("Hand back to the bot?",
				"The bot answers the visitor again.", "Hand back",
				() => this.#desk.giveBack());
	}

	close() {
		if (this.#desk.isMine)
			confirm("Close the conversation?",
				"The visitor is told that it has ended.", "Close it",
				() => this.#desk.close());
	}

	#show() {
		const {current, isMine} = this.#desk;
		this.node.hidden = !current;
		if (!current)
			return;
		const {state, agent, since, step} = current.summary;
		const focused = document.activeElement;
		this.#title.textContent = current.title;
		this.#facts.replaceChildren(...[
			isMine ? "With you" : state === "joined"
				? `With ${agent?.name ?? "somebody"}` : states[state],
			reasonNode(current.summary),
			state === "waiting" && `for ${ago(since, Date.now())}`,
			step && `step ${step}`,
			presenceNode(current.summary),
		].filter(Boolean).map((one) => make("span", one)));
		this.#claim.hidden = state !== "waiting";
		this.#back.hidden = this.#close.hidden = !isMine;
		// what has been pressed is gone: on to what it led to
		if (focused && this.node.contains(focused) &&
		    focused.closest("[hidden]"))
			this.focus();
	}
}
