// SPDX-License-Identifier: MIT
// The words of the interface, which need no plural forms. English is built in; another language is one
// file of the server, asked for once.
import english from "../words/en.json";

const LANGUAGES = ["en", "es", "pt", "ar", "zh-CN", "ru"];

// Who reads one of a language and script reads the other.
const written = (tag) => {
	const {language, script} = new Intl.Locale(tag).maximize();
	return language + script;
};

// The language of ours that a BCP 47 tag is best served by.
export const match = (tag) => {
	try {
		const wanted = written(tag);
		return LANGUAGES.find((name) => written(name) === wanted) ?? "en";
	} catch {
		return "en"; // it is no tag
	}
};

// {language, dir, say(key, values)} of the best language for `tag`.
export class Words {
	language = "en";
	#texts = english;

	get dir() {
		return this.language === "ar" ? "rtl" : "ltr";
	}

	// Loads them; English stays where that fails.
	async load(server, tag, fetch = globalThis.fetch) {
		const language = match(tag);
		if (language === "en")
			return;
		try {
			const url = new URL(`/widget/words/${language}.json`, server);
			const answer = await fetch(url, {credentials: "omit"});
			if (!answer.ok)
				return;
			this.#texts = {...english, ...await answer.json()};
			this.language = language;
		} catch {
			// not reached, or not ours
		}
	}

	// The text of a key, "" of none; its {names} filled in.
	say(key, values = {}) {
		return (this.#texts[key] ?? "").replace(/\{(\w+)\}/g, (all, name) =>
			values[name] ?? all);
	}
}
