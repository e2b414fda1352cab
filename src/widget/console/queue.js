// SPDX-License-Identifier: MIT
// The conversations, in groups. One of them is a tab stop; arrow keys, Home and
// End walk the rest.
import {make, set} from "../element/dom.js";
import {presenceNode, reasonNode} from "./facts.js";
import {ago, textOf} from "./words.js";

const AGO_MS = 15000; // how old what says "4 min" may be

class Item {
	#facts = make("span.facts");
	#last = make("span.last");
	#title = make("span.title");
	#ago = make("span.ago");

	constructor(item, select) {
		this.item = item;
		this.button = make("button.item",
			{type: "button", click: () => select(item.id)},
			make("span.line", this.#title, this.#ago),
			this.#last, this.#facts);
		this.node = make("li", this.button);
	}

	update({isCurrent, isMine}, now) {
		const {item} = this;
		const {summary} = item;
		const {last, agent, step} = summary;
		this.#title.textContent = item.title;
		this.#ago.textContent = ago(summary.since, now);
		this.#last.textContent = last ? textOf(last) : "";
		this.#facts.replaceChildren(...[
			item.isUnread && make("b.new", "New"),
			reasonNode(summary),
			summary.state === "joined" && !isMine &&
			`with ${agent?.name ?? "somebody"}`,
			summary.state === "returned" && "with the bot",
			summary.state === "closed" && "closed",
			step && `step ${step}`,
			item.isOpen && presenceNode(summary),
		].filter(Boolean).map((one) => make("span", one)));
		set(this.button, {"aria-current": isCurrent ? "true" : null});
	}
}

export class Queue {
	#desk;
	#items = new Map(); // id -> Item
	#groups = [];
	#empty = make("p.none", "Nobody has asked for a person yet.");

	constructor(desk, select) {
		this.#desk = desk;
		this.select = select;
		this.node = make("nav.queue", {"aria-label": "Conversations",
			keydown: (event) => this.#onKey(event)}, this.#empty);
		desk.addEventListener("queue", () => this.#show());
		setInterval(() => this.#show(), AGO_MS);
	}

	focus() {
		this.#buttons.find(({tabIndex}) => tabIndex === 0)?.focus();
	}

	// Goes to the next (1) or the one before (-1), and looks at it.
	step(by) {
		const ids = this.#desk.queue.flatMap(({cases}) =>
			cases.map(({id}) => id));
		const at = ids.indexOf(this.#desk.current?.id);
		const id = ids[at < 0 ? 0 : at + by];
		if (id)
			this.select(id);
	}

	// The one who has waited longest.
	next() {
		const [first] = this.#desk.queue[1].cases;
		if (first)
			this.select(first.id);
	}

	get #buttons() {
		return [...this.node.querySelectorAll(".item")];
	}

	#show() {
		const {queue, current, cases} = this.#desk;
		const focused = document.activeElement;
		for (const id of this.#items.keys())
			if (!cases.has(id))
				this.#items.delete(id);
		queue.forEach((group, i) => this.#showGroup(i, group));
		this.#empty.hidden = cases.size > 0;
		if (this.node.contains(focused))
			focused.focus(); // it may have changed its group
		const stop = this.#items.get(current?.id)?.button ??
			this.#buttons[0];
		this.#stop(stop);
	}

	#showGroup(i, {name, cases}) {
		if (!this.#groups[i]) {
			const group = {list: make("ul"), count: make("span.count")};
			group.node = make("section",
				make("h2", `${name} `, group.count), group.list);
			this.#groups[i] = group;
			this.node.append(group.node);
		}
		const {node, list, count} = this.#groups[i];
		const nodes = cases.map((item) => this.#node(item));
		node.hidden = cases.length === 0;
		count.textContent = cases.length;
		if (nodes.length !== list.children.length ||
		    nodes.some((one, at) => one !== list.children[at]))
			list.replaceChildren(...nodes);
	}

	#node(item) {
		const view = this.#items.get(item.id) ??
			new Item(item, (id) => this.select(id));
		view.item = item;
		this.#items.set(item.id, view);
		const {current, me} = this.#desk;
		view.update({isCurrent: item === current,
			isMine: item.isOf(me?.name)}, Date.now());
		return view.node;
	}

	#stop(button) {
		for (const one of this.#buttons)
			one.tabIndex = one === button ? 0 : -1;
	}

	#onKey(event) {
		const buttons = this.#buttons;
		const at = buttons.indexOf(event.target);
		const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0,
			End: buttons.length - 1}[event.key];
		if (at < 0 || to === undefined)
			return;
		event.preventDefault();
		const next = buttons[to];
		if (!next)
			return;
		this.#stop(next);
		next.focus();
	}
}
