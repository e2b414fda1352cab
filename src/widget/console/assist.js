// SPDX-License-Identifier: MIT
// What the bot would say to the visitor's last message, or to what the agent
// looks for. One key sends one of them. Where there is no room for them they
// are folded until asked for.
import {button, make, set} from "../element/dom.js";
import {percent} from "./words.js";

const SUGGESTIONS_MAX = 5;
const NARROW = "(max-width: 48rem)"; // as console.css has it

export class Assist {
	#desk;
	#fold;
	#shown = []; // items
	#count = make("span.count");
	#list = make("ol");
	#none = make("p.none", "Nothing fits.");
	#hint = make("p.none", "Take the conversation to send one of these.");
	#search = make("input", {type: "search", maxlength: 1000,
		"aria-label": "Look for an answer", placeholder: "Look for an answer",
		autocomplete: "off"});

	constructor(desk) {
		this.#desk = desk;
		this.#fold = make("details",
			{open: !matchMedia(NARROW).matches},
			make("summary", make("h3", "Suggested answers"), " ",
				this.#count),
			make("form", {role: "search", submit: (event) => {
				event.preventDefault();
				desk.suggest(this.#search.value.trim());
			}}, this.#search),
			this.#hint, this.#none, this.#list);
		this.node = make("section.assist",
			{"aria-label": "Suggested answers"}, this.#fold);
		desk.addEventListener("suggestions", () => this.#show());
		desk.addEventListener("case", () => this.#showState());
		desk.addEventListener("connection", () => this.#showState());
	}

	focus() {
		this.#fold.open = true;
		this.#search.focus();
	}

	// The nth, from 1, sent or put into the reply. What is folded has not
	// been read: it is unfolded instead.
	use(n, isEdited) {
		const item = this.#items[n - 1];
		if (!item || !this.#desk.isMine)
			return;
		if (!this.#fold.open)
			this.#fold.open = true;
		else if (isEdited)
			this.#desk.propose(item.text);
		else if (!item.isUsed)
			this.#desk.sendSuggestion(item);
	}

	get #items() {
		return (this.#desk.current?.suggestions ?? [])
			.slice(0, SUGGESTIONS_MAX);
	}

	// The focus leaves what becomes another answer, or Enter would send what
	// has not been read.
	#show() {
		const hadFocus = this.#list.contains(document.activeElement);
		this.#shown = this.#items;
		this.#list.replaceChildren(...this.#shown.map((item, i) =>
			this.#node(item, i + 1)));
		if (hadFocus)
			this.#search.focus();
		const {suggestions} = this.#desk.current ?? {};
		this.#count.textContent = this.#items.length || "";
		this.#none.hidden = !suggestions || suggestions.length > 0;
		this.#showState();
	}

	// What can't be used keeps its place and its focus.
	#showState() {
		const {current, isMine} = this.#desk;
		this.node.hidden = !current?.isOpen;
		this.#hint.hidden = isMine || this.#items.length === 0;
		[...this.#list.children].forEach((node, i) => {
			const {isUsed, title} = this.#shown[i];
			const [send, edit] = node.querySelectorAll("button");
			const verb = isUsed ? "Sent" : "Send";
			send.textContent = verb;
			set(send, {"aria-label": `${verb} answer ${i + 1}: ${title}`,
				"aria-disabled": isMine && !isUsed ? null : "true"});
			set(edit, {"aria-disabled": isMine ? null : "true"});
		});
	}

	#node({title, text, confidence}, n) {
		return make("li.suggestion",
			make("p.title", make("kbd", String(n)), " ",
				make("b", title), " ",
				confidence !== undefined &&
				make("span.share", percent(confidence))),
			make("p.text", {dir: "auto"}, text),
			make("p.tools",
				button(".small", {click: () => this.use(n, false)}),
				button(".quiet", {"aria-label": `Edit answer ${n}: ${title}`,
					click: () => this.use(n, true)}, "Edit")));
	}
}
