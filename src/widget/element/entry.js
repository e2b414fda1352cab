// SPDX-License-Identifier: MIT
// One message of the conversation, and how it changes.
import {button, heard, make, set, signed} from "./dom.js";
import {answer, isRated, paragraphs, toPerson} from "./answer.js";
import {rating} from "./rating.js";

export const handoverText = ({state, agent, waiting}, say) =>
	say(`handover_${state}`, {name: agent?.name || say("person")}) +
	(state === "waiting" ? " " +
		say(`handover_${waiting ? "place" : "nobody"}`, {n: waiting}) : "");

export const textOf = ({event, reply, text, personal}, say) => {
	if (event)
		return event.type === "expired" ? say("expired")
			: handoverText(event, say);
	return personal ? say("removed") : reply ? reply.text : text;
};

export const nameOf = ({from, agent}, {say, title}) => ({
	visitor: say("you"), bot: title, system: "",
	agent: agent?.name || say("person"),
})[from];

// What a visitor said; the line below says how far it got. What turns out to be
// personal data goes from the screen too.
const visitor = ({key}, ui) => {
	const {say} = ui;
	const said = make("p", {dir: "auto"});
	const bubble = make("div", heard(`${say("you")}: `), said);
	const line = make("p.state");
	// The button goes, so that the focus stays with the message.
	const retry = button(".link", {click: () => {
		line.parentNode.focus();
		ui.conversation.retry(key);
	}}, say("retry"));
	return {
		nodes: [bubble, line],
		update: (entry) => {
			const {state, why, personal} = entry;
			said.textContent = textOf(entry, say);
			set(bubble, {class: personal
				? "bubble removed" : "bubble"});
			// To the bot and back there is nothing to say.
			line.textContent = say(`why_${why}`) || say(state);
			set(line, {class: `state ${state}`});
			if (state !== "failed")
				return;
			if (line.isConnected)
				ui.announce(line.textContent);
			line.append(retry);
		},
	};
};

const bot = (entry, ui) => {
	const {say} = ui;
	const nodes = [make("div.bubble", answer(entry.reply, say))];
	if (!isRated(entry.reply))
		return {nodes};
	const {node, update} = rating(ui, entry.key);
	node.firstChild.append(make("span.grow"),
		signed("copy", say("copy"), () => ui.copy(entry.reply.text)));
	nodes.push(node);
	return {nodes, update: ({rated}) => update(rated)};
};

const agent = (entry, ui) => ({
	nodes: [make("p.name", make("bdi", nameOf(entry, ui))),
		make("div.bubble", paragraphs(entry.text))],
});

const system = (entry, {say}) => ({
	nodes: [make("p", textOf(entry, say)),
		toPerson(entry.event.state, say)],
});

const makers = {visitor, bot, agent, system};

// {node, update}; the latter takes the entry when it has changed.
export const message = (entry, ui) => {
	const {nodes, update = () => {}} = makers[entry.from](entry, ui);
	update(entry);
	return {update,
		node: make(`li.message.${entry.from}`, {tabindex: -1}, nodes)};
};
