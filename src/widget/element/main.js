// SPDX-License-Identifier: MIT
// The entry of widget.js: defines <faqd-chat>, and places a launcher where the
// page has none. What the script's tag says as data-X, the launcher gets as X.
import {chatElement} from "./element.js";
import {make} from "./dom.js";

const script = document.currentScript;

const place = () => {
	if (!document.querySelector("faqd-chat"))
		document.body.append(make("faqd-chat",
			{position: "right", ...script.dataset}));
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
