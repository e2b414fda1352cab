// SPDX-License-Identifier: MIT
// Two tabs of one visitor, and what is left when one is closed.
import assert from "node:assert/strict";
import {test} from "node:test";
import {Browser, fire, settle, shown} from "./fakes.mjs";

const two = async (options) => {
	const browser = new Browser();
	Object.assign(browser, options);
	const [a, b] = [browser.tab(), browser.tab()];
	await settle();
	return {browser, a, b};
};

test("two tabs show the same", async () => {
	const {a, b} = await two();
	const events = [];
	b.chat.listener = {entry: () => events.push("entry"),
		head: () => events.push("head")};
	a.chat.ask("a");
	await settle();
	assert.equal(shown(b), "a? to a");
	assert.equal(b.chat.connection, "idle");
	assert.equal(b.chat.hello.name, "Library");
	assert.deepEqual([...new Set(events)].sort(), ["entry", "head"]);
});

test("two tabs go on from each other's newest session", async () => {
	const {browser, a, b} = await two();
	a.chat.ask("a");
	await settle();
	b.chat.ask("b");
	await settle();
	a.chat.ask("c");
	await settle();
	assert.equal(shown(a), "a? to a b? to b c? to c");
	assert.equal(shown(b), shown(a));
	const seen = browser.server.sockets.values().next().value.visit.seen;
	assert.equal(seen.length, 3);
	assert.equal(browser.server.answers.length, 3);
});

test("a tab that has not heard of it goes on from the other's answer", async () => {
	const {browser, a, b} = await two({lag: 5000});
	a.chat.ask("1");
	await settle();
	assert.equal(shown(b), "");
	b.chat.ask("2");
	await settle();
	assert.equal(shown(b), "1? to 1 2? to 2");
	assert.equal(browser.server.socket.visit.seen.length, 2);
	await browser.clock.advance(6000);
	assert.equal(shown(a), shown(b));
});

test("a tab that has not heard of a reset asks in the new conversation", async () => {
	const {browser, a, b} = await two({lag: 5000});
	a.chat.ask("1");
	await browser.clock.advance(6000);
	a.chat.reset();
	b.chat.ask("2");
	await browser.clock.advance(6000);
	assert.equal(shown(b), "2? to 2");
	assert.equal(shown(a), "2? to 2");
});

test("a tab that has not heard of it overwrites nothing", async () => {
	const {browser, a, b} = await two({lag: 5000});
	a.chat.ask("1");
	await browser.clock.advance(6000);
	a.chat.ask("2");
	await settle();
	browser.server.up = false;
	b.chat.feedback(b.chat.entries[1].key, true);
	browser.close(a);
	browser.close(b);
	assert.equal(shown(browser.tab()), "1? to 1 2? to 2");
});

test("two tabs that ask at once are answered one after the other", async () => {
	const {browser, a, b} = await two();
	for (const text of ["1", "2", "3"]) {
		a.chat.ask(`a${text}`);
		b.chat.ask(`b${text}`);
	}
	await settle();
	assert.equal(shown(a), shown(b));
	assert.equal(a.chat.entries.length, 12);
	assert.equal(browser.server.answers.length, 6);
	const {visit} = [...browser.server.sockets].sort(
		(one, other) => other.visit.seen.length - one.visit.seen.length)[0];
	assert.equal(visit.seen.length, 6);
});

test("a queue is sent by one tab only", async () => {
	const {browser, a, b} = await two();
	browser.server.up = false;
	a.chat.ask("1");
	b.chat.ask("2");
	a.chat.ask("3");
	await browser.clock.advance(20000);
	browser.server.up = true;
	await browser.clock.advance(60000);
	assert.equal(shown(a), "1? to 1 2? to 2 3? to 3");
	assert.equal(shown(b), shown(a));
	assert.equal(browser.server.heard
		.filter(({type}) => type === "ask").length, 3);
});

test("what a closed tab has left is sent by the next page", async () => {
	const {browser, a, b} = await two();
	browser.close(b);
	browser.server.up = false;
	a.chat.ask("1");
	await settle();
	browser.close(a);
	browser.server.up = true;
	const c = browser.tab();
	await browser.clock.advance(10000);
	assert.equal(shown(c), "1? to 1");
});

test("a message under way survives a reload", async () => {
	const browser = new Browser();
	const before = browser.tab();
	browser.server.mute = true;
	before.chat.ask("1");
	await settle();
	browser.close(before);
	browser.server.mute = false;
	const after = browser.tab();
	assert.equal(shown(after), "1?");
	await settle();
	assert.equal(shown(after), "1? to 1");
});

test("a new page does not ask again what was answered", async () => {
	const browser = new Browser();
	const before = browser.tab();
	before.chat.ask("1");
	await settle();
	browser.close(before);
	const after = browser.tab();
	await settle();
	assert.equal(shown(after), "1? to 1");
	assert.equal(after.chat.hello.name, "Library");
	assert.equal(browser.server.tries, 1);
	after.chat.ask("2");
	await settle();
	assert.equal(browser.server.heard.filter(
		({type}) => type === "hello")[1].session !== undefined, true);
	assert.equal(shown(after), "1? to 1 2? to 2");
});

test("a reset reaches the other tab", async () => {
	const {browser, a, b} = await two();
	a.chat.ask("1");
	b.chat.ask("2");
	await settle();
	a.chat.reset();
	await settle();
	assert.equal(b.chat.entries.length, 0);
	b.chat.ask("3");
	await settle();
	assert.equal(shown(a), "3? to 3");
	assert.equal(shown(b), "3? to 3");
	assert.equal(browser.server.socket.visit.visitor, 2);
	assert.equal(browser.server.socket.visit.seen.length, 1);
});

test("tabs that have heard of each other don't go on about it", async () => {
	const {browser, a, b} = await two();
	a.chat.ask("1");
	await settle();
	b.chat.ask("2");
	await browser.clock.advance(2000);
	assert.equal(shown(a), "1? to 1 2? to 2");
	assert.equal(shown(b), shown(a));
	assert.equal(browser.clock.timers, 0);
});

test("a closed panel connects for no other tab's queue", async () => {
	const {browser, a, b} = await two();
	browser.server.up = false;
	a.chat.ask("1");
	await browser.clock.advance(60000);
	assert.equal(shown(b), "1?");
	assert.equal(b.chat.connection, "idle");
	browser.close(a);
	browser.server.up = true;
	await browser.clock.advance(60000);
	assert.equal(b.chat.connection, "idle");
});

test("without locks, nothing is shown twice", async () => {
	const {browser, a, b} = await two({locks: undefined});
	browser.server.up = false;
	a.chat.ask("1");
	b.chat.ask("2");
	await browser.clock.advance(5000);
	browser.server.up = true;
	await browser.clock.advance(60000);
	assert.equal(shown(a), "1? to 1 2? to 2");
	assert.equal(shown(b), shown(a));
});

test("a tab that sleeps with the lock is not waited for longer than 20 s", async () => {
	const {browser, a} = await two();
	browser.locks.request("faqd:https://faq.example",
		{signal: new AbortController().signal}, () => new Promise(() => {}));
	a.chat.ask("1");
	await browser.clock.advance(19999);
	assert.equal(shown(a), "1?");
	await browser.clock.advance(1);
	assert.equal(shown(a), "1? to 1");
});

test("two tabs that save at once keep both", async () => {
	const {browser, a, b} = await two();
	browser.server.up = false;
	a.chat.ask("1");
	const alone = new Map(browser.local.items);
	b.chat.ask("2");
	browser.local.items = alone; // as if b's had been overtaken
	await browser.clock.advance(1000);
	browser.close(a);
	browser.close(b);
	assert.equal(shown(browser.tab()), "1? 2?");
});

test("tabs that keep for themselves are two conversations", async () => {
	const browser = new Browser();
	const a = browser.tab({persist: "session"});
	const b = browser.tab({persist: "session"});
	a.chat.ask("1");
	await settle();
	assert.equal(shown(b), "");
	assert.equal(browser.locks.requests, 0);
	assert.equal(browser.local.items.size, 0);
	browser.close(a);
	const after = browser.tab({persist: "session", session: a.session});
	assert.equal(shown(after), "1? to 1");
});

test("what is not kept ends with the page", async () => {
	const browser = new Browser();
	const a = browser.tab({persist: "none"});
	a.chat.setOpened(true);
	a.chat.ask("1");
	await settle();
	assert.equal(shown(a), "1? to 1");
	browser.close(a);
	const after = browser.tab({persist: "none", session: a.session});
	assert.equal(shown(after), "");
	assert.equal(after.chat.opened, false);
	assert.equal(browser.local.items.size + a.session.items.size, 0);
});

test("an open panel is open on the next page, not in the next tab", async () => {
	const browser = new Browser();
	const a = browser.tab();
	a.chat.setOpened(true);
	browser.close(a);
	const next = browser.tab({session: a.session});
	const other = browser.tab();
	assert.deepEqual([next.chat.opened, other.chat.opened], [true, false]);
});

test("what another tab says that makes no sense is left alone", async () => {
	const {browser, a, b} = await two();
	a.chat.ask("1");
	await settle();
	const key = "faqd:https://faq.example";
	const kept = JSON.parse(browser.local.getItem(key));
	for (const said of [null, 7, "x", [], {}, {head: {}}, {head: null,
		entries: []}, {head: {born: 9e99}, entries: [{}]}])
		fire(b, "storage", {key,
			newValue: JSON.stringify(said && {...kept, ...said})});
	fire(b, "storage", {key, newValue: "}"});
	fire(b, "storage", {key: null, newValue: null});
	await settle();
	assert.equal(shown(b), "1? to 1");
});
