// SPDX-License-Identifier: MIT
// What may be shown, and what may be taken over from a storage or another tab:
// whoever sent it, a value of another shape goes no further than here.

// Any text gives an object or null.
export const parse = (text) => {
	try {
		const value = JSON.parse(text);
		return typeof value === "object" && !Array.isArray(value)
			? value : null;
	} catch {
		return null;
	}
};

export const isText = (value) => typeof value === "string";
const isCount = (value) => Number.isInteger(value) && value >= 0;
const isOne = (...values) => (value) => values.includes(value);
const maybe = (check) => (value) => value === undefined || check(value);
const isList = (check) => (value) =>
	Array.isArray(value) && value.every(check);
const has = (checks) => (value) =>
	typeof value === "object" && value !== null &&
	Object.keys(checks).every((name) => checks[name](value[name]));

const isTitle = has({id: isText, title: isText});

export const isReply = has({
	type: isOne("answer", "clarify", "none"),
	id: isText,
	lead: isText,
	tail: isText,
	text: isText,
	parts: isList(has({
		id: isText,
		kind: isText,
		title: isText,
		text: isText,
		html: isText,
		step: maybe(isCount),
		steps: maybe(isCount),
		note: maybe(isText),
		link: maybe(has({title: isText, url: isText})),
	})),
	choices: isList(isTitle),
	suggestions: isList(isTitle),
	offer: maybe(isTitle),
});

export const isHello = has({
	name: isText,
	language: isText,
	examples: isList(isTitle),
	checklist: isList(isTitle),
});

const place = {
	step: isCount,
	steps: isCount,
	paused: isOne(true, false),
};

export const isPlace = has(place);

export const isAgent = has({name: isText});

export const isHandover = has({
	state: isOne("waiting", "joined", "returned", "closed", "nobody"),
	agent: maybe(isAgent),
	waiting: maybe(isCount),
});

const common = {key: isText, at: Number.isFinite, turn: isCount, text: isText};
const kinds = {
	__proto__: null, // where an entry is from is another's word
	visitor: has({...common,
		state: isOne("waiting", "sent", "answered", "failed",
			"delivered", "read"),
		choice: maybe(isText), tries: isCount}),
	bot: has({...common, asked: Number.isFinite, reply: isReply}),
	agent: has({...common, agent: maybe(isAgent)}),
	system: has({...common, event: has({type: isText})}),
};

export const isEntry = (entry) => kinds[entry?.from]?.(entry);

const orNull = (check) => (value) => value === null || check(value);

// The conversation beside its entries.
export const isHead = has({
	born: Number.isFinite,
	session: orNull(isText),
	place: orNull(has({...place, done: isList(isCount)})),
	placed: Number.isFinite,
	handover: orNull(isHandover),
	handed: Number.isFinite,
	hello: orNull(isHello),
});
