// SPDX-License-Identifier: MIT
// Where the agent writes: a reply to the visitor, or a note that only agents
// see. What is written stays with its conversation.
import {button, make, set} from "../element/dom.js";

const TEXT_MAX = 4000;

export class Composer {
	#desk;
	#leave;
	#item = null;
	#text = make("textarea", {rows: 2, maxlength: TEXT_MAX, dir: "auto"});
	#reply = button(".tab", {click: () => this.write(false)}, "Reply");
	#note = button(".tab", {click: () => this.write(true)}, "Note");
	#send = make("button.primary", {type: "submit"}, "Send");
	#away = make("p.away", "The visitor has gone and will read this later.");

	// `leave` is called when Escape leads out of it, `canned` by its button.
	constructor(desk, {leave, canned}) {
		this.#desk = desk;
		this.#leave = leave;
		set(this.#text, {
			input: () => this.#keep(),
			keydown: (event) => this.#onKey(event),
		});
		this.node = make("form.composer", {submit: (event) => {
			event.preventDefault();
			this.#submit();
		}},
		make("div.tabs", {role: "group", "aria-label": "What to write"},
			this.#reply, this.#note,
			button(".quiet", {click: canned}, "Canned answers …")),
		this.#away, this.#text, make("div.row",
			make("span.hint", "Enter sends, Shift+Enter begins a line"),
			this.#send));
		desk.addEventListener("case", () => this.#show());
		desk.addEventListener("draft", () => {
			this.#fill();
			this.#text.focus();
		});
	}

	// Goes there, for a reply or a note.
	write(isNote) {
		const {current, isMine} = this.#desk;
		if (!current?.isOpen || (!isNote && !isMine))
			return;
		this.#desk.setDraft(this.#text.value, isNote);
		this.#mark();
		this.#text.focus();
	}

	// A reply needs the conversation, a note does not.
	get #isNote() {
		return this.#desk.current.isNote || !this.#desk.isMine;
	}

	#show() {
		const {current, isMine} = this.#desk;
		this.node.hidden = !current?.isOpen;
		if (!current)
			return;
		this.#reply.disabled = !isMine;
		this.#away.hidden = !isMine || current.summary.online;
		if (current !== this.#item)
			this.#fill();
		this.#mark();
	}

	#fill() {
		this.#item = this.#desk.current;
		this.#text.value = this.#item.draft;
		this.#mark();
		this.#grow();
	}

	#mark() {
		const isNote = this.#isNote;
		const what = isNote ? "Note, only for agents" : "Reply to the visitor";
		set(this.#reply, {"aria-pressed": String(!isNote)});
		set(this.#note, {"aria-pressed": String(isNote)});
		set(this.#text, {"aria-label": what, placeholder: what});
		this.node.classList.toggle("noting", isNote);
		this.#send.textContent = isNote ? "Keep note" : "Send";
	}

	#keep() {
		this.#desk.setDraft(this.#text.value, this.#isNote);
		this.#grow();
	}

	#grow() {
		this.#text.style.height = "auto";
		this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
	}

	#submit() {
		const text = this.#text.value.trim();
		const isNote = this.#isNote;
		if (!text)
			return;
		this.#text.value = "";
		this.#keep();
		this.#desk.send(text, isNote);
	}

	// While letters are put together (Chinese, say), Enter only ends that.
	#onKey(event) {
		if (event.key === "Escape") {
			event.preventDefault();
			this.#leave();
		} else if (event.key === "Enter" && !event.shiftKey &&
			   !event.isComposing) {
			event.preventDefault();
			this.#submit();
		}
	}
}
