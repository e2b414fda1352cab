// SPDX-License-Identifier: MIT
// The chat page. Talks faqd.chat.v1 over a WebSocket, and POST /v1/ask where
// that does not get through. Everything is shown with textContent, so that no
// answer and no question can become markup.
(() => {
	"use strict";

	const OPEN_MS = 4000; // then the WebSocket is given up
	const REPLY_MS = 15000;

	const words = {
		step: (part) => `Step ${part.step} of ${part.steps}`,
		mistake: "⚠ Warning",
		redirect: "Continue elsewhere",
		limit: "Not on this page",
		waiting: "…",
		failed: "The answer did not get through. Please try again.",
		you: "You: ",
		newPage: " (opens in a new tab)",
	};

	const log = document.getElementById("chat:log");
	const announce = document.getElementById("chat:announce");
	const form = document.getElementById("chat:form");
	const input = document.getElementById("chat:text");

	// ------------------------------------------------------------ elements

	const element = (name, className, text) => {
		const made = document.createElement(name);
		if (className)
			made.className = className;
		if (text !== undefined)
			made.textContent = text;
		return made;
	};

	const isWeb = (url) => /^https?:\/\//i.test(url);

	const anchor = (url, title, className) => {
		const made = element("a", className, title);
		made.href = url;
		made.target = "_blank";
		made.rel = "noopener noreferrer";
		made.append(element("span", "hidden", words.newPage));
		return made;
	};

	// The plain text says "title (url)" where the Markdown says
	// "[title](url)": with the latter's help the title becomes the link.
	const linksOf = (markdown) =>
		[...(markdown || "").matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)]
			.map((match) => ({title: match[1], url: match[2]}))
			.filter((link) => isWeb(link.url));

	const putLine = (into, line, links) => {
		let rest = line;
		for (const link of links) {
			const written = `${link.title} (${link.url})`;
			const at = rest.indexOf(written);
			if (at < 0)
				continue;
			into.append(rest.slice(0, at), anchor(link.url, link.title));
			rest = rest.slice(at + written.length);
		}
		into.append(rest);
	};

	// Lines that begin with "- " or "1. " make a list, the rest paragraphs.
	const putText = (into, text, links = []) => {
		let list = null;
		for (const line of text.split("\n")) {
			const item = /^\s*(-|\u2022|\d+[.)])\s+(.*)$/.exec(line);
			if (item) {
				const name = /\d/.test(item[1]) ? "ol" : "ul";
				if (!list || list.localName !== name)
					into.append(list = element(name));
				const entry = element("li");
				putLine(entry, item[2], links);
				list.append(entry);
			} else if (line.trim() === "") {
				list = null;
			} else {
				list = null;
				const paragraph = element("p");
				putLine(paragraph, line, links);
				into.append(paragraph);
			}
		}
	};

	// Says words, or chooses the entry of that id.
	const choice = (title, {say, id}, kept) => {
		const entry = element("li");
		const button = element("button", "choice", title);
		button.type = "button";
		if (id)
			button.dataset.choice = id;
		else
			button.dataset.say = say;
		if (!kept)
			button.dataset.turn = "";
		entry.append(button);
		return entry;
	};

	// ------------------------------------------------------------- answers

	const tagOf = (part) => {
		if (part.kind === "step" && part.step)
			return words.step(part);
		return part.kind === "step" ? null : words[part.kind];
	};

	const showPart = (into, part) => {
		const box = element("section", `part ${part.kind}`);
		const tag = tagOf(part);
		if (tag)
			box.append(element("p", "tag", tag));
		if (part.kind !== "meta" && part.kind !== "act")
			box.append(element("h2", "", part.title));
		putText(box, part.text, linksOf(part.markdown));
		if (part.link && isWeb(part.link.url)) {
			const line = element("p");
			line.append(anchor(part.link.url,
					   `${part.link.title} →`, "go"));
			box.append(line);
		}
		if (part.note)
			box.append(element("p", "note", part.note));
		into.append(box);
	};

	// A list of options is there for one answer; a suggestion stays good.
	const showChoices = (into, reply) => {
		if (reply.choices.length) {
			const list = element("ol", "choices");
			for (const one of reply.choices)
				list.append(choice(`${one.number}. ${one.title}`,
						   one));
			into.append(list);
		} else if (reply.verdict === "none" && reply.suggestions.length) {
			const list = element("ul", "choices");
			for (const one of reply.suggestions.slice(0, 3))
				list.append(choice(one.title, one, true));
			into.append(list);
		}
	};

	const steering = (reply) => {
		if (reply.choices.length)
			return []; // one thing at a time
		if (reply.paused)
			return [["Resume the checklist", "resume"]];
		if (reply.step)
			return [["Next", "next"], ["Back", "back"], ["Why?", "why"]];
		if (reply.offer)
			return [[`Yes: ${reply.offer.title}`, "yes"]];
		return [];
	};

	const showAnswer = (into, reply) => {
		if (reply.lead)
			putText(into, reply.lead);
		for (const part of reply.parts)
			showPart(into, part);
		if (!reply.lead && !reply.parts.length && !reply.tail)
			putText(into, reply.text);
		showChoices(into, reply);
		if (reply.tail)
			putText(into, reply.tail);
		const buttons = steering(reply);
		if (buttons.length) {
			const list = element("ul", "choices");
			for (const [title, say] of buttons)
				list.append(choice(title, {say}));
			into.append(list);
		}
	};

	const addMessage = (className) => {
		const entry = element("li", `message ${className}`);
		entry.tabIndex = -1;
		log.append(entry);
		return entry;
	};

	const reveal = (entry) => {
		const room = log.clientHeight - 24;
		const top = entry.offsetTop - log.offsetTop;
		// A long answer is shown from its beginning.
		log.scrollTop = entry.offsetHeight > room
			? top - 8 : log.scrollHeight;
	};

	// --------------------------------------------------------------- wires

	let socket = null; // a promise of an open WebSocket, or null
	let webSocketWorks = "WebSocket" in window;
	let hasOpened = false;
	let session; // the conversation, as the last answer left it
	let lastId = 0;
	const waiting = new Map(); // id -> {resolve, reject}

	// Unlike those of any other tab or visit, so that nothing new is taken
	// for a repeat.
	const tab = [...crypto.getRandomValues(new Uint8Array(6))]
		.map((byte) => byte.toString(36)).join("");

	const failAll = () => {
		socket = null;
		for (const one of waiting.values())
			one.reject(new Error("closed"));
		waiting.clear();
	};

	const isAnswer = (message) =>
		["answer", "clarify", "none"].includes(message.type);

	// What carries a session says where the conversation is. A type that is
	// not known here is left alone.
	const receive = (event) => {
		const message = JSON.parse(event.data);
		if (message.session)
			session = message.session;
		const one = waiting.get(message.reply_to);
		if (!one)
			return;
		waiting.delete(message.reply_to);
		if (isAnswer(message))
			one.resolve(message);
		else
			one.reject(new Error(message.code || message.type));
	};

	// A WebSocket that a policy or a proxy blocks may never say "close".
	const connect = () => new Promise((resolve, reject) => {
		const url = new URL("/v1/chat", location.href);
		url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
		const made = new WebSocket(url, "faqd.chat.v1");
		const fail = () => {
			made.onopen = made.onmessage = null;
			made.onerror = made.onclose = null;
			clearTimeout(timer);
			reject(new Error("no WebSocket"));
			failAll();
			made.close();
		};
		const timer = setTimeout(fail, OPEN_MS);
		made.onopen = () => {
			clearTimeout(timer);
			hasOpened = true;
			if (session)
				made.send(JSON.stringify({type: "resume", session}));
			resolve(made);
		};
		made.onmessage = receive;
		made.onerror = fail;
		made.onclose = fail;
	});

	const askBySocket = async (id, question) => {
		socket = socket || connect();
		const open = await socket;
		return new Promise((resolve, reject) => {
			waiting.set(id, {resolve, reject});
			setTimeout(() => {
				if (waiting.delete(id))
					reject(new Error("no answer"));
			}, REPLY_MS);
			const type = question.choice ? "choose" : "ask";
			open.send(JSON.stringify({type, id, ...question}));
		});
	};

	const askByPost = async (id, question) => {
		const answer = await fetch("/v1/ask", {
			method: "POST",
			headers: {"content-type": "application/json"},
			body: JSON.stringify({id, ...question, session}),
		});
		if (!answer.ok)
			throw new Error(`HTTP ${answer.status}`);
		const reply = await answer.json();
		session = reply.session;
		if (!isAnswer(reply))
			throw new Error(reply.type);
		return reply;
	};

	// The same id by either way: where the first way did get through, the
	// session that was not received makes it the first time again.
	const ask = async (question) => {
		const id = `${tab}-${++lastId}`;
		if (webSocketWorks) {
			try {
				return await askBySocket(id, question);
			} catch {
				webSocketWorks = hasOpened;
			}
		}
		return askByPost(id, question);
	};

	// -------------------------------------------------------------- visitor

	const retire = () => {
		for (const button of log.querySelectorAll("[data-turn]")) {
			button.setAttribute("aria-disabled", "true");
			delete button.dataset.turn;
			delete button.dataset.say;
			delete button.dataset.choice;
		}
	};

	const say = async (asked, shown) => {
		retire();
		const question = addMessage("mine");
		question.append(element("span", "hidden", words.you), shown);
		const entry = addMessage("bot waiting");
		entry.textContent = words.waiting;
		reveal(entry);
		try {
			const reply = await ask(asked);
			entry.className = "message bot";
			entry.textContent = "";
			showAnswer(entry, reply);
			announce.textContent = reply.text;
		} catch {
			entry.className = "message bot failed";
			entry.textContent = words.failed;
			announce.textContent = words.failed;
		}
		reveal(entry);
	};

	form.addEventListener("submit", (event) => {
		event.preventDefault();
		const text = input.value.trim();
		if (!text)
			return;
		input.value = "";
		say({text}, text);
	});

	log.addEventListener("click", (event) => {
		const button = event.target.closest("button.choice");
		if (!button || button.getAttribute("aria-disabled") === "true")
			return;
		const {choice, say: typed} = button.dataset;
		say(choice ? {choice} : {text: typed || button.textContent},
		    button.textContent);
	});

	// Arrow keys, Home and End walk the messages; Escape leads back.
	log.addEventListener("keydown", (event) => {
		const all = [...log.children];
		const now = all.indexOf(document.activeElement.closest(".message"));
		const to = {
			ArrowUp: now < 0 ? all.length - 1 : Math.max(now - 1, 0),
			ArrowDown: Math.min(now + 1, all.length - 1),
			Home: 0,
			End: all.length - 1,
		}[event.key];
		if (event.key === "Escape")
			input.focus();
		if (to === undefined)
			return;
		event.preventDefault();
		all[to].tabIndex = -1;
		all[to].focus();
	});
})();
