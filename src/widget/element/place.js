// SPDX-License-Identifier: MIT
// Where the visitor is in the checklist: {step, steps, paused, done}. `done`
// are the numbers of the steps that are behind, which a server doesn't say.

const upTo = (step) =>
	Array.from({length: step - 1}, (_, before) => before + 1);

// A step is done when the checklist goes on from it, or ends with it. Begun
// again, it has nothing done.
const passed = ({done, step: from}, act, to) => {
	if (act === "act.start" && !from && to === 1)
		return [];
	const goesOn = to === from + 1;
	const ends = to === 0 && (act === "act.next" || act === "act.done");
	return from && (goesOn || ends) && !done.includes(from)
		? [...done, from] : done;
};

// From `place` (or null) to where a message says that it is.
export const moved = (place, {act, step, steps, paused}) => ({
	step, steps, paused,
	done: place ? passed(place, act, step) : upTo(step),
});
