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

test("what can't be stored for a person is said again, for a while", async () => {
	const {browser, tab, chat, server, hear} = await talk();
	server.hand(server.socket, true);
	await hear(handover("joined", {agent}));
	server.refuse = ({type}) => type === "ask" && {code: "failed"};
	chat.ask("are you there");
	await settle();
	assert.equal(chat.entries.at(-1).state, "waiting");
	server.refuse = null;
	await browser.clock.advance(5000);
	assert.equal(chat.entries.at(-1).state, "delivered");
	server.refuse = ({type}) => type === "ask" && {code: "failed"};
	chat.ask("and now");
	await browser.clock.advance(60000);
	assert.equal(chat.entries.at(-1).state, "failed");
	server.refuse = null;
	chat.retry(chat.entries.at(-1).key);
	await settle();
	assert.equal(shown(tab),
		"[handover joined] are you there? and now?");
});

test("what is said to a person needs no answer of the bot", async () => {
	const {tab, chat, server, hear} = await talk();
	server.hand(server.socket, true);
	await hear(handover("joined", {agent}));
	chat.ask("are you there");
	chat.choose("faq.hours", "Opening hours");
	await settle();
	assert.deepEqual(chat.entries.slice(1).map(({state, seq}) => [state, seq]),
		[["delivered", 1], ["delivered", 2]]);
	assert.equal(shown(tab),
		"[handover joined] are you there? Opening hours?");
	await hear({type: "read", seq: 1});
	assert.deepEqual(chat.entries.slice(1).map(({state}) => state),
		["read", "delivered"]);
	server.hand(server.socket, false);
	await hear(handover("returned"));
	chat.ask("hours");
	await settle();
	assert.ok(shown(tab).endsWith("hours? to hours"));
	assert.equal(server.answers.length, 1);
});

test("a delivered message that got lost is sent again", async () => {
	const {browser, chat, server, hear} = await talk();
	server.hand(server.socket, true);
	await hear(handover("joined", {agent}));
	server.mute = true;
	chat.ask("are you there");
	await settle();
	server.mute = false;
	server.restart(1006);
	await browser.clock.advance(3000);
	const asked = server.heard.filter(({type}) => type === "ask");
	assert.deepEqual(asked.map(({id}) => id), [asked[0].id, asked[0].id]);
	assert.equal(chat.entries.at(-1).state, "delivered");
});

test("a person is called, and the bot is not asked for it", async () => {
	const {tab, chat, server, hear} = await talk();
	chat.choose("offered", "Talk to a person");
	await settle();
	assert.deepEqual(server.heard.filter(({type}) => type === "person"),
		[{type: "person", id: chat.entries[0].key, later: false}]);
	assert.equal(chat.entries[0].state, "answered");
	await hear(handover("nobody"));
	chat.choose("nobody", "Leave it for later");
	await settle();
	assert.equal(server.heard.at(-1).later, true);
	await hear(handover("waiting", {waiting: 1}));
	assert.equal(shown(tab), "Talk to a person? [handover nobody] " +
		"Leave it for later? [handover waiting]");
});

test("a new connection says which message of a person came last", async () => {
	const {browser, server, hear} = await talk();
	assert.equal(server.heard[0].after, 0);
	await hear(handover("joined", {agent}));
	for (const id of ["9", "11", "odd"])
		await hear({type: "agent_message", id, text: id, agent});
	server.restart(1006);
	await browser.clock.advance(3000);
	const greetings = server.heard.filter(({session}) => session);
	assert.equal(greetings.at(-1).after, 11);
});

test("what a person wrote is told to be seen when it is", async () => {
	const {browser, tab, chat, server, hear} = await talk();
	const told = () => server.heard.filter(({type}) => type === "heard")
		.map(({seq}) => seq);
	await hear(handover("joined", {agent}),
		{type: "agent_message", id: "5", text: "one", agent});
	assert.deepEqual(told(), [5]);
	chat.setOpened(false);
	await hear({type: "agent_message", id: "6", text: "two", agent});
	assert.deepEqual(told(), [5]);
	chat.setOpened(true);
	await settle();
	assert.deepEqual(told(), [5, 6]);
	assert.equal(shown(tab), "[handover joined] Ann: one Ann: two");
	assert.ok(browser);
});

test("another tab hears a person when the first one is gone", async () => {
	const {browser, tab, server, hear} = await talk();
	const other = browser.tab();
	other.chat.setOpened(true);
	await settle();
	server.hand([...server.sockets][0], true);
	[...server.sockets][0].receive(handover("joined", {agent}));
	await browser.clock.advance(1000);
	assert.ok([...server.sockets].every(({visit}) => visit.person));
	browser.close(tab);
	await hear({type: "agent_message", id: "5", text: "still there?", agent});
	assert.ok(shown(other).endsWith("Ann: still there?"));
});

test("what HTTP can't bring to a person waits for a WebSocket", async () => {
	const {browser, tab, chat, server, hear} = await talk();
	server.hand(server.socket, true);
	await hear(handover("joined", {agent}));
	server.webSocket = false;
	server.restart(1006);
	await browser.clock.advance(60000);
	assert.equal(chat.connection, "http");
	chat.ask("a");
	chat.ask("b");
	await settle();
	assert.equal(chat.connection, "offline");
	assert.deepEqual(chat.entries.slice(1).map(({state}) => state),
		["waiting", "waiting"]);
	server.webSocket = true;
	await browser.clock.advance(300000);
	assert.equal(chat.connection, "online");
	assert.deepEqual(chat.entries.slice(1).map(({state}) => state),
		["delivered", "delivered"]);
	assert.equal(shown(tab), "[handover joined] a? b?");
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
	await browser.clock.advance(45000 + 7500);
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
	chat.listener = {typing: (one) => heard.push(one), entry: () => {},
		head: () => {}};
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
