// SPDX-License-Identifier: MIT
// A person takes the conversation over, and gives it back.
import assert from "node:assert/strict";
import {test} from "node:test";
import {Browser, settle, shown} from "./fakes.mjs";

const talk = async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.setOpened(true);
	await settle();
	const hear = async (...messages) => {
		for (const message of messages)
			browser.server.socket.receive(message);
		await settle();
	};
	return {browser, tab, chat: tab.chat, server: browser.server, hear};
};

const handover = (state, more) => ({type: "handover", state, ...more});
const agent = {name: "Ann"};

test("a handover is told as it goes", async () => {
	const {tab, chat, hear} = await talk();
	await hear(handover("waiting", {waiting: 3}));
	assert.deepEqual(chat.handover,
		{state: "waiting", agent: undefined, waiting: 3});
	await hear(handover("waiting", {waiting: 2}));
	assert.equal(chat.handover.waiting, 2);
	await hear(handover("joined", {agent}),
		{type: "agent_message", id: "1", text: "hello", agent},
		handover("returned"));
	assert.equal(shown(tab), "[handover waiting] [handover joined] " +
		"Ann: hello [handover returned]");
	assert.equal(chat.handover.state, "returned");
});

test("an agent's message is shown once, over tabs and reconnects", async () => {
	const {browser, tab, server, hear} = await talk();
	await hear(handover("joined", {agent}));
	const other = browser.tab();
	await settle();
	const message = {type: "agent_message", id: "1", text: "hello", agent};
	for (const socket of server.sockets)
		socket.receive(message);
	await settle();
	server.restart(1006);
	await browser.clock.advance(3000);
	for (const socket of server.sockets) {
		socket.receive(handover("joined", {agent}));
		socket.receive(message);
	}
	await settle();
	assert.equal(shown(tab), "[handover joined] Ann: hello");
	assert.equal(shown(other), shown(tab));
});

test("two tabs that hear of a handover at once tell it once", async () => {
	const {browser, tab, server} = await talk();
	const other = browser.tab();
	other.chat.setOpened(true);
	await settle();
	assert.equal(server.sockets.size, 2);
	for (const socket of server.sockets)
		socket.receive(handover("joined", {agent}));
	await browser.clock.advance(1000);
	assert.equal(shown(tab), "[handover joined]");
	assert.equal(shown(other), "[handover joined]");
});

test("what is said to a person needs no answer of the bot", async () => {
	const {tab, chat, server, hear} = await talk();
	await hear(handover("joined", {agent}));
	server.extra = {type: "delivered"};
	chat.ask("are you there");
	await settle();
	assert.equal(chat.entries.at(-1).state, "answered");
	assert.equal(shown(tab), "[handover joined] are you there?");
});

test("a question may be replied to with a handover", async () => {
	const {tab, chat, server} = await talk();
	server.extra = handover("waiting", {waiting: 1});
	chat.ask("a person please");
	await settle();
	assert.equal(shown(tab), "a person please? [handover waiting]");
	assert.equal(chat.entries[0].state, "answered");
});

test("while a person may write, a closed panel stays connected", async () => {
	const {browser, tab, chat, server, hear} = await talk();
	await hear(handover("waiting"));
	chat.setOpened(false);
	server.restart(1006);
	await browser.clock.advance(3000);
	assert.equal(server.sockets.size, 1);
	await hear({type: "agent_message", id: "1", text: "hello", agent});
	assert.ok(shown(tab).endsWith("Ann: hello"));
});

test("while a person may write, a dead connection is found", async () => {
	const {browser, chat, server, hear} = await talk();
	await hear(handover("joined", {agent}));
	server.mute = true;
	await browser.clock.advance(45000 + 8000);
	server.mute = false;
	await browser.clock.advance(3000);
	assert.equal(chat.connection, "online");
	const {length} = server.heard;
	await browser.clock.advance(90000);
	assert.equal(server.heard.length, length + 2);
	await hear(handover("closed"));
	await browser.clock.advance(90000);
	assert.ok(server.heard.length <= length + 3);
});

test("a person's typing ends with a message, or by itself", async () => {
	const {browser, chat, hear} = await talk();
	const heard = [];
	chat.addEventListener("typing", ({detail}) => heard.push(detail));
	await hear({type: "typing", on: true, agent});
	assert.deepEqual(heard.splice(0), [{on: true, agent}]);
	await hear({type: "agent_message", id: "1", text: "hello", agent});
	assert.deepEqual(heard.splice(0), [{on: false, agent}]);
	await hear({type: "typing", on: true, agent});
	await browser.clock.advance(10000);
	assert.deepEqual(heard.map(({on}) => on), [true, false]);
	await browser.clock.advance(60000);
	assert.equal(heard.length, 2);
});

test("a handover is remembered on the next page", async () => {
	const {browser, tab, hear} = await talk();
	await hear(handover("joined", {agent}));
	browser.close(tab);
	const next = browser.tab();
	await settle();
	assert.deepEqual(next.chat.handover,
		{state: "joined", agent}); // no longer with members of nothing
	assert.equal(next.chat.connection, "online");
});
