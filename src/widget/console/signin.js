// SPDX-License-Identifier: MIT
// Who is there, and may they? The key stays in this tab.
import {make} from "../element/dom.js";

export class SignIn {
	// No browser is to keep it.
	#key = make("input", {id: "key", type: "password", required: true,
		autocomplete: "off"});
	#name = make("input", {id: "name", type: "text", required: true,
		maxlength: 60, autocomplete: "name"});
	#why = make("p.trouble", {role: "alert"});
	#send = make("button.primary", {type: "submit"}, "Sign in");

	constructor(desk) {
		this.node = make("main.signin", make("form", {submit: (event) => {
			event.preventDefault();
			this.#why.textContent = "";
			desk.signIn(this.#key.value.trim(), this.#name.value.trim());
			this.#key.value = "";
		}},
		make("h1", "Desk"),
		make("p.soft", "Where people take over from the bot."),
		make("label", {for: "name"}, "Your name, as visitors see it"),
		this.#name,
		make("label", {for: "key"}, "Key"), this.#key,
		make("p.soft", "A key with the scope “desk”. It is kept until this" +
			" tab is closed."),
		this.#why, this.#send));
		desk.addEventListener("refused", ({detail}) => {
			this.#why.textContent = detail;
			this.focus();
		});
	}

	focus() {
		(this.#name.value ? this.#key : this.#name).focus();
	}
}
