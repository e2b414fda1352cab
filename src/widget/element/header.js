// SPDX-License-Identifier: MIT
// The title, who is answering, and what can be done with the conversation.
import {button, icon, make, signed} from "./dom.js";
import {handoverText} from "./entry.js";

export class Header {
	#ui;
	#who = make("p.soft");
	#menu;

	// `on` has save(), copy(), reset(), and close() where it can be.
	constructor(ui, on) {
		const {say} = this.#ui = ui;
		const item = (label, act) => make("li",
			button(".item", {click: () => {
				this.#shut();
				act();
			}}, label));
		this.#menu = make("details.more", {
			keydown: (event) => this.#onKey(event),
			focusout: (event) => this.#onLeave(event)},
			make("summary.sign", {title: say("menu"),
				"aria-label": say("menu")}, icon("more")),
			make("ul.menu",
				item(say("save"), on.save),
				item(say("copy_all"), on.copy),
				item(say("reset"), on.reset)));
		this.node = make("header.header", make("span.mark", icon("chat")),
			make("div.grow",
				make("h2", {id: "title", dir: "auto"}, ui.title),
				this.#who),
			this.#menu,
			on.close && signed("close", say("close"), on.close));
	}

	update() {
		const {say, conversation: {handover}} = this.#ui;
		const {state, agent} = handover ?? {};
		this.#who.textContent = state === "joined"
			? agent?.name || say("person") : state === "waiting"
				? handoverText(handover, say) : say("automatic");
	}

	#shut() {
		this.#menu.firstChild.focus();
		this.#menu.open = false;
	}

	#onKey(event) {
		if (event.key !== "Escape" || !this.#menu.open)
			return;
		event.preventDefault();
		event.stopPropagation();
		this.#shut();
	}

	#onLeave({relatedTarget}) {
		if (!this.#menu.contains(relatedTarget))
			this.#menu.open = false;
	}
}
