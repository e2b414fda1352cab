// SPDX-License-Identifier: MIT
// One message of a conversation. What people wrote is text and stays text.
import {button, make} from "../element/dom.js";
import {clock, percent, textOf} from "./words.js";

const names = {visitor: "Visitor", bot: "Bot", system: "", note: "Note"};

const verdicts = {
	answer: "Answer:",
	clarify: "Asked back",
	none: "No answer",
};

const nameOf = ({from, agent}) => from === "agent" ? agent?.name ?? "Agent"
	: from === "note" && agent ? `Note of ${agent.name}` : names[from];

// Why the bot said what it said.
const reasoning = ({verdict, intent, confidence, near = []}) => [
	make("p", verdicts[verdict] ?? verdict, intent && " ",
		intent && make("code", intent),
		confidence !== undefined && ` · ${percent(confidence)}`),
	near.length > 0 && make("details",
		make("summary", `Near misses: ${near.length}`),
		make("ul", near.map(({id, score}) => make("li",
			make("code", id), ` ${percent(score)}`)))),
];

const mark = ({from, delivered}) => from !== "agent" ? ""
	: delivered ? "✓✓ delivered" : "✓ sent";

// `wrong` is called with the message when its answer is said to be wrong.
export const messageNode = (message, wrong) => {
	const {from, at, verdict} = message;
	return make(`li.message.${from}`, {"data-seq": message.seq},
		make("p.who", make("b", nameOf(message)), " ",
			make("time", {datetime: new Date(at).toISOString()},
				clock(at, Date.now())),
			make("span.mark", mark(message))),
		make("p.text", {dir: "auto"}, textOf(message)),
		from === "bot" && make("div.why", verdict && reasoning(message),
			button(".quiet.wrong", {click: () => wrong(message)},
				"Wrong answer")));
};

// What waits in the outbox, or was refused.
export const unsentNode = (one, {again, takeBack, discard}) =>
	make(`li.message.unsent.${one.type === "note" ? "note" : "agent"}`,
		make("p.who", make("b", one.type === "note" ? "Note" : "You"), " ",
			make("span.mark", one.why ?? "Waiting to be sent")),
		make("p.text", {dir: "auto"}, one.text),
		one.why && make("p.tools",
			button(".quiet", {click: () => again(one)}, "Try again"),
			button(".quiet", {click: () => takeBack(one)}, "Edit"),
			button(".quiet", {click: () => discard(one)}, "Discard")));
