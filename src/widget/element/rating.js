// SPDX-License-Identifier: MIT
// "Was this helpful?" beneath an answer. A "no" is sent at once, and again with
// a reason if one is given. Both buttons stay, so that the focus is never lost.
import {button, make, set, signed} from "./dom.js";

const reasons = ["reason_wrong", "reason_unclear", "reason_short"];
const states = {sending: "rating", sent: "rated", failed: "not_rated"};

// `choose` takes the reason, if one is given.
const reasonForm = (say, choose) => {
	const text = make("input.field", {maxlength: 480,
		"aria-label": say("reason")});
	const submit = (event) => {
		event.preventDefault();
		choose(text.value.trim() || undefined);
	};
	return make("form.reason", {submit},
		make("p.soft", say("reason")),
		make("ul.choices", reasons.map((name) => make("li",
			button(".choice", {click: () => choose(say(name))},
			       say(name))))),
		make("div.row", text, make("button.choice.main", say("send"))));
};

// Of the answer under that key: {node, update}; the latter takes `rated` of
// its entry, which may be undefined.
export const rating = ({say, conversation, announce}, key) => {
	let over = false;
	let form = null;

	const close = () => {
		form?.remove();
		form = null;
		set(no, {"aria-expanded": "false"});
	};

	const rate = (helpful, reason) => {
		(helpful ? yes : no).focus();
		close();
		conversation.feedback(key, helpful, reason);
	};

	const ask = () => {
		if (form || over)
			return close();
		rate(false);
		form = reasonForm(say, (reason) => rate(false, reason));
		node.append(form);
		form.scrollIntoView({block: "nearest"});
		set(no, {"aria-expanded": "true"});
	};

	const yes = signed("thumb", say("yes"), () => over || rate(true));
	const no = signed("thumb", say("no"), ask, ".no");
	const state = make("span.state");
	const node = make("div.rating", make("div.row",
		{role: "group", "aria-label": say("helpful")},
		make("span.soft", say("helpful")), yes, no, state));

	const update = (rated) => {
		const failed = rated?.state === "failed";
		over = rated && !failed;
		for (const one of [yes, no])
			set(one, {
				"aria-pressed": String(rated?.helpful === (one === yes)),
				"aria-disabled": over && "true",
			});
		const text = rated ? say(states[rated.state]) : "";
		if (node.isConnected && text !== state.textContent)
			announce(text);
		state.textContent = text;
		// Trying again doesn't help where the answer is no longer known.
		if (failed && rated.why !== "unknown_answer")
			state.append(button(".link", {click: () =>
				rate(rated.helpful, rated.reason)}, say("retry")));
	};
	return {node, update};
};
