// SPDX-License-Identifier: MIT
// The entry of widget.js: defines <faqd-chat>, and places one where the page
// has none.
import css from "element.css";
import words from "../words/en.json";

const home = new URL(document.currentScript.src).origin;

const make = (name, text) => {
	const made = document.createElement(name);
	made.textContent = text ?? "";
	return made;
};

class Chat extends HTMLElement {
	connectedCallback() {
		if (this.shadowRoot)
			return;
		const style = new CSSStyleSheet();
		style.replaceSync(css);
		const root = this.attachShadow({mode: "open"});
		root.adoptedStyleSheets = [style];
		const form = make("form");
		const input = make("input");
		input.ariaLabel = words.ask;
		const answer = make("p");
		answer.ariaLive = "polite";
		form.append(input, make("button", words.send), answer);
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			answer.textContent = await this.ask(input.value);
		});
		root.append(form);
	}

	async ask(question) {
		const server = this.getAttribute("server") ?? home;
		try {
			const response = await fetch(`${server}/v1/ask`, {
				method: "POST",
				headers: {"content-type": "application/json"},
				body: JSON.stringify({text: question}),
			});
			const {text, detail} = await response.json();
			return text ?? detail;
		} catch {
			return words.failed;
		}
	}
}

customElements.define("faqd-chat", Chat);
addEventListener("DOMContentLoaded", () => {
	if (!document.querySelector("faqd-chat"))
		document.body.append(make("faqd-chat"));
});
