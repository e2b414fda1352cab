// SPDX-License-Identifier: MIT
// HTML, as cmark writes it in its safe mode, to nodes. A tag or an attribute
// that is not named here is shown as the text that it is.
import {make} from "./dom.js";

const known = /^(p|[uo]l|li|strong|em|a|code|pre|blockquote|[bh]r|h[1-6])$/;
const empty = /^[bh]r$/;
const tag = /<(\/?)([a-z]+[1-6]?)((?: [a-z]+="[^"<>]*")*) ?\/?>/g;
const entities = {amp: "&", lt: "<", gt: ">", quot: "\""};

const plain = (text) => text.replace(/&(amp|lt|gt|quot);/g,
	(all, name) => entities[name]);

// A URL that may be followed from an answer, or null. Relative ones would
// lead into the site that the element stands on, which the content doesn't
// know.
export const safeUrl = (text) => {
	try {
		const url = new URL(text);
		return /^(https?|mailto):$/.test(url.protocol) ? url : null;
	} catch {
		return null;
	}
};

// That it leads out of the page is heard and seen when one is on it.
export const anchor = (url, say, ...children) => make("a", {
	href: url.href, rel: "noreferrer", ...url.protocol !== "mailto:" &&
		{target: "_blank", title: say("new_tab")}}, ...children);

const element = (name, attributes, say) => {
	const value = (of) => plain(new RegExp(` ${of}="([^"]*)"`)
		.exec(attributes)?.[1] || "");
	if (name === "a") {
		const url = safeUrl(value("href"));
		return url ? anchor(url, say) : make("span");
	}
	// Headings of the answer itself are beneath its title.
	if (/^h\d/.test(name))
		return make("p.title");
	return make(name, {start: value("start") || null});
};

export const nodesOf = (html, say) => {
	const root = document.createDocumentFragment();
	const within = [{node: root}];
	const top = () => within.at(-1);
	let at = 0;
	for (const found of html.matchAll(tag)) {
		const [all, closing, name, attributes] = found;
		top().node.append(plain(html.slice(at, found.index)));
		at = found.index + all.length;
		if (closing && top().name === name) {
			within.pop();
		} else if (closing || !known.test(name)) {
			top().node.append(all);
		} else {
			const node = element(name, attributes, say);
			top().node.append(node);
			if (!empty.test(name))
				within.push({name, node});
		}
	}
	top().node.append(plain(html.slice(at)));
	return root;
};
