// SPDX-License-Identifier: MIT
// The half of the agent console that is not seen, without a browser.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Desk} from "../../../src/widget/console/desk.js";
import {Kept} from "../../../src/widget/console/kept.js";
import {Clock, settle} from "./fakes.mjs";

const ID = "0123456789abcdef0123456789abcdef";
const ROUNDS = 60;

const golden = (name) => JSON.parse(readFileSync(join(process.env.TOP,
	"tests/proto/golden/agent", `${name}.json`), "utf8"));

// As a browser's: the items are its properties.
class Storage {
	getItem(name) {
		return this[name] ?? null;
	}

	setItem(name, text) {
		this[name] = text;
	}

	removeItem(name) {
		delete this[name];
	}
}

// An agent's tab; `take(message, socket)` is what faqd does.
const open = async ({take, chance = () => 0.5}) => {
	const clock = new Clock();
	const storage = {session: new Storage(), local: new Storage()};
	const sockets = [];
	const connect = (url, protocol) => {
		const socket = {url: String(url), protocol, close() {},
			send: (text) => take(JSON.parse(text), socket),
			say: (message) =>
				socket.onmessage?.({data: JSON.stringify(message)})};
		sockets.push(socket);
		queueMicrotask(() => socket.onopen?.());
		return socket;
	};
	// As much of a window as the desk has to do with.
	const world = {
		Date: {now: () => clock.now},
		Math: {random: chance},
		crypto: {getRandomValues: (numbers) => numbers.fill(1)},
		setTimeout: (run, ms) => clock.setTimeout(run, ms),
		clearTimeout: (timer) => clock.clearTimeout(timer),
		sessionStorage: storage.session,
		localStorage: storage.local,
		addEventListener: () => {},
		WebSocket: function WebSocket(...all) {
			return connect(...all);
		},
	};
	const desk = new Desk({world, kept: new Kept(world),
		server: "https://faq.example/desk"});
	desk.signIn("key", "Ada");
	await settle();
	return {desk, clock, sockets, storage};
};

// Answers as faqd does where it makes a difference.
const polite = (message, socket) => queueMicrotask(() => {
	const answer = {hello: "hello", presence: "presence",
		follow: "conversation", suggest: "suggestions"}[message.type];
	if (answer)
		socket.say({...golden(answer), reply_to: message.id});
});

test("it greets with the key, over a WebSocket of the same host", async () => {
	const heard = [];
	const {desk, sockets} = await open({take: (message, socket) => {
		heard.push(message);
		polite(message, socket);
	}});
	assert.equal(sockets[0].url, "wss://faq.example/v1/desk");
	assert.equal(sockets[0].protocol, "faqd.desk.v1");
	const {type, key, name} = heard[0];
	assert.deepEqual({type, key, name},
		{type: "hello", key: "key", name: "Ada"});
	assert.equal(desk.connection, "online");
});

test("it understands what faqd says", async () => {
	const {desk, sockets: [socket]} = await open({take: polite});
	assert.equal(desk.me.name, "Ada");
	assert.equal(desk.canned[0].text, "Ten to six.");
	socket.say(golden("changed"));
	assert.deepEqual(desk.queue.map(({cases}) => cases.length), [0, 1, 0, 0]);
	desk.select(ID);
	await settle();
	assert.ok(desk.isMine);
	assert.deepEqual(desk.current.messages.map(({seq}) => seq), [3, 4, 5]);
	assert.equal(desk.current.suggestions[0].id, "faq.open");
	socket.say(golden("message"));
	assert.equal(desk.current.messages.length, 3);
	socket.say(golden("typing"));
	assert.ok(desk.current.isTyping);
	assert.deepEqual(desk.presence, {agents: 2, waiting: 1});
});

test("a line that died without a word is noticed and opened again",
	async () => {
		let isDead = false;
		const {desk, clock, sockets} = await open({
			take: (...all) => isDead || polite(...all)});
		isDead = true;
		await clock.advance(39000);
		assert.equal(sockets.length, 1);
		isDead = false;
		await clock.advance(2000);
		assert.equal(sockets.length, 2);
		assert.equal(desk.connection, "online");
	});

test("tries to connect become rarer, up to ten seconds", async () => {
	const {clock, sockets} = await open({chance: () => 1,
		take: (message, socket) => queueMicrotask(() => socket.onclose?.())});
	const times = [];
	for (let i = 0; i < 8; i++) {
		const before = sockets.length;
		const begun = clock.now;
		while (sockets.length === before)
			await clock.advance(100);
		times.push(clock.now - begun);
	}
	assert.ok(times.every((ms, i) => i === 0 || ms >= times[i - 1]));
	assert.equal(times.at(-1), 10000);
});

test("a key that is refused is forgotten and not tried again", async () => {
	const {desk, clock, sockets, storage} = await open({
		take: ({id}, socket) => queueMicrotask(() => socket.say(
			{type: "error", code: "unauthorized", reply_to: id}))});
	await clock.advance(60000);
	assert.equal(desk.connection, "closed");
	assert.equal(sockets.length, 1);
	assert.deepEqual(Object.keys(storage.session), []);
});

test("a greeting that came too fast is tried again", async () => {
	let count = 0;
	const {desk, clock} = await open({take: (message, socket) =>
		message.type === "hello" && count++ < 2
			? queueMicrotask(() => socket.say({type: "error",
				code: "rate_limited", reply_to: message.id}))
			: polite(message, socket)});
	await clock.advance(20000);
	assert.equal(desk.connection, "online");
});

test("a reply that is heard before it is acknowledged is shown once",
	async () => {
		const {desk, sockets: [socket]} = await open({take: polite});
		desk.select(ID);
		await settle();
		desk.send("Hello");
		assert.equal(desk.current.waiting.length, 1);
		const {message, ...rest} = golden("message");
		socket.say({...rest, message: {...message, seq: 6}});
		assert.equal(desk.current.waiting.length, 0);
		assert.equal(desk.current.messages.length, 4);
		assert.equal(desk.current.outbox.length, 1); // until it is stored
	});

test("a reply for what has ended meanwhile is not forgotten", async () => {
	const {desk, clock, sockets} = await open({take: (message, to) =>
		message.type === "reply" ? queueMicrotask(() => to.onclose())
			: polite(message, to)});
	const other = "f".repeat(32);
	sockets[0].say({...golden("changed"), conversation: other});
	desk.select(other);
	desk.send("Hello");
	desk.select(ID);
	await clock.advance(20000);
	assert.ok(sockets.length > 1); // and hello did not name it
	assert.equal(desk.cases.get(other).outbox.length, 1);
});

test("what the visitor types ends, if nobody says so", async () => {
	const {desk, clock, sockets: [socket]} = await open({take: polite});
	desk.select(ID);
	await settle();
	socket.say(golden("typing"));
	await clock.advance(6000);
	assert.equal(desk.current.isTyping, false);
});

// Numbers that look random and are the same in each run.
const dice = (seed) => () => {
	seed = (seed * 1664525 + 1013904223) % 2 ** 32;
	return seed / 2 ** 32;
};

// A faqd whose connection breaks at any time, before or after it has done what
// it was told.
const shaky = (random, state) => (message, socket) => queueMicrotask(() => {
	const isBroken = () => state.isShaky && random() < 0.2;
	const lose = () => socket.onclose?.({code: 1006});
	if (socket !== state.socket && message.type !== "hello")
		return;
	state.socket = socket;
	if (isBroken())
		return lose();
	let reply = {type: message.type};
	if (message.type === "hello") {
		reply = golden("hello");
	} else if (message.type === "follow") {
		reply = {...golden("conversation"), messages:
			state.log.filter(({seq}) => seq > (message.after ?? 0))};
	} else if (message.type === "reply") {
		let known = state.log.find(({id}) => id === message.id);
		if (!known) {
			known = {seq: state.log.length + 1, from: "agent",
				id: message.id, text: message.text, at: 0};
			state.log.push(known);
		}
		reply = {type: "sent", conversation: ID, seq: known.seq};
	}
	if (isBroken())
		return lose();
	socket.say({...reply, reply_to: message.id});
});

test("whatever breaks, each reply is said once, and all is seen in order",
	async () => {
		for (let seed = 1; seed <= ROUNDS; seed++) {
			const random = dice(seed);
			const state = {log: [], isShaky: true};
			const {desk, clock} = await open(
				{take: shaky(random, state), chance: random});
			while (desk.connection !== "online")
				await clock.advance(1000);
			desk.select(ID);
			for (let i = 0; i < 12; i++) {
				if (random() < 0.5)
					desk.send(`reply ${i}`);
				else
					state.log.push({seq: state.log.length + 1,
						from: "visitor", text: `word ${i}`, at: 0});
				await clock.advance(random() * 4000);
			}
			state.isShaky = false;
			state.socket.onclose?.({code: 1006});
			await clock.advance(60000);
			const texts = state.log.map(({text}) => text);
			const replies = texts.filter((text) => /^reply/.test(text));
			assert.equal(new Set(replies).size, replies.length);
			assert.deepEqual(replies, [...replies].sort((a, b) =>
				a.split(" ")[1] - b.split(" ")[1]));
			assert.deepEqual(desk.current.messages.map(({text}) => text),
				texts, `seed ${seed}`);
			assert.deepEqual(desk.current.outbox, []);
		}
	});
