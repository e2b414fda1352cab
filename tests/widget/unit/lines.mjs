// SPDX-License-Identifier: MIT
// Connections that break, are blocked, or go to sleep.
import assert from "node:assert/strict";
import {test} from "node:test";
import {Wire} from "../../../src/widget/element/wire.js";
import {Browser, fire, settle, shown} from "./fakes.mjs";

const opened = async (options) => {
	const browser = new Browser();
	const tab = browser.tab(options);
	tab.chat.setOpened(true);
	await settle();
	return {browser, tab, ...tab, ...browser, server: browser.server,
		clock: browser.clock};
};

test("a restart of the server loses and doubles nothing", async () => {
	const {browser, tab, chat, server, clock} = await opened();
	chat.ask("a");
	await settle();
	server.up = false;
	server.restart();
	chat.ask("b");
	chat.ask("c");
	await clock.advance(60000);
	assert.equal(shown(tab), "a? to a b? c?");
	assert.equal(chat.connection, "offline");
	server.up = true;
	await clock.advance(60000);
	assert.equal(shown(tab), "a? to a b? to b c? to c");
	assert.equal(new Set(browser.server.answers).size, 3);
	assert.equal(browser.server.answers.length, 3);
});

test("after a reconnect the newest session is taken up first", async () => {
	const {chat, server, clock} = await opened();
	chat.ask("a");
	await settle();
	const {session} = server.heard.at(-1);
	server.restart(1006);
	await clock.advance(2000);
	const {type, session: taken} = server.heard.at(-1);
	assert.equal(type, "resume");
	assert.notEqual(taken, session);
	assert.deepEqual(JSON.parse(taken).seen, [chat.entries[0].key]);
});

test("the delay before a try grows to thirty seconds at most", async () => {
	const {chat, server, clock, tab} = await opened();
	tab.dice = 0.999999;
	server.up = false;
	server.restart(1006);
	await settle();
	const times = [];
	for (let tries = server.tries, at = clock.now; times.length < 8;) {
		await clock.advance(500);
		if (server.tries === tries)
			continue;
		tries = server.tries;
		times.push(clock.now - at);
		at = clock.now;
	}
	assert.deepEqual(times,
		[2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000]);
	assert.equal(chat.connection, "offline");
});

test("the delay before a try may be next to nothing", async () => {
	const {server, clock, tab} = await opened();
	tab.dice = 0;
	server.restart(1006);
	const {tries} = server;
	await clock.advance(1);
	assert.equal(server.tries, tries + 1);
});

test("a server that restarts is given time at once", async () => {
	const {server, clock, tab} = await opened();
	tab.dice = 0.999999;
	server.restart(1001);
	const {tries} = server;
	await clock.advance(3900);
	assert.equal(server.tries, tries);
	await clock.advance(100);
	assert.equal(server.tries, tries + 1);
});

test("a server that opens only to close is not stormed", async () => {
	const {server, clock, tab} = await opened();
	tab.dice = 0.5;
	server.mute = true;
	const {tries} = server;
	for (let second = 0; second < 600; second++) {
		server.restart(1006);
		await clock.advance(1000);
	}
	assert.ok(server.tries - tries < 60, `${server.tries - tries} tries`);
});

test("a server that has answered again is soon tried again", async () => {
	const {chat, server, clock, tab} = await opened();
	tab.dice = 0.999999;
	server.up = false;
	server.restart(1006);
	await clock.advance(60000);
	server.up = true;
	await clock.advance(30000);
	assert.equal(chat.connection, "online");
	server.restart(1006);
	const {tries} = server;
	await clock.advance(2000);
	assert.equal(server.tries, tries + 1);
});

test("a thousand visitors come back spread over seconds", async () => {
	const browser = new Browser();
	const tabs = Array.from({length: 1000},
		() => browser.tab({persist: "none"}));
	tabs.forEach((tab, at) => {
		tab.dice = (at + 0.5) / 1000;
		tab.chat.setOpened(true);
	});
	await settle();
	browser.server.restart(1001);
	await settle();
	let most = 0;
	for (let slot = 0; slot < 40; slot++) {
		const {tries} = browser.server;
		await browser.clock.advance(100);
		most = Math.max(most, browser.server.tries - tries);
	}
	assert.ok(most <= 30, `${most} in 100 ms`);
	assert.equal(browser.server.sockets.size, 1000);
});

test("a closed panel leaves a lost connection alone", async () => {
	const {chat, server, clock} = await opened();
	chat.setOpened(false);
	server.restart(1006);
	const {tries} = server;
	await clock.advance(600000);
	assert.equal(server.tries, tries);
	assert.equal(chat.connection, "idle");
	chat.ask("hi");
	await clock.advance(1);
	assert.equal(chat.connection, "online");
});

test("a hidden page waits until it is looked at", async () => {
	const {chat, server, clock, tab} = await opened();
	tab.hidden = true;
	server.restart(1001);
	await clock.advance(60000);
	assert.equal(chat.connection, "idle");
	tab.hidden = false;
	fire(tab, "visibilitychange");
	await clock.advance(1);
	assert.equal(chat.connection, "online");
});

test("what is asked offline is sent when the network is back", async () => {
	const {chat, server, clock, tab} = await opened();
	server.up = false;
	fire(tab, "offline");
	assert.equal(chat.connection, "offline");
	chat.ask("a");
	chat.ask("b");
	await clock.advance(1000);
	assert.equal(shown(tab), "a? b?");
	server.up = true;
	fire(tab, "online");
	await settle();
	assert.equal(shown(tab), "a? to a b? to b");
});

test("a closed panel is idle again once the network is back", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	fire(tab, "offline");
	fire(tab, "online");
	await browser.clock.advance(1000);
	assert.equal(tab.chat.connection, "idle");
	assert.equal(browser.server.tries, 0);
});

test("a connection that died while nobody looked is replaced", async () => {
	const {chat, server, clock, tab} = await opened();
	server.mute = true;
	await clock.advance(30000);
	fire(tab, "visibilitychange");
	await clock.advance(7500);
	server.mute = false;
	await clock.advance(2000);
	assert.equal(chat.connection, "online");
	assert.equal(server.sockets.size, 1);
});

test("a connection that was heard of just now is left alone", async () => {
	const {server, clock, tab} = await opened();
	await clock.advance(29999);
	const {length} = server.heard;
	fire(tab, "visibilitychange");
	await settle();
	assert.equal(server.heard.length, length);
});

test("a page that is left holds nothing open, and goes on later", async () => {
	const {chat, server, clock, tab} = await opened();
	server.lose = () => true;
	chat.ask("a");
	fire(tab, "pagehide");
	await settle();
	assert.equal(server.sockets.size, 0);
	assert.equal(clock.timers, 0);
	server.lose = null;
	fire(tab, "pageshow", {persisted: true});
	await settle();
	assert.equal(shown(tab), "a? to a");
});

test("a conversation that has stopped listens to nothing", async () => {
	const {browser, chat, server, clock, tab} = await opened();
	chat.stop();
	const {tries} = server;
	for (const type of ["online", "visibilitychange", "pageshow"])
		fire(tab, type, {persisted: true});
	await clock.advance(60000);
	assert.equal(server.tries, tries);
	assert.equal(browser.clock.timers, 0);
});

test("where no WebSocket opens, it goes over HTTP", async () => {
	const browser = new Browser();
	browser.server.webSocket = false;
	const tab = browser.tab();
	tab.chat.ask("a");
	tab.chat.choose("b", "B");
	await settle();
	assert.equal(tab.chat.connection, "http");
	assert.equal(shown(tab), "a? to a B? to b");
	assert.equal(tab.chat.hello.name, "Library");
	const [, first, second] = browser.server.heard;
	assert.equal(first.path, "/v1/ask");
	assert.equal(first.session, null);
	assert.equal(JSON.parse(second.session).seen.length, 1);
	tab.chat.feedback(tab.chat.entries[1].key, true);
	await settle();
	assert.equal(browser.server.heard.at(-1).path, "/v1/feedback");
	assert.equal(tab.chat.entries[1].rated.state, "sent");
});

test("a policy that forbids WebSockets leads to HTTP too", async () => {
	const browser = new Browser();
	const tab = browser.tab({policy: true});
	tab.chat.ask("a");
	await settle();
	assert.equal(shown(tab), "a? to a");
});

test("a WebSocket that never says anything leads to HTTP", async () => {
	const browser = new Browser();
	browser.server.silent = true;
	const tab = browser.tab();
	tab.chat.ask("a");
	await browser.clock.advance(4999);
	assert.equal(shown(tab), "a?");
	await browser.clock.advance(1);
	assert.equal(shown(tab), "a? to a");
});

test("a server that hangs when it is come back to is tried again", async () => {
	const browser = new Browser();
	const tab = browser.tab();
	tab.chat.setOpened(true);
	tab.chat.ask("a");
	await settle();
	browser.server.silent = true;
	browser.server.restart();
	await browser.clock.advance(20000);
	assert.ok(browser.server.tries > 2);
	tab.chat.ask("b");
	browser.server.silent = false;
	await browser.clock.advance(40000);
	assert.equal(shown(tab), "a? to a b? to b");
});

test("HTTP that is reached after the network has gone is not taken", async () => {
	const browser = new Browser();
	browser.server.webSocket = false;
	const tab = browser.tab();
	let reached;
	browser.server.fetch = () => new Promise((resolve) => reached = () =>
		resolve({ok: true, status: 200, text: async () => "{}"}));
	tab.chat.setOpened(true);
	await settle();
	fire(tab, "offline");
	reached();
	await settle();
	assert.equal(tab.chat.connection, "offline");
});

test("over HTTP a lost answer is asked for again", async () => {
	const browser = new Browser();
	browser.server.webSocket = false;
	const tab = browser.tab();
	let lost = 0;
	browser.server.lose = () => lost++ === 0;
	tab.chat.ask("a");
	await settle();
	assert.equal(tab.chat.connection, "offline");
	await browser.clock.advance(10000);
	assert.equal(shown(tab), "a? to a");
});

test("over HTTP one waits as long as one is told", async () => {
	const browser = new Browser();
	browser.server.webSocket = false;
	const tab = browser.tab();
	browser.server.refuse = () => ({code: "rate_limited", retry_after: 9});
	tab.chat.ask("a");
	await settle();
	browser.server.refuse = null;
	await browser.clock.advance(8999);
	assert.equal(shown(tab), "a?");
	await browser.clock.advance(1);
	assert.equal(shown(tab), "a? to a");
});

test("over HTTP a WebSocket is tried again, and taken", async () => {
	const browser = new Browser();
	browser.server.webSocket = false;
	const tab = browser.tab();
	tab.chat.setOpened(true);
	await browser.clock.advance(60000);
	assert.equal(tab.chat.connection, "http");
	browser.server.webSocket = true;
	await browser.clock.advance(300000);
	assert.equal(tab.chat.connection, "online");
	tab.chat.ask("a");
	await settle();
	assert.equal(shown(tab), "a? to a");
	assert.equal(browser.server.heard.at(-1).type, "ask");
});

test("a gateway without a server behind it is no answer", async () => {
	const browser = new Browser();
	browser.server.webSocket = false;
	const {fetch} = browser.server;
	const tab = browser.tab();
	browser.server.fetch = async () => ({ok: false, status: 502,
		text: async () => "<h1>Bad Gateway</h1>", headers: new Map()});
	tab.chat.ask("a");
	await settle();
	assert.equal(tab.chat.connection, "offline");
	browser.server.fetch = fetch;
	await browser.clock.advance(10000);
	assert.equal(shown(tab), "a? to a");
});

test("an address that is none harms nobody", async () => {
	const states = [];
	const wire = new Wire("nowhere", {setTimeout() {}, clearTimeout() {},
		Math: {random: () => 0.5}}, {state: () => states.push(wire.state),
		wanted: () => true});
	wire.connect();
	await settle();
	assert.deepEqual(states, ["connecting", "offline"]);
});

test("a WebSocket that opens while HTTP is waited for takes up the session",
	async () => {
		const browser = new Browser();
		const {server} = browser;
		server.webSocket = false;
		const tab = browser.tab();
		tab.chat.setOpened(true);
		await settle();
		assert.equal(tab.chat.connection, "http");
		const {fetch} = server;
		let answer;
		server.fetch = async (...all) => {
			await new Promise((resolve) => {
				answer = resolve;
			});
			return fetch.apply(server, all);
		};
		tab.chat.ask("a");
		tab.chat.ask("b");
		await settle();
		server.webSocket = true;
		fire(tab, "online");
		await settle();
		answer();
		await settle();
		assert.equal(tab.chat.connection, "online");
		assert.equal(shown(tab), "a? to a b? to b");
		assert.deepEqual(server.socket.visit.seen,
			tab.chat.entries.filter(({from}) => from === "visitor")
				.map(({key}) => key).reverse());
	});
