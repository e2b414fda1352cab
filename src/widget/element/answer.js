// SPDX-License-Identifier: MIT
// What the bot says: a form for each kind of answer, and the buttons that go
// on from it.
import {button, icon, make} from "./dom.js";
import {anchor, nodesOf, safeUrl} from "./markup.js";

// Text of the content: in its own language, each line in its own direction.
export const paragraphs = (text, attributes) =>
	text.split("\n").filter((line) => line.trim())
		.map((line) => make("p", {dir: "auto", ...attributes}, line));

const tag = (sign, ...children) =>
	make("p.tag", sign && icon(sign), ...children);

// The sign and the words above an answer; what has none is text alone.
const tags = {
	__proto__: null, // a kind is the server's word
	step: (part, say) => part.step && tag("",
		say("step", {n: part.step, m: part.steps})),
	mistake: (part, say) => tag("warn", say("warning")),
	redirect: (part, say) => tag("out", say("elsewhere")),
	limit: (part, say) => tag("", say("limit")),
};
const untitled = new Set(["meta", "act"]);

// Where it leads is told by name and by host.
const card = (link, say) => {
	const url = safeUrl(link.url);
	return url && anchor(url, say, {class: "card"},
		make("span.grow", {dir: "auto"}, make("b", link.title),
			make("small", url.host || url.pathname)),
		icon("out"));
};

const form = (part, say) =>
	make(`section.part.${part.kind}`,
		tags[part.kind]?.(part, say),
		!untitled.has(part.kind) &&
			make("h3", {dir: "auto"}, part.title),
		make("div.text", {dir: "auto"}, nodesOf(part.html, say)),
		part.link && card(part.link, say),
		part.note && make("p.note", {dir: "auto"}, part.note));

// A list to pick from is there for one answer. "turn" marks it: once the
// conversation has gone on, its buttons do nothing any more. A suggestion
// stays good.
const choice = ({id, title}, attributes) =>
	button(".choice", {"data-id": id, "data-turn": true, dir: "auto",
			   ...attributes}, title);

// Calls a person who is "offered", or leaves the conversation for one where
// "nobody" is there; "" for anything else.
export const toPerson = (id, say) => {
	const title = say(`person_${id}`);
	return title && choice({id, title}, {dir: null});
};

// Steers the conversation, and is called so by the interface.
const act = (name, title, attributes) =>
	choice({id: `act.${name}`, title}, {dir: null, ...attributes});

const picks = (reply, say) => [
	...reply.choices.map((one) => choice(one)),
	act("none_of_these", say("none_of_these")),
];

const steering = (reply, say) => {
	if (reply.paused)
		return [act("resume", say("resume"), {class: "choice main"})];
	if (reply.step)
		return [
			act("next", reply.step < reply.steps
				? say("next") : say("finish"),
			    {class: "choice main"}),
			reply.step > 1 && act("back", say("back")),
			reply.act !== "act.why" && act("why", say("why")),
		];
	return reply.offer ? [choice(reply.offer)] : [];
};

const group = (classes, list) => list.some(Boolean) &&
	make(`ul${classes}`, list.map((one) => one && make("li", one)));

const buttons = (reply, say) => reply.choices.length
	? group(".choices.column", picks(reply, say))
	: [
		reply.verdict === "none" && group(".choices.column",
			reply.suggestions.slice(0, 3).map((one) =>
				choice(one, {"data-turn": null}))),
		group(".choices", [toPerson(reply.person, say),
			...steering(reply, say)]),
	];

// The lead of an answer to personal data is the warning itself.
const lead = (reply, say) => reply.personal_data
	? make("section.part.personal", tag("warn", say("personal")),
		paragraphs(reply.lead))
	: paragraphs(reply.lead);

export const answer = (reply, say) => [
	lead(reply, say),
	reply.parts.map((part) => form(part, say)),
	paragraphs(reply.tail, {class: "tail"}),
	buttons(reply, say),
];

// Whether there is something in it to call helpful, or not.
export const isRated = (reply) => reply.verdict === "none" ||
	reply.parts.some(({kind}) => !untitled.has(kind));
