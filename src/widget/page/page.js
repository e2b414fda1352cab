// SPDX-License-Identifier: MIT
// What the page does beyond being read: the checklist remembers its ticks, the
// contents show where one is, an entry can be asked about. Runs before widget.js,
// so that the chat is made in its place at once.

const find = (id) => document.getElementById(id);

// ------------------------------------------------------------ the checklist

// A private window or a full disk may refuse: then ticks last as long as the
// page does.
const storage = {
	get(key) {
		try {
			const ids = JSON.parse(localStorage.getItem(key));
			return Array.isArray(ids) ? ids : [];
		} catch {
			return [];
		}
	},
	set(key, ids) {
		try {
			localStorage.setItem(key, JSON.stringify(ids));
		} catch {
			// as said
		}
	},
};

// Ticks are the reader's own notes, kept by the ids of the entries; the chat
// neither sees nor sets them.
const keepTicks = (progress) => {
	const key = `faqd:ticks:${progress.dataset.content}`;
	const boxes = [...document.querySelectorAll(".tick")];

	const ticked = () => boxes.filter((box) => box.checked)
		.map((box) => box.value);
	const show = () => {
		const done = ticked().length;
		progress.querySelector(".count").textContent = done;
		progress.querySelector("progress").value = done;
	};
	const load = () => {
		const ids = storage.get(key);
		for (const box of boxes)
			box.checked = ids.includes(box.value);
		show();
	};
	const save = () => {
		storage.set(key, ticked());
		show();
	};

	load();
	// Ids that the content has no more are dropped.
	if (ticked().length < storage.get(key).length)
		save();
	progress.hidden = false;
	for (const box of boxes)
		box.addEventListener("change", save);
	progress.querySelector("button").addEventListener("click", () => {
		for (const box of boxes)
			box.checked = false;
		save();
	});
	// Another tab; without a key it has cleared everything.
	addEventListener("storage", (event) => {
		if (event.key === key || event.key === null)
			load();
	});
};

// ------------------------------------------------------------- the contents

// The first chapter in the upper third of the window is the one being read, but
// for the edge that a jump leaves above one.
const followContents = (links) => {
	const chapters = new Map(links.map((link) =>
		[find(link.getAttribute("href").slice(1)), link]));
	const seen = new Set();
	const show = () => {
		const now = [...chapters.keys()].find((one) => seen.has(one));
		for (const [chapter, link] of chapters)
			if (chapter === now)
				link.setAttribute("aria-current", "location");
			else
				link.removeAttribute("aria-current");
	};
	const observer = new IntersectionObserver((changes) => {
		for (const {target, isIntersecting} of changes)
			if (isIntersecting)
				seen.add(target);
			else
				seen.delete(target);
		show();
	}, {rootMargin: "-32px 0px -67% 0px"});

	for (const chapter of chapters.keys())
		observer.observe(chapter);
};

// ----------------------------------------------------------------- the chat

const offerToAsk = (chat) => {
	const template = find("page:button").content.firstElementChild;

	for (const entry of document.querySelectorAll(".entry")) {
		const title = entry.querySelector(".title").textContent;
		const button = template.cloneNode(true);
		button.setAttribute("aria-label", `${button.textContent}: ${title}`);
		button.addEventListener("click", () => {
			chat.open();
			chat.ask({choice: entry.id, title});
		});
		entry.querySelector(".tools").append(button);
	}
};

// Beside the text where there is room, else behind a button in the corner: with
// a position, the element is a launcher.
const placeChat = (chat) => {
	const wide = matchMedia("(min-width: 60rem)");
	const place = () => {
		if (wide.matches)
			chat.removeAttribute("position");
		else
			chat.setAttribute("position", "right");
	};

	place();
	wide.addEventListener("change", place);
};

const progress = find("page:ticks");
if (progress)
	keepTicks(progress);
followContents([...document.querySelectorAll(".contents a")]);

const chat = document.querySelector("faqd-chat");
placeChat(chat);
customElements.whenDefined("faqd-chat").then(() => offerToAsk(chat));
