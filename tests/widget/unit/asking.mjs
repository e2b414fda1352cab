// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {test} from "node:test";
import {Browser, fire, settle, shown} from "./fakes.mjs";

const types = ({heard}) => heard.map(({type}) => type).join(" ");
const states = ({chat}) => chat.entries
	.filter(({from}) => from === "visitor")
	.map(({state}) => state).join(" ");

test("a page that is only loaded connects to nothing", async () => {
	const browser = new Browser();
	browser.tab();
	await browser.clock.advance(60000);
	assert.equal(browser.server.tries, 0);
});

test("an open panel gets the greeting", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	chat.setOpened(true);
	await settle();
	assert.equal(chat.connection, "online");
	assert.equal(chat.hello.name, "Library");
	assert.deepEqual(chat.place,
		{step: 0, steps: 4, paused: false, done: []});
});

test("a question gets its answer", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.ask("hi");
	assert.equal(states(tab), "waiting");
	await settle();
	assert.equal(shown(tab), "hi? to hi");
	assert.equal(states(tab), "answered");
	assert.equal(types(browser.server), "hello ask");
});

test("a click is sent as a choice and shown by its title", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.choose("faq.open", "Opening hours");
	await settle();
	assert.equal(shown(tab), "Opening hours? to faq.open");
	assert.equal(browser.server.heard.at(-1).type, "choose");
});

test("questions are sent in order, each after the answer before", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	for (const text of ["a", "b", "c"])
		tab.chat.ask(text);
	await settle();
	assert.equal(shown(tab), "a? to a b? to b c? to c");
	assert.deepEqual(browser.server.heard.slice(1).map(({text}) => text),
		["a", "b", "c"]);
});

test("a lost answer is asked for again and shown once", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	let lost = 0;
	browser.server.lose = () => lost++ === 0;
	tab.chat.ask("hi");
	await browser.clock.advance(5000);
	assert.equal(shown(tab), "hi? to hi");
	assert.equal(types(browser.server), "hello ask resume ask");
	const [first, second] = browser.server.heard
		.filter(({type}) => type === "ask");
	assert.equal(first.id, second.id);
});

test("a click whose answer got lost keeps its id", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	let lost = 0;
	browser.server.lose = () => lost++ === 0;
	tab.chat.choose("faq.open", "Opening hours");
	await browser.clock.advance(5000);
	const clicks = browser.server.heard.filter(({type}) => type === "choose");
	assert.deepEqual(clicks.map(({id}) => id),
		[tab.chat.entries[0].key, tab.chat.entries[0].key]);
});

test("a message that always loses the connection fails in the end", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	browser.server.lose = ({text}) => text === "poison";
	tab.chat.ask("poison");
	tab.chat.ask("hi");
	await browser.clock.advance(300000);
	assert.equal(shown(tab), "poison? hi? to hi");
	assert.equal(states(tab), "failed answered");
	assert.equal(browser.server.heard
		.filter(({text}) => text === "poison").length, 5);
});

test("an answer that never comes is waited for 7.5 seconds", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.setOpened(true);
	await settle();
	browser.server.mute = true;
	tab.chat.ask("hi");
	await browser.clock.advance(7499);
	assert.equal(states(tab), "sent");
	await browser.clock.advance(1);
	browser.server.mute = false;
	await browser.clock.advance(5000);
	assert.equal(shown(tab), "hi? to hi");
});

test("an answer that comes twice is shown once", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.ask("hi");
	await settle();
	const reply = {type: "answer", lead: "", tail: "", text: "to hi",
		parts: [], choices: [], suggestions: [], id: "x",
		reply_to: browser.server.heard.at(-1).id, session: "{}"};
	browser.server.socket.receive(reply);
	await settle();
	assert.equal(shown(tab), "hi? to hi");
});

test("an answer to nothing that was asked is not shown", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.setOpened(true);
	await settle();
	browser.server.socket.receive({type: "answer", lead: "", tail: "",
		text: "surprise", parts: [], choices: [], suggestions: [], id: "x"});
	await settle();
	assert.equal(shown(tab), "");
});

test("what was answered before is not waited for", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	browser.server.extra = {type: "repeated"};
	tab.chat.ask("hi");
	await settle();
	assert.equal(states(tab), "answered");
});

test("an answer without its parts fails, and can be asked again", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	browser.server.extra = {parts: [{id: "x"}]};
	tab.chat.ask("hi");
	await settle();
	assert.equal(states(tab), "failed");
	browser.server.extra = {};
	tab.chat.retry(tab.chat.entries[0].key);
	await settle();
	assert.equal(shown(tab), "hi? to hi");
});

test("too many questions wait for as long as they are told", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.setOpened(true);
	await settle();
	browser.server.refuse = () => ({code: "rate_limited", retry_after: 7});
	tab.chat.ask("a");
	tab.chat.ask("b");
	await settle();
	assert.equal(tab.chat.entries[0].why, "rate_limited");
	assert.equal(states(tab), "waiting waiting");
	browser.server.refuse = null;
	const heard = browser.server.heard.length;
	tab.chat.ask("c");
	await browser.clock.advance(6999);
	assert.equal(browser.server.heard.length, heard);
	await browser.clock.advance(1);
	assert.equal(shown(tab), "a? to a b? to b c? to c");
});

test("a greeting that is refused is said again later", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	browser.server.refuse = () => ({code: "rate_limited", retry_after: 2});
	tab.chat.ask("hi");
	await settle();
	browser.server.refuse = null;
	await browser.clock.advance(2000);
	assert.equal(shown(tab), "hi? to hi");
});

test("what the server can't do fails, and goes on by hand", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	browser.server.refuse = ({text}) => text === "a" && {code: "failed"};
	tab.chat.ask("a");
	tab.chat.ask("b");
	await settle();
	assert.equal(states(tab), "failed answered");
	assert.equal(tab.chat.entries[0].why, "failed");
	browser.server.refuse = null;
	tab.chat.retry(tab.chat.entries[0].key);
	await settle();
	assert.equal(shown(tab), "a? to a b? to b");
	tab.chat.retry(tab.chat.entries[0].key);
	tab.chat.retry("nobody");
	await settle();
	assert.equal(browser.server.answers.length, 2);
});

test("personal data is neither shown nor kept", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	browser.server.extra = {personal_data: true, text: "Careful."};
	tab.chat.ask("my number is 4111");
	await settle();
	assert.equal(tab.chat.entries[0].text, "");
	assert.equal(tab.chat.entries[0].personal, true);
	assert.ok(![...browser.local.items.values()].join().includes("4111"));
});

test("the place in the checklist says which steps are behind", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	for (const [step, act] of [[1, "act.start"], [2, "act.next"],
		[1, "act.back"], [2, "act.next"], [3, "act.done"]]) {
		browser.server.extra = {step, act};
		chat.ask(act);
		await settle();
	}
	assert.deepEqual(chat.place,
		{step: 3, steps: 4, paused: false, done: [1, 2]});
});

test("a rating is sent when it has been stored", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	chat.ask("hi");
	await settle();
	browser.server.mute = true;
	chat.feedback(chat.entries[1].key, false, "x".repeat(600));
	await settle();
	assert.equal(chat.entries[1].rated.state, "sending");
	const {answer, helpful, reason, id} = browser.server.heard.at(-1);
	assert.deepEqual([answer, helpful, reason.length], [
		chat.entries[1].reply.id, false, 120]);
	browser.server.socket.receive(
		{type: "feedback_received", reply_to: id, answer});
	await settle();
	assert.equal(chat.entries[1].rated.state, "sent");
});

test("a rating that is not recorded shows as failed", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	chat.ask("hi");
	await settle();
	browser.server.refuse = () => ({code: "not_recorded"});
	chat.feedback(chat.entries[1].key, true);
	await settle();
	assert.equal(chat.entries[1].rated.state, "failed");
	assert.equal(chat.entries[1].rated.why, "not_recorded");
});

test("a rating that comes too soon waits as long as it is told to", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	chat.ask("hi");
	await settle();
	browser.server.refuse = () => ({code: "rate_limited", retry_after: 7});
	chat.feedback(chat.entries[1].key, true);
	await browser.clock.advance(6999);
	assert.equal(chat.entries[1].rated.state, "sending");
	browser.server.refuse = null;
	await browser.clock.advance(1);
	assert.equal(chat.entries[1].rated.state, "sent");
});

test("a rating that got lost is sent again", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	chat.ask("hi");
	await settle();
	browser.server.restart();
	chat.feedback(chat.entries[1].key, true);
	await browser.clock.advance(5000);
	assert.equal(chat.entries[1].rated.state, "sent");
});

// faqd says so when it is on the disk, or after 5 s that it is not.
test("a rating that takes its time is waited for", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	chat.ask("hi");
	await settle();
	const {socket} = browser.server;
	browser.server.mute = true;
	chat.feedback(chat.entries[1].key, true);
	await browser.clock.advance(7000);
	socket.receive({type: "feedback_received",
		reply_to: browser.server.heard.at(-1).id});
	await settle();
	assert.equal(chat.entries[1].rated.state, "sent");
	assert.equal(browser.server.socket, socket);
	assert.equal(chat.connection, "online");
});

test("what is no answer can't be rated", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	chat.ask("hi");
	await settle();
	chat.feedback(chat.entries[0].key, true);
	assert.equal(chat.entries[0].rated, undefined);
});

test("a session that has expired is told once, ahead of what waits", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.ask("a");
	await settle();
	browser.server.expired = true;
	fire(tab, "offline");
	tab.chat.ask("b");
	fire(tab, "online");
	await browser.clock.advance(2000);
	assert.equal(shown(tab), "a? to a [expired ] b? to b");
	assert.equal(tab.chat.entries[2].why, "session_expired");
});

test("a reset forgets, and begins as another visitor", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.ask("a");
	await settle();
	const before = browser.server.socket;
	tab.chat.reset();
	assert.equal(tab.chat.entries.length, 0);
	tab.chat.ask("b");
	await settle();
	assert.equal(shown(tab), "b? to b");
	assert.notEqual(before, browser.server.socket);
	assert.notEqual(before.visit.visitor, browser.server.socket.visit.visitor);
	assert.ok(![...browser.local.items.values()].join().includes("to a"));
});

test("an answer to what was asked before a reset is not shown", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.setOpened(true);
	await settle();
	tab.chat.ask("a");
	tab.chat.reset();
	await browser.clock.advance(30000);
	assert.equal(shown(tab), "");
});

test("typing is told to a person only, and not at each key", async () => {
	const browser = new Browser();
	const {chat} = browser.tab();
	chat.setOpened(true);
	await settle();
	chat.typing(true);
	browser.server.socket.receive({type: "handover", state: "joined",
		agent: {name: "Ann"}});
	await settle();
	chat.typing(false);
	for (let key = 0; key < 10; key++) {
		chat.typing(true);
		await browser.clock.advance(500);
	}
	chat.typing(false);
	assert.deepEqual(browser.server.heard.filter(
		({type}) => type === "typing").map(({on}) => on),
		[true, true, false]);
});
