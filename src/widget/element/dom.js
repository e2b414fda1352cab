// SPDX-License-Identifier: MIT
// Nodes, made of names and text: never of strings of markup.

const paths = {
	chat: "M4 5h16v11h-9l-4 4v-4H4z",
	close: "M6 6l12 12M18 6L6 18",
	more: "M5 12h0M12 12h0M19 12h0",
	arrow: "M12 19V5M6 11l6-6 6 6",
	out: "M10 6H6v12h12v-4M14 5h5v5M19 5l-8 8",
	warn: "M12 4L3 20h18zM12 10v4M12 17h0",
	thumb: "M4 11h3v9H4zM7 11l4-7q3 0 2 6h7l-2 10H7",
	copy: "M9 9h11v11H9zM4 15V4h11",
	check: "M5 12l5 5 9-9",
};

// A function is a listener; true is an attribute without a value; null,
// undefined and false are none. A class is a part too: ::part(its name).
export const set = (node, attributes) => {
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === "function")
			node.addEventListener(name, value);
		else if (value === false || value == null)
			node.removeAttribute(name);
		else
			node.setAttribute(name, value === true ? "" : value);
		if (name === "class" && value)
			node.setAttribute("part", value);
	}
	return node;
};

// make("p.soft", {id: "x"}, "text"): the classes are behind the name, the
// attributes may be missing, and what is empty among the children is left out.
export const make = (name, ...children) => {
	const [tag, ...classes] = name.split(".");
	const node = document.createElement(tag);
	if (classes.length)
		set(node, {class: classes.join(" ")});
	for (const child of children.flat(3))
		if (child?.constructor === Object)
			set(node, child);
		else if (child)
			node.append(child);
	return node;
};

const drawn = (name, attributes) =>
	set(document.createElementNS("http://www.w3.org/2000/svg", name),
	    attributes);

export const icon = (name) => {
	const node = drawn("svg",
		{viewBox: "0 0 24 24", "aria-hidden": "true"});
	node.append(drawn("path", {d: paths[name]}));
	return node;
};

// `classes` as in make: ".choice".
export const button = (classes, ...children) =>
	make(`button${classes}`, {type: "button"}, ...children);

// With a sign only: its name is for those who hear it or point at it.
export const signed = (sign, label, click, classes = "", attributes) =>
	button(`.sign${classes}`, {"aria-label": label, title: label, click},
	       attributes, icon(sign));

// Only for those who hear it.
export const heard = (text) => make("span.heard", text);
