// SPDX-License-Identifier: MIT
// The words of the interface, in each language, and how they are chosen.
import assert from "node:assert/strict";
import {readFileSync, readdirSync} from "node:fs";
import {test} from "node:test";
import {Words, match} from "../../../src/widget/element/words.js";

const folder = `${process.env.TOP}/src/widget/words`;
const read = (language) => JSON.parse(
	readFileSync(`${folder}/${language}.json`, "utf8"));
const languages = readdirSync(folder).map((name) => name.slice(0, -5));
const english = read("en");

const places = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();

test("there are six languages", () => {
	assert.deepEqual(languages.sort(), ["ar", "en", "es", "pt", "ru", "zh-CN"]);
	for (const language of languages)
		assert.equal(match(language), language);
});

for (const language of languages) {
	const texts = read(language);
	test(`${language} has the keys of English, in its order`, () => {
		assert.deepEqual(Object.keys(texts), Object.keys(english));
	});

	test(`${language} names what English names`, () => {
		for (const [key, text] of Object.entries(texts))
			assert.deepEqual(places(text), places(english[key]), key);
	});

	test(`${language} says something each time, and no markup`, () => {
		for (const [key, text] of Object.entries(texts))
			assert.match(text, /^\S[^<>&]*$/, key);
	});
}

test("a language of the browser is served by the nearest of ours", () => {
	for (const [tag, ours] of Object.entries({
		"pt-BR": "pt", "pt-PT": "pt", "zh": "zh-CN", "zh-Hans": "zh-CN",
		"zh-SG": "zh-CN", "zh-TW": "en", "zh-Hant-HK": "en", "ar-EG": "ar",
		"es-419": "es", "EN-gb": "en", "ru": "ru", "de": "en", "": "en",
		"not a tag": "en", "sr-Latn": "en"}))
		assert.equal(match(tag), ours, tag);
	assert.equal(match(undefined), "en");
});

const loaded = async (tag, answer) => {
	const words = new Words();
	await words.load("https://faq.example", tag, answer);
	return words;
};

const serve = async (url) => ({ok: true,
	json: async () => read(/([^/]+)\.json$/.exec(url.pathname)[1])});

test("English is there at once and asks for nothing", async () => {
	const words = await loaded("en-US", () => assert.fail());
	assert.equal(words.say("send"), "Send");
	assert.equal(words.dir, "ltr");
});

test("another language is loaded from the server", async () => {
	const words = await loaded("ar-EG", serve);
	assert.equal(words.language, "ar");
	assert.equal(words.dir, "rtl");
	assert.equal(words.say("send"), read("ar").send);
});

test("English stays where a language can't be loaded", async () => {
	for (const answer of [
		async () => {
			throw new TypeError("network");
		},
		async () => ({ok: false, json: async () => ({send: "404"})}),
		async () => ({ok: true, json: async () => JSON.parse("<")}),
	]) {
		const words = await loaded("es", answer);
		assert.equal(words.language, "en");
		assert.equal(words.say("send"), "Send");
	}
});

test("what a server of another age does not say is said in English", async () => {
	const words = await loaded("es",
		async () => ({ok: true, json: async () => ({yes: "Sí"})}));
	assert.equal(words.say("yes"), "Sí");
	assert.equal(words.say("send"), "Send");
});

test("named values are filled in as they are", async () => {
	const words = await loaded("en");
	assert.equal(words.say("step", {n: 2, m: 4}), "Step 2 of 4");
	assert.equal(words.say("typing", {name: "{n} $& <b>"}),
		"{n} $& <b> is typing");
	assert.equal(words.say("typing"), "{name} is typing");
	assert.equal(words.say("person_sung"), "");
});
