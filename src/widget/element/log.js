// SPDX-License-Identifier: MIT
// The conversation as a list of messages: walked with the arrow keys, and
// scrolled to what is new unless the visitor reads further up. It is not a
// live region: what is new is announced apart from it.
import {button, make, set} from "./dom.js";
import {message} from "./entry.js";
import {welcome} from "./welcome.js";

const NEAR_PX = 96; // as good as at the end

export class Log {
	#ui;
	#escape;
	#views = new Map(); // an entry's key -> {node, update}
	#welcome = make("div.welcome");
	#list = make("ol");
	#typing = make("p.typing.soft", {hidden: true});
	#jump = button(".choice.jump", {click: () => {
		this.toEnd();
		this.node.focus();
	}});
	#known = ""; // the hello that is shown
	#below = 0; // new messages that have not been scrolled to

	// `escape` is called when the visitor leaves it for the input.
	constructor(ui, escape) {
		this.#ui = ui;
		this.#escape = escape;
		this.node = make("div.log", {role: "region", tabindex: 0,
			"aria-label": ui.say("log"),
			keydown: (event) => this.#onKey(event),
			click: (event) => this.#onClick(event),
			scroll: () => this.#isNear() && this.#offer(0),
		}, this.#welcome, this.#list, this.#typing, this.#jump);
		this.#offer(0);
	}

	// Shown anew only when it is another one, as the focus may be within.
	hello(hello) {
		const known = JSON.stringify(hello);
		if (known === this.#known)
			return;
		this.#known = known;
		this.#welcome.replaceChildren(...welcome(hello, this.#ui));
		this.#markLanguage();
	}

	showAll(entries) {
		this.#views.clear();
		this.#list.replaceChildren();
		entries.forEach((entry) => this.#put(entry));
		this.#settle();
		this.toEnd();
	}

	// Whether it is new.
	show(entry) {
		const near = this.#isNear();
		const view = this.#views.get(entry.key);
		if (view)
			view.update(entry);
		else
			this.#put(entry);
		this.#settle();
		const {node} = this.#views.get(entry.key);
		if (view ? near && !node.nextSibling : entry.from === "visitor")
			this.toEnd();
		else if (near && !view)
			this.#reveal(node);
		else if (!view)
			this.#offer(this.#below + 1);
		return !view;
	}

	// "" where nobody is typing.
	typing(name) {
		const near = this.#isNear();
		this.#typing.hidden = !name;
		this.#typing.replaceChildren(
			make("span.dots", {"aria-hidden": "true"}, "●●● "),
			name);
		if (near && name)
			this.toEnd();
	}

	toEnd() {
		this.node.scrollTop = this.node.scrollHeight;
	}

	// To go down to as many new messages.
	#offer(count) {
		this.#below = count;
		this.#jump.hidden = !count;
		this.#jump.textContent = this.#ui.say("unread", {count});
	}

	#put(entry) {
		const view = message(entry, this.#ui);
		const {entries} = this.#ui.conversation;
		const next = entries.slice(entries.indexOf(entry) + 1)
			.map(({key}) => this.#views.get(key)).find(Boolean);
		this.#views.set(entry.key, view);
		this.#list.insertBefore(view.node, next ? next.node : null);
	}

	// What was offered for one turn can't be chosen in a later one. It
	// keeps the focus that it may have.
	#settle() {
		const last = this.#list.lastElementChild;
		for (const one of this.#list.querySelectorAll("[data-turn]"))
			set(one, {"aria-disabled":
				!last.contains(one) && "true"});
		this.#markLanguage();
	}

	// Text of the content, as opposed to words of the interface.
	#markLanguage() {
		const lang = this.#ui.conversation.hello?.language;
		for (const one of this.#list.querySelectorAll(".bot [dir]"))
			set(one, {lang});
	}

	#onClick(event) {
		const one = event.target.closest("[data-id]");
		if (one && !one.hasAttribute("aria-disabled"))
			this.#ui.conversation.choose(one.dataset.id,
						     one.textContent);
	}

	#onKey(event) {
		if (event.target.matches("input"))
			return;
		if (event.key === "Escape") {
			event.preventDefault();
			event.stopPropagation();
			this.#escape();
		} else if (this.#walk(event.key)) {
			event.preventDefault();
		}
	}

	#walk(key) {
		const all = [...this.#list.children];
		const end = all.length - 1;
		const now = all.findIndex((one) =>
			one.matches(":focus, :focus-within"));
		const to = {
			ArrowUp: now < 0 ? end : Math.max(now - 1, 0),
			ArrowDown: now < 0 ? end : Math.min(now + 1, end),
			Home: 0,
			End: end,
		}[key];
		all[to]?.focus();
		return to !== undefined;
	}

	#isNear() {
		const {scrollHeight, scrollTop, clientHeight} = this.node;
		return scrollHeight - scrollTop - clientHeight < NEAR_PX;
	}

	// A long answer is shown from its beginning.
	#reveal(node) {
		const room = this.node.clientHeight - 24;
		if (node.offsetHeight > room)
			this.node.scrollTop = node.offsetTop - 12;
		else
			this.toEnd();
	}
}
