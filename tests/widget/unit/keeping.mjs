// SPDX-License-Identifier: MIT
// What a storage may do to a conversation: nothing.
import assert from "node:assert/strict";
import {test} from "node:test";
import {Browser, settle, shown} from "./fakes.mjs";

const NAME = "faqd:https://faq.example";
const DAY = 24 * 3600 * 1000;

const kept = async (...texts) => {
	const browser = new Browser();
	const tab = browser.tab();
	for (const text of texts) {
		tab.chat.ask(text);
		await settle();
	}
	browser.close(tab);
	return browser;
};

const again = async (browser) => {
	const tab = browser.tab();
	await settle();
	return shown(tab);
};

test("a storage that is denied is done without", async () => {
	const browser = new Browser();
	browser.local.denied = true;
	const tab = browser.tab();
	tab.chat.setOpened(true);
	tab.chat.ask("1");
	await settle();
	assert.equal(shown(tab), "1? to 1");
});

test("a storage that is full from the start is done without", async () => {
	const browser = new Browser();
	browser.local.room = 10;
	const tab = browser.tab();
	tab.chat.ask("1");
	await settle();
	assert.equal(shown(tab), "1? to 1");
	assert.equal(browser.local.items.size, 0);
});

test("a storage that fills up keeps the newest", async () => {
	const browser = new Browser();
	browser.local.room = 3000;
	const tab = browser.tab();
	for (let number = 1; number <= 20; number++) {
		tab.chat.ask(`${number}`);
		await settle();
	}
	assert.equal(tab.chat.entries.length, 40);
	browser.close(tab);
	const text = await again(browser);
	assert.ok(text.endsWith("20? to 20"), text);
	assert.ok(browser.local.items.get(NAME).length <= 3000);
});

test("at most two hundred entries are kept, and 256 Ki of them", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	for (let number = 0; number < 120; number++) {
		tab.chat.ask("x".repeat(4000));
		await settle();
	}
	assert.equal(tab.chat.entries.length, 200);
	const {length} = browser.local.items.get(NAME);
	assert.ok(length <= 256 * 1024 && length > 64 * 1024, `${length}`);
});

test("after thirty days it is forgotten, and not before", async () => {
	const browser = await kept("1");
	browser.clock.now += 30 * DAY - 1;
	assert.equal(await again(browser), "1? to 1");
	browser.clock.now += 30 * DAY;
	assert.equal(await again(browser), "");
});

test("a clock that is set back keeps the order", async () => {
	const browser = await kept("1");
	browser.clock.now -= DAY;
	const tab = browser.tab();
	tab.chat.ask("2");
	await settle();
	assert.equal(shown(tab), "1? to 1 2? to 2");
});

test("another layout is forgotten", async () => {
	const browser = await kept("1");
	const state = JSON.parse(browser.local.items.get(NAME));
	browser.local.items.set(NAME, JSON.stringify({...state, version: 0}));
	assert.equal(await again(browser), "");
});

test("what can't be read is forgotten", async () => {
	for (const text of ["", "{", "null", "7", "[]", "{}",
		'{"version":1}', '{"version":1,"saved":1e99,"head":{}}']) {
		const browser = new Browser();
		browser.local.items.set(NAME, text);
		assert.equal(await again(browser), "", text);
	}
});

test("an entry that makes no sense is left out", async () => {
	const browser = await kept("1", "2");
	const state = JSON.parse(browser.local.items.get(NAME));
	const [first, answer] = state.entries;
	state.entries.push(null, 7, {}, {...first, key: "a", from: "toString"},
		{...first, key: "b", state: "maybe"}, {...first, key: "c", at: "x"},
		{...first, key: "d", text: null},
		{...answer, key: "e", reply: {...answer.reply, parts: [{}]}});
	browser.local.items.set(NAME, JSON.stringify(state));
	assert.equal(await again(browser), "1? to 1 2? to 2");
});

// Whatever is cut out of what was saved or changed in it: it loads, and what
// it shows was said or is nothing.
test("any damage is survived", async () => {
	const browser = await kept("1", "2");
	const good = browser.local.items.get(NAME);
	for (let at = 0; at < good.length; at += 3)
		for (const bad of [good.slice(0, at), good.slice(0, at) + "0" +
			good.slice(at + 1), good.slice(0, at) + good.slice(at + 9)]) {
			const {local} = new Browser();
			browser.local.items.set(NAME, bad);
			const tab = browser.tab();
			assert.ok(Array.isArray(tab.chat.entries));
			for (const entry of tab.chat.entries)
				assert.equal(typeof entry.text, "string");
			browser.close(tab);
			local.items.clear();
		}
});
