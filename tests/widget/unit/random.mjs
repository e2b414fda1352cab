// SPDX-License-Identifier: MIT
// What nobody thought of: frames of any bytes, and visits in which anything
// may go wrong at any time. Each run has a number, which repeats it.
import assert from "node:assert/strict";
import {readFileSync, readdirSync} from "node:fs";
import {test} from "node:test";
import {Browser, fire, settle, shown} from "./fakes.mjs";

// Mulberry32: the same numbers from the same seed.
const dice = (seed) => () => {
	seed = (seed + 0x6D2B79F5) | 0;
	let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const pick = (roll, list) => list[Math.floor(roll() * list.length)];

const folder = `${process.env.TOP}/tests/proto/golden/server`;
const golden = readdirSync(folder).sort();

const chatting = async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.ask("1");
	await settle();
	return {browser, tab, send: (data) => browser.server.socket.receive(data)};
};

test("random bytes change nothing", async () => {
	const {tab, send} = await chatting();
	const roll = dice(1);
	for (let run = 0; run < 5000; run++)
		send(String.fromCharCode(...Array.from({length: roll() * 40},
			() => roll() * (run % 2 ? 128 : 65536))));
	await settle();
	assert.equal(shown(tab), "1? to 1");
	assert.equal(tab.chat.connection, "online");
});

test("a frame that is not text changes nothing", async () => {
	const {browser, tab} = await chatting();
	for (const data of [new ArrayBuffer(8), null, undefined, 7, {}])
		browser.server.socket.onmessage({data});
	assert.equal(shown(tab), "1? to 1");
});

// Each member of each message is, in turn, of another type or not there.
const damaged = function* (value) {
	if (typeof value !== "object" || value === null)
		return;
	for (const name of Object.keys(value)) {
		for (const other of [null, 0, -1, 1.5, "", "x", true, [], {}, [null],
			[{}], undefined])
			yield Array.isArray(value)
				? value.map((one, at) => at === +name ? other : one)
				: {...value, [name]: other};
		for (const inner of damaged(value[name]))
			yield Array.isArray(value)
				? value.map((one, at) => at === +name ? inner : one)
				: {...value, [name]: inner};
	}
};

const isTitle = ({id, title}) =>
	typeof id === "string" && typeof title === "string";

// What a view may rely on.
const check = ({chat}) => {
	for (const {from, text, reply, event, agent} of chat.entries) {
		assert.equal(typeof text, "string");
		assert.ok(agent === undefined || typeof agent.name === "string");
		if (from === "system")
			assert.equal(typeof event.type, "string");
		if (from !== "bot")
			continue;
		for (const part of reply.parts)
			for (const name of ["id", "kind", "title", "text", "html"])
				assert.equal(typeof part[name], "string", name);
		assert.ok(reply.choices.every(isTitle));
		assert.ok(reply.suggestions.every(isTitle));
	}
	assert.ok(!chat.hello || (chat.hello.examples.every(isTitle) &&
		chat.hello.checklist.every(isTitle)));
	assert.ok(!chat.place || (Number.isInteger(chat.place.step) &&
		Array.isArray(chat.place.done)));
};

for (const name of golden) {
	const message = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
	test(`no damage to golden ${name} gets through`, async () => {
		const {browser, tab, send} = await chatting();
		for (const bad of damaged(message)) {
			send(bad); // out of the blue
			await settle();
			check(tab);
			browser.server.mute = true;
			tab.chat.ask("2");
			await settle();
			send({...bad, reply_to: browser.server.heard.at(-1).id});
			browser.server.mute = false;
			await settle();
			check(tab);
			tab.chat.reset();
			await settle();
			tab.chat.ask("1");
			await settle();
		}
	});
}

// Something happens.
const events = {
	ask: ({tabs, roll, asked}) => {
		const text = `${asked.push(`${asked.length}`) - 1}`;
		const {chat} = pick(roll, tabs);
		roll() < 0.5 ? chat.ask(text) : chat.choose(text, text);
	},
	open: ({tabs, roll}) => pick(roll, tabs).chat.setOpened(roll() < 0.5),
	cut: ({browser, roll}) => browser.server.restart(
		pick(roll, [1000, 1001, 1006, 1008, 1011])),
	down: ({browser}) => {
		browser.server.up = false;
		browser.server.restart(1001);
	},
	up: ({browser}) => browser.server.up = true,
	lose: ({browser, roll}) => browser.server.lose = () => roll() < 0.5,
	keep: ({browser}) => browser.server.lose = null,
	block: ({browser, roll}) => browser.server.webSocket = roll() < 0.5,
	limit: ({browser, roll}) => browser.server.refuse =
		() => roll() < 0.3 && {code: "rate_limited", retry_after: 1},
	free: ({browser}) => browser.server.refuse = null,
	mute: ({browser, roll}) => browser.server.mute = roll() < 0.3,
	offline: ({tabs, roll}) => fire(pick(roll, tabs), "offline"),
	online: ({tabs, roll}) => fire(pick(roll, tabs), "online"),
	hide: ({tabs, roll}) => {
		const tab = pick(roll, tabs);
		tab.hidden = !tab.hidden;
		fire(tab, "visibilitychange");
	},
	rate: ({tabs, roll}) => {
		const {chat} = pick(roll, tabs);
		const said = chat.entries.filter(({reply}) => reply);
		if (said.length)
			chat.feedback(pick(roll, said).key, roll() < 0.5);
	},
	reload: ({browser, tabs, roll}) => {
		const tab = pick(roll, tabs);
		browser.close(tab);
		tabs[tabs.indexOf(tab)] = browser.tab({session: tab.session});
	},
	freeze: ({tabs, roll}) => {
		const tab = pick(roll, tabs);
		fire(tab, "pagehide");
		fire(tab, "pageshow", {persisted: true});
	},
};

// All is well again, and all have time.
const heal = async ({browser, tabs}) => {
	Object.assign(browser.server, {up: true, lose: null, refuse: null,
		mute: false, webSocket: true});
	for (const tab of tabs) {
		tab.hidden = false;
		fire(tab, "online");
		tab.chat.setOpened(true);
	}
	await browser.clock.advance(900000);
	for (const {key, state} of tabs[0].chat.entries)
		if (state === "failed")
			tabs[0].chat.retry(key);
	await browser.clock.advance(60000);
};

const visit = async (number) => {
	const roll = dice(number);
	const browser = new Browser();
	const asked = [];
	const tabs = [browser.tab(), browser.tab()];
	for (const tab of tabs)
		tab.dice = roll();
	for (let turn = 0; turn < 60; turn++) {
		const name = pick(roll, [...Object.keys(events), "ask", "ask"]);
		events[name]({browser, tabs, roll, asked});
		await (roll() < 0.3 ? browser.clock.advance(roll() * 20000)
			: settle());
	}
	await heal({browser, tabs});
	return {browser, tabs, asked};
};

test("whatever happens, each question has its one answer", async () => {
	for (let number = 1; number <= 150; number++) {
		const {browser, tabs, asked} = await visit(number);
		const expected = asked.map((text) => `${text}? to ${text}`).join(" ");
		for (const tab of tabs) {
			assert.equal(shown(tab), expected, `visit ${number}`);
			assert.ok(tab.chat.entries.every(({rated}) =>
				!rated || rated.state !== "sending"), `visit ${number}`);
		}
		const [last] = tabs;
		for (const tab of tabs)
			browser.close(tab);
		const next = browser.tab({session: last.session});
		await settle();
		assert.equal(shown(next), expected, `visit ${number}, kept`);
	}
});
