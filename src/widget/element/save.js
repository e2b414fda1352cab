// SPDX-License-Identifier: MIT
// The conversation as plain text: as a file, or to paste somewhere.
import {make} from "./dom.js";
import {nameOf, textOf} from "./entry.js";

export const plainText = (ui) => ui.conversation.entries.map((entry) => {
	const time = new Date(entry.at).toLocaleString(ui.language);
	const name = nameOf(entry, ui);
	return `[${time}]${name && ` ${name}:`}\n${textOf(entry, ui.say)}\n`;
}).join("\n");

export const download = (text) => {
	const url = URL.createObjectURL(new Blob([text]));
	make("a", {href: url, download: "chat.txt"}).click();
	URL.revokeObjectURL(url);
};

// Whether it went well: outside of a secure context there is no clipboard.
export const copy = async (text) => {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {}
};
