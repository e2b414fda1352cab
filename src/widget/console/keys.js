// SPDX-License-Identifier: MIT
// Single keys, for those who keep their hands on the keyboard. They rest while
// something is written, and can be turned off (WCAG 2.1.4): whoever speaks to
// their computer types them without meaning to.
export const KEYS = [
	["J K", "the next conversation, the one before"],
	["U", "the one who has waited longest"],
	["G", "to the list of conversations"],
	["M", "to the messages"],
	["C", "take the conversation"],
	["1 to 5", "send that suggested answer"],
	["Shift+1 to 5", "edit it before it is sent"],
	["S", "look for another answer"],
	["/", "canned answers"],
	["R", "write a reply"],
	["N", "write a note"],
	["W", "say what the bot should have answered"],
	["B", "hand back to the bot"],
	["X", "close the conversation"],
	["A", "available or not"],
	["?", "this list"],
];

const isWriting = ({target}) =>
	target.matches("input:not([type=checkbox]), textarea, select");

// The number row, whatever Shift makes of it there.
const digitOf = ({code}) => Number(/^(?:Digit|Numpad)([1-5])$/.exec(code)?.[1]);

// `actions`: by key, functions; "digit" gets the number and whether Shift is
// held. `isOn` says whether they do anything; "?" always does. One that is held
// down does its thing once.
export const listen = (actions, isOn) =>
	document.addEventListener("keydown", (event) => {
		const {key, ctrlKey, altKey, metaKey, shiftKey} = event;
		if (event.defaultPrevented || event.isComposing || event.repeat ||
		    ctrlKey || altKey || metaKey || isWriting(event) ||
		    document.querySelector("dialog[open]") ||
		    !(isOn() || key === "?"))
			return;
		const digit = digitOf(event);
		const run = digit ? () => actions.digit(digit, shiftKey)
			: actions[key.toLowerCase()];
		if (!run)
			return;
		event.preventDefault();
		run();
	});
