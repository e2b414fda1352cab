// SPDX-License-Identifier: MIT
// The launcher and the panel that it opens: beside the page where there is
// room, and over all of it on a phone, where the browser then keeps the focus
// within.
import {button, heard, icon, make, set} from "./dom.js";

const phone = matchMedia("(max-width: 480px), (max-height: 480px)");

export class Panel {
	#on;
	#say;
	#launcher;
	#badge = make("span.badge", {role: "status"});
	#modal = false; // over all of the page
	#end = new AbortController();

	// `on` has toggle(), opened() and closed().
	constructor(say, on, children) {
		this.#say = say;
		this.#on = on;
		this.#launcher = button(".launcher", {
			"aria-haspopup": "dialog", click: on.toggle},
			icon("chat"), icon("close"));
		this.panel = make("dialog.panel", {"aria-labelledby": "title",
			cancel: (event) => {
				event.preventDefault();
				this.close();
			}}, children);
		this.nodes = [this.#launcher, this.#badge, this.panel];
		this.unread(0);
	}

	get isOpen() {
		return this.panel.open;
	}

	// Opened without the visitor's doing it does not take the focus, and does
	// not cover a phone's page.
	// `again`: it was open before, and the visitor knows.
	start(open, again) {
		const {signal} = this.#end;
		visualViewport?.addEventListener("resize", () => this.#fit(),
			{signal});
		phone.addEventListener("change", () => this.#turn(), {signal});
		if (again || (open && !phone.matches))
			this.open(again);
	}

	stop() {
		this.#end.abort();
	}

	open(again) {
		if (this.isOpen)
			return;
		this.#show();
		this.unread(0);
		this.#on.opened(again);
	}

	close() {
		if (!this.isOpen)
			return;
		this.panel.close();
		this.#launcher.focus();
		this.unread(0);
		this.#on.closed();
	}

	unread(count) {
		const label = this.#say(this.isOpen ? "close" : "launcher");
		const news = count && this.#say("unread", {count});
		set(this.#launcher, {
			"aria-label": news ? `${label}. ${news}` : label,
			title: label,
			"aria-expanded": String(this.isOpen),
		});
		this.#badge.replaceChildren(...count ? [
			make("span", {"aria-hidden": "true"}, count),
			heard(news)] : []);
	}

	// show() would move the focus, which is the visitor's.
	#show() {
		this.#modal = phone.matches;
		if (this.#modal)
			this.panel.showModal();
		else
			set(this.panel, {open: true});
		this.#fit();
	}

	// A phone held otherwise may have room beside the panel, or no longer.
	#turn() {
		if (!this.isOpen)
			return;
		const {activeElement} = this.panel.getRootNode();
		this.panel.close();
		this.#show();
		activeElement?.focus();
	}

	// A phone's keyboard takes from the window only what is seen of it.
	#fit() {
		const {style} = this.panel;
		const seen = this.isOpen && this.#modal && visualViewport;
		style.height = seen ? `${seen.height}px` : "";
		style.top = seen ? `${seen.offsetTop}px` : "";
	}
}
