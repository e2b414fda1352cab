// SPDX-License-Identifier: MIT
// All that is seen, put together. On a phone the list and the conversation take
// turns: `data-view` of the body says whose it is.
import {make} from "../element/dom.js";
import {Alerts} from "./alerts.js";
import {Assist} from "./assist.js";
import {Composer} from "./composer.js";
import * as dialogs from "./dialogs.js";
import {Head} from "./head.js";
import {KEYS, listen} from "./keys.js";
import {Queue} from "./queue.js";
import {SignIn} from "./signin.js";
import {Thread} from "./thread.js";
import {Top} from "./top.js";

const TOAST_MS = 8000;

export class App {
	#desk;
	#toast = make("p.toast", {role: "alert"});
	#heard = make("p.heard", {role: "status"});
	#timer;
	#none = make("p.none", "Choose a conversation; U leads to the one who has" +
		" waited longest.");

	constructor(desk) {
		this.#desk = desk;
		this.signIn = new SignIn(desk);
		this.alerts = new Alerts(desk, (id) => this.#select(id));
		this.top = new Top(desk, this.alerts,
			{help: () => this.#help(), signOut: () => this.#signOut(),
				trouble: (text) => this.#tell(text)});
		this.queue = new Queue(desk, (id) => this.#select(id));
		this.head = new Head(desk, () => this.#up());
		this.thread = new Thread(desk, (message) => this.#wrong(message));
		this.assist = new Assist(desk);
		this.composer = new Composer(desk, {
			leave: () => this.thread.focus(),
			canned: () => this.#canned(),
		});
		this.work = make("div.work", this.top.node, make("main",
			this.queue.node, make("section.case", this.#none,
				this.head.node, this.thread.node,
				this.assist.node, this.composer.node)));
		this.nodes = [this.signIn.node, this.work, this.#toast, this.#heard];
		this.#listen();
		listen(this.#actions(), () => desk.settings.keys !== false);
	}

	// Once the nodes are in the page, which can take the focus then.
	show() {
		this.#showConnection();
		this.#showCase();
	}

	#listen() {
		const on = (type, run) => this.#desk.addEventListener(type,
			({detail}) => run(detail));
		on("connection", () => this.#showConnection());
		on("case", () => this.#showCase());
		on("queue", () => this.#showTitle());
		on("trouble", (text) => this.#tell(text));
		on("came", ({title}) => this.#announce(`${title} waits.`));
		on("said", ({item, message}) => this.#announce(
			item === this.#desk.current ? `Visitor: ${message.text}`
				: `${item.title} has written.`));
	}

	#actions() {
		const {queue, head, composer, thread, assist} = this;
		const desk = this.#desk;
		return {
			j: () => queue.step(1),
			k: () => queue.step(-1),
			u: () => queue.next(),
			g: () => this.#up(),
			m: () => thread.focus(),
			c: () => head.claim(),
			digit: (n, isEdited) => assist.use(n, isEdited),
			s: () => assist.focus(),
			"/": () => this.#canned(),
			r: () => composer.write(false),
			n: () => composer.write(true),
			w: () => thread.answer && this.#wrong(thread.answer),
			b: () => head.giveBack(),
			x: () => head.close(),
			a: () => desk.setAvailable(!desk.isAvailable),
			"?": () => this.#help(),
		};
	}

	#select(id) {
		this.#desk.select(id);
		document.body.dataset.view = "case";
		this.head.focus();
	}

	#up() {
		document.body.dataset.view = "queue";
		this.queue.focus();
	}

	#help() {
		dialogs.help(KEYS, this.#desk.settings.keys !== false,
			(isOn) => this.#desk.set("keys", isOn));
	}

	#signOut() {
		const signOut = () => this.#desk.signOut();
		if (this.#desk.hasUnsent)
			dialogs.confirm("Sign out?", "What you have written and not" +
				" sent is forgotten.", "Sign out", signOut);
		else
			signOut();
	}

	#canned() {
		if (this.#desk.isMine)
			dialogs.canned(this.#desk);
		else if (this.#desk.current)
			this.#tell("Take the conversation first.");
	}

	#wrong(message) {
		dialogs.wrong(this.#desk, message, async (expected) => {
			if (await this.#desk.wrong(message.seq, expected))
				this.#tell("Noted. It is in the report now.");
		});
	}

	// What is seen for a while, and heard.
	#tell(text) {
		clearTimeout(this.#timer);
		this.#toast.textContent = text;
		this.#timer = setTimeout(() => {
			this.#toast.textContent = "";
		}, TOAST_MS);
	}

	// What is only heard, because it is seen elsewhere.
	#announce(text) {
		this.#heard.textContent = text;
	}

	#showConnection() {
		const isOut = this.#desk.connection === "closed";
		const wasOut = this.work.hidden;
		this.work.hidden = isOut;
		this.signIn.node.hidden = !isOut;
		if (isOut)
			this.signIn.focus();
		else if (wasOut)
			this.#up();
	}

	#showCase() {
		const has = Boolean(this.#desk.current);
		this.#none.hidden = has;
		this.thread.node.hidden = !has;
	}

	#showTitle() {
		const n = this.#desk.queue[1].cases.length;
		document.title = n ? `(${n}) Desk` : "Desk";
	}
}
