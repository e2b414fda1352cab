// SPDX-License-Identifier: MIT
// Where the visitor writes. Enter sends, Shift+Enter begins a line, and what
// an input method composes is left to it.
import {make, set, signed} from "./dom.js";

// `on` has send(text), typing(on) and escape().
export const composer = ({say, placeholder}, on) => {
	const send = signed("arrow", say("send"), null, ".send", {type: "submit"});
	const input = make("textarea.input", {rows: 1, "aria-label": placeholder,
		placeholder, enterkeyhint: "send", dir: "auto"});

	// As high as its text; the style sheet says how high at most.
	const write = (text) => {
		input.value = text;
		input.style.height = "auto";
		if (text)
			input.style.height = `${input.scrollHeight}px`;
		set(send, {"aria-disabled": !text.trim() && "true"});
	};

	const submit = (event) => {
		event.preventDefault();
		const text = input.value.trim();
		if (!text)
			return;
		write("");
		input.focus();
		on.send(text);
	};

	const onKey = (event) => {
		const {key, isComposing, keyCode, shiftKey} = event;
		if (isComposing || keyCode === 229)
			return;
		if (key === "Enter" && !shiftKey)
			submit(event);
		if (key !== "Escape")
			return;
		event.preventDefault();
		on.escape();
	};

	const onInput = () => {
		write(input.value);
		on.typing(Boolean(input.value));
	};

	set(input, {input: onInput, keydown: onKey});
	write("");
	return {input, write, node: make("form.composer", {submit}, input, send)};
};
