// SPDX-License-Identifier: MIT
// Where the visitor is in the checklist: a row with a place for each step, and
// below it the name of the one that is on.
import {heard, icon, make} from "./dom.js";

const step = ({title}, n, place, say) => {
	const done = place.done.includes(n + 1);
	const on = place.step === n + 1;
	const node = make(`li${done ? ".done" : ""}${on ? ".on" : ""}`,
		{"aria-current": on && "step"},
		make("span.dot", {"aria-hidden": "true"},
			done && !on ? icon("check") : n + 1),
		heard(`${say("step", {n: n + 1, m: place.steps})}: `),
		make("span.heard", {dir: "auto"}, title));
	if (done)
		node.append(heard(`, ${say("done")}`));
	return node;
};

// Nothing where the checklist has not been begun, or was left before its end.
export const stepper = ({place, hello}, say) => {
	const list = hello?.checklist || [];
	if (!list.length ||
	    !(place?.step || place?.done.length >= list.length))
		return [];
	const now = list[place.step - 1];
	return [
		make("ol", {"aria-label": say("checklist")},
			list.map((one, n) => step(one, n, place, say))),
		make("p.soft", {"aria-hidden": "true"},
			now ? say("step", {n: place.step, m: list.length})
				: say("finished"),
			now && make("bdi", now.title),
			place.paused && make("em", say("paused"))),
	];
};
