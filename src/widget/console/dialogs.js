// SPDX-License-Identifier: MIT
// Questions that stand before everything else. The browser keeps the focus
// within them and gives it back.
import {button, make} from "../element/dom.js";

let made = 0; // for ids

// Shown at once, gone when closed; `children` follow its title.
const open = (title, children) => {
	const id = `dialog-${++made}`;
	const node = make("dialog", {"aria-labelledby": id},
		make("h2", {id}, title), children);
	node.addEventListener("close", () => node.remove());
	document.body.append(node);
	node.showModal();
	return node;
};

const tools = (...buttons) => make("p.tools", buttons);

const canceler = (text = "Cancel") => button(".quiet", {click: (event) =>
	event.target.closest("dialog").close()}, text);

export const confirm = (title, text, verb, then) => {
	const sure = make("button.primary", {type: "submit", autofocus: true},
		verb);
	const node = open(title, make("form", {method: "dialog",
		submit: () => then()}, make("p", text), tools(sure, canceler())));
	return node;
};

// What fits to what is typed; arrow keys lead from the field to the rest.
// `about`: what it is chosen for, if that is not plain.
const pick = ({title, about, label, items, use}) => {
	const list = make("ul.choices");
	const none = make("p.none", {role: "status"});
	const field = make("input", {type: "search", "aria-label": label,
		placeholder: label, autocomplete: "off", autofocus: true});
	const node = open(title, [
		about && make("p.about", {dir: "auto"}, about),
		make("form", {submit: (event) => {
			event.preventDefault();
			list.querySelector("button")?.click();
		}}, field), none, list, tools(canceler())]);
	const show = () => {
		const wanted = field.value.trim().toLowerCase().split(/\s+/);
		const found = items.filter(({id, title: name, text = ""}) =>
			wanted.every((word) =>
				`${id} ${name} ${text}`.toLowerCase().includes(word)));
		none.textContent = found.length ? "" : "Nothing fits.";
		list.replaceChildren(...found.map((item) => make("li",
			button(".choice", {click: () => {
				node.close();
				use(item);
			}}, make("b", item.title),
			item.text ? make("span", item.text)
				: item.id && make("code", item.id)))));
	};
	field.addEventListener("input", show);
	node.addEventListener("keydown", (event) => {
		const stops = [field, ...list.querySelectorAll("button")];
		const at = stops.indexOf(document.activeElement);
		const by = {ArrowDown: 1, ArrowUp: -1}[event.key];
		if (at < 0 || !by)
			return;
		event.preventDefault();
		stops[at + by]?.focus();
	});
	show();
};

export const canned = (desk) => pick({
	title: "Canned answers",
	label: "Look for an answer",
	items: desk.canned,
	use: ({text}) => desk.propose(text),
});

// `then` gets the id of what the answer should have been.
export const wrong = (desk, message, then) => pick({
	title: "This answer was wrong. It should have been …",
	about: message.text,
	label: "Look for the right one",
	items: [{id: "", title: "Nothing: it should not have answered"},
		...desk.intents].filter(({id}) => id !== (message.intent ?? "")),
	use: ({id}) => then(id),
});

const keyNode = (word) => word === "to" ? word : make("kbd", word);

const row = ([keys, text]) => make("tr", make("th", {scope: "row"},
	keys.split(" ").map((word, i) => [i > 0 && " ", keyNode(word)])),
make("td", text));

export const help = (keys, isOn, turn) => {
	const box = make("input", {type: "checkbox", checked: isOn,
		change: () => turn(box.checked)});
	open("Keys", [
		make("label.check", box, " Keys without Ctrl or Alt do something"),
		make("table", make("tbody", keys.map(row))),
		make("p.soft", "They rest while you write; Escape leads out of" +
			" what you write."),
		tools(canceler("Close")),
	]);
};
