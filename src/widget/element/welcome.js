// SPDX-License-Identifier: MIT
// What stands above the conversation: a greeting, examples to begin with, and
// in which language the answers are.
import {button, make} from "./dom.js";

const base = (language) => language.toLowerCase().split("-")[0];

const nameOfLanguage = (language, inLanguage) => {
	try {
		return new Intl.DisplayNames([inLanguage],
					     {type: "language"}).of(language);
	} catch {
		return language;
	}
};

// `hello` is null until the server has said what it has.
export const welcome = (hello, {say, language}) => {
	const nodes = [make("h3", say("hello"))];
	if (!hello)
		return nodes;
	nodes.push(make("p.soft", say("hello_more")), make("ul", hello.examples.slice(0, 3).map(({id, title}) =>
		make("li", button(".example", {"data-id": id, dir: "auto",
			lang: hello.language}, title)))));
	if (base(hello.language) !== base(language))
		nodes.push(make("p.soft.notice", say("language", {language:
			nameOfLanguage(hello.language, language)})));
	return nodes;
};
