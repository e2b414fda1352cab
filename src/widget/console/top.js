// SPDX-License-Identifier: MIT
// The bar above everything: who is here, and how one wants to be called.
import {button, make, set} from "../element/dom.js";
import {waitingText} from "./words.js";

const connections = {
	closed: "",
	connecting: "Connecting …",
	online: "",
	offline: "No connection. What you write is kept and sent later.",
};

export class Top {
	#desk;
	#alerts;
	#presence = make("p.presence");
	#connection = make("p.connection", {role: "status"});
	#available;
	#notify;
	#sound;

	// `on`: trouble(text), help(), signOut()
	constructor(desk, alerts, on) {
		this.#desk = desk;
		this.#alerts = alerts;
		this.#available = this.#toggle("Available", () =>
			desk.setAvailable(!desk.isAvailable));
		this.#notify = this.#toggle("Notifications", async () => {
			if (!await alerts.setNotifies(!alerts.notifies))
				on.trouble("The browser does not allow notifications" +
					" for this page.");
			this.#show();
		});
		this.#sound = this.#toggle("Sound", () => {
			alerts.setSounds(!alerts.sounds);
			this.#show();
		});
		this.#notify.hidden = !alerts.canNotify;
		this.node = make("header.top", make("h1", "Desk"), this.#presence,
			make("div.tools", this.#available, this.#notify, this.#sound,
				button(".quiet", {click: on.help}, "Keys"),
				button(".quiet", {click: on.signOut}, "Sign out")),
			this.#connection);
		desk.addEventListener("presence", () => this.#show());
		desk.addEventListener("connection", () => this.#show());
		this.#show();
	}

	#toggle(text, click) {
		return button(".switch", {role: "switch", click}, text);
	}

	#show() {
		const {presence, isAvailable, connection, me} = this.#desk;
		const mark = (node, isOn) =>
			set(node, {"aria-checked": String(isOn)});
		mark(this.#available, isAvailable);
		mark(this.#notify, this.#alerts.notifies);
		mark(this.#sound, this.#alerts.sounds);
		this.#presence.textContent =
			(me ? `${me.name} · ` : "") + waitingText(presence);
		this.#connection.textContent = connections[connection];
	}
}
