// SPDX-License-Identifier: MIT
// <faqd-chat>: its attributes, methods and events. Without `position` it is in
// the place where it is written; with it, it is a launcher in that corner of
// the window. README.md, one folder up, has what a site can set.
import css from "element.css";
import {Conversation} from "./conversation.js";
import {View} from "./view.js";
import {Words} from "./words.js";

const style = new CSSStyleSheet();
style.replaceSync(css);

// `home` is the server of an element that names none.
export const chatElement = (home) => class extends HTMLElement {
	#conversation = null;
	#source = ""; // what that is a conversation with
	#view = null;
	#built = 0; // how often

	static observedAttributes = ["server", "lang", "persist", "position",
		"title", "placeholder", "open"];

	connectedCallback() {
		this.#build();
	}

	disconnectedCallback() {
		this.#end();
	}

	attributeChangedCallback(name, old, value) {
		if (!this.#built || !this.isConnected || old === value)
			return;
		if (name === "open")
			this.toggle(value !== null);
		else
			this.#build();
	}

	open() {
		this.#view?.open();
	}

	close() {
		this.#view?.close();
	}

	toggle(open = !this.#view?.isOpen) {
		if (open)
			this.open();
		else
			this.close();
	}

	// A text, or {choice, title}: an entry's id and what to show for it.
	ask(what) {
		this.open();
		if (typeof what === "string")
			this.#conversation?.ask(what);
		else
			this.#conversation?.choose(what.choice, what.title);
	}

	reset() {
		this.#conversation?.reset();
	}

	#end() {
		this.#built++;
		this.#view?.remove();
		this.#conversation?.stop();
		this.#view = this.#conversation = null;
		this.#source = "";
	}

	async #build() {
		const built = ++this.#built;
		const named = this.getAttribute("server") || home;
		let server;
		try {
			server = new URL(named, document.baseURI).href;
		} catch {
			this.#end();
			return console.error(`faqd-chat: no URL: "${named}"`);
		}
		const words = new Words();
		await words.load(server, this.#language);
		// Meanwhile it may have been taken out, or changed again.
		if (built !== this.#built)
			return;
		this.#converse(server, this.getAttribute("persist") || "local");
		this.#show(words);
	}

	// With another server, or kept elsewhere, it is another conversation.
	#converse(server, persist) {
		const source = `${persist} ${server}`;
		if (source === this.#source)
			return;
		this.#conversation?.stop();
		this.#conversation = new Conversation({server, persist});
		this.#conversation.start();
		this.#source = source;
	}

	// The element's own, or that of the place where it stands.
	get #language() {
		return this.closest("[lang]")?.lang || navigator.language;
	}

	// What is being written goes on in the new view.
	#show(words) {
		const left = this.#view?.remove();
		const root = this.shadowRoot || this.attachShadow({mode: "open"});
		root.adoptedStyleSheets = [style];
		this.#view = new View(root, {
			conversation: this.#conversation, words,
			launched: this.hasAttribute("position"),
			title: this.getAttribute("title"),
			placeholder: this.getAttribute("placeholder"),
			tell: (name, detail) => this.#tell(name, detail),
		});
		if (!left)
			this.#tell("ready");
		this.#view.start(this.hasAttribute("open"), left);
	}

	#tell(name, detail) {
		this.dispatchEvent(new CustomEvent(`faqd:${name}`, {
			detail, bubbles: true, composed: true}));
	}
};
