// SPDX-License-Identifier: MIT
// All that is seen of one conversation, put together and kept up to date. What
// is new is announced once, through a live region apart from the messages.
import {make} from "./dom.js";
import {composer} from "./composer.js";
import {nameOf, textOf} from "./entry.js";
import {Header} from "./header.js";
import {Log} from "./log.js";
import {Panel} from "./panel.js";
import {copy, download, plainText} from "./save.js";
import {stepper} from "./stepper.js";
import {isActive} from "./turns.js";

export class View {
	#ui; // what its parts share
	#tell;
	#node;
	#panel = null; // of a launcher; else it is always open
	#header;
	#log;
	#composer;
	#confirm;
	#stepper = make("div.stepper");
	#banner = make("p.banner", {hidden: true});
	#live = make("div.heard", {role: "status"});
	#unread = 0;
	#typist = ""; // the agent who is typing
	#handover; // that has been told of
	#sight; // tells when an element in the page comes into view

	// `tell` takes the name of an event of the element, and its detail.
	constructor(root, {words, launched, tell, ...shared}) {
		const say = (key, values) => words.say(key, values);
		this.#tell = tell;
		this.#ui = {...shared, say, language: words.language,
			title: shared.title || say("title"),
			placeholder: shared.placeholder || say("placeholder"),
			announce: (text) => this.#announce(text),
			copy: (text) => this.#copy(text)};
		this.#make(launched);
		this.#node = make("div.root", {title: "",
			lang: words.language, dir: words.dir},
			this.#panel ? this.#panel.nodes : this.#inline());
		root.replaceChildren(this.#node);
	}

	get isOpen() {
		return this.#panel?.isOpen ?? true;
	}

	// `open`: with the page. `left` is what the view before this one has left.
	start(open, left) {
		const {conversation} = this.#ui;
		conversation.listener = this;
		this.#handover = conversation.handover;
		this.head();
		this.entries();
		this.connection();
		if (this.#panel)
			this.#panel.start(open || conversation.opened, left?.isOpen);
		else
			this.#sight.observe(this.#node);
		if (left)
			this.#composer.write(left.text);
		if (left?.focused)
			this.#composer.input.focus();
	}

	// Returns what a view in its place goes on with.
	remove() {
		// In the page it had no panel that is to cover a phone's now.
		const isOpen = this.#panel?.isOpen;
		const {input} = this.#composer;
		const focused = input.getRootNode().activeElement === input;
		this.#ui.conversation.listener = null;
		this.#panel?.stop();
		this.#sight?.disconnect();
		this.#node.remove();
		return {isOpen, text: input.value, focused};
	}

	open() {
		this.#panel?.open();
		this.#composer.input.focus();
	}

	close() {
		this.#panel?.close();
	}

	// ------------------------------------------------------------- parts

	#make(launched) {
		const ui = this.#ui;
		const {conversation} = ui;
		this.#header = new Header(ui, {
			save: () => download(plainText(ui)),
			copy: () => this.#copy(plainText(ui)),
			reset: () => this.#confirm.showModal(),
			close: launched && (() => this.close()),
		});
		this.#log = new Log(ui, () => this.#composer.input.focus());
		this.#composer = composer(ui, {
			send: (text) => conversation.ask(text),
			typing: (on) => conversation.typing(on),
			escape: () => this.close(),
		});
		this.#confirm = this.#makeConfirm();
		if (launched)
			this.#panel = new Panel(ui.say, {
				toggle: () => this.isOpen
					? this.close() : this.open(),
				opened: (again) => {
					this.#unread = 0;
					this.#log.toEnd();
					conversation.setOpened(true);
					again || this.#tell("open");
				},
				closed: () => {
					conversation.setOpened(false);
					this.#tell("close");
				},
			}, this.#parts);
	}

	get #parts() {
		return [this.#header.node, this.#stepper, this.#banner,
			this.#log.node, this.#composer.node, this.#confirm,
			this.#live];
	}

	// Connects when it is first seen, not with the page.
	#inline() {
		this.#sight = new IntersectionObserver(([{isIntersecting}]) => {
			if (isIntersecting)
				this.#ui.conversation.setOpened(true);
		});
		return make("section.panel", {"aria-labelledby": "title"},
			this.#parts);
	}

	// Whether to begin anew. The browser keeps the focus in it meanwhile, and
	// gives it back.
	#makeConfirm() {
		const {say, conversation} = this.#ui;
		const dialog = make("dialog.confirm", {"aria-labelledby": "sure",
			close: () => {
				if (dialog.returnValue)
					conversation.reset();
				dialog.returnValue = "";
			}},
			make("form", {method: "dialog"},
				make("p", {id: "sure"}, say("reset_ask")),
				make("button.choice", {value: ""}, say("cancel")),
				make("button.choice.main", {value: "reset"},
					say("reset"))));
		return dialog;
	}

	// ------------------------------------------------ what has happened

	#announce(...lines) {
		this.#live.replaceChildren(...lines.map((line) =>
			make("p", {dir: "auto"}, line)));
	}

	// What is known of the server, the checklist or a person has changed.
	head() {
		const {conversation, say} = this.#ui;
		const {hello, handover} = conversation;
		this.#log.hello(hello);
		this.#header.update();
		this.#stepper.replaceChildren(...stepper(conversation, say));
		this.#showTyping();
		if (handover && handover !== this.#handover)
			this.#tell("handover", handover);
		this.#handover = handover;
	}

	entries() {
		this.#log.showAll(this.#ui.conversation.entries);
		this.#showTyping();
	}

	entry(entry) {
		const isNew = this.#log.show(entry);
		if (entry.from === "agent")
			this.#typist = "";
		this.#showTyping();
		if (isNew && entry.from !== "visitor")
			this.#onNews(entry);
	}

	#onNews(entry) {
		const {say} = this.#ui;
		this.#announce(...[entry.from === "agent" &&
			nameOf(entry, this.#ui), textOf(entry, say)]
			.filter(Boolean));
		if (entry.from !== "system" && !this.isOpen)
			this.#panel.unread(++this.#unread);
		if (!entry.reply)
			return;
		// A voice is to speak the language of the content.
		this.#live.firstChild.lang =
			this.#ui.conversation.hello?.language ?? "";
		this.#tell("answer", entry.reply);
	}

	typing({on, agent}) {
		this.#typist = on ? agent?.name || this.#ui.say("person") : "";
		this.#showTyping();
	}

	#showTyping() {
		const {conversation: {entries, handover}, say} = this.#ui;
		const isAsked = !isActive(handover) &&
			entries.some(({state}) => state === "sent");
		this.#log.typing(this.#typist ? say("typing", {name: this.#typist})
			: isAsked ? say("answering") : "");
	}

	// While it tries to connect again it has no connection still.
	connection() {
		const {conversation: {connection}, say} = this.#ui;
		const offline = connection === "offline" ||
			(connection === "connecting" && !this.#banner.hidden);
		if (offline === !this.#banner.hidden)
			return;
		this.#banner.hidden = !offline;
		this.#banner.textContent = say(offline ? "offline" : "online");
		this.#announce(this.#banner.textContent);
	}

	async #copy(text) {
		this.#announce(this.#ui.say(
			await copy(text) ? "copied" : "not_copied"));
	}
}
