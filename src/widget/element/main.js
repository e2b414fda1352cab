// SPDX-License-Identifier: MIT
// The entry of widget.js: defines <faqd-chat>, and places a launcher where the
// page has none. What the script's tag says as data-X, the launcher gets as X.
import {chatElement} from "./element.js";

const script = document.currentScript;

const place = () => {
	if (document.querySelector("faqd-chat"))
		return;
	const launcher = document.createElement("faqd-chat");
	launcher.setAttribute("position", "right");
	for (const [name, value] of Object.entries(script.dataset))
		launcher.setAttribute(name, value);
	document.body.append(launcher);
};

// On a page that takes the script in twice it is there already.
if (!customElements.get("faqd-chat")) {
	customElements.define("faqd-chat",
			      chatElement(new URL(script.src).origin));
	if (document.readyState === "loading")
		addEventListener("DOMContentLoaded", place);
	else
		place();
}
