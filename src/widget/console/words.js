// SPDX-License-Identifier: MIT
// What the console says that depends on something.
const troubles = {
	unauthorized: "This key is not known here, or may not be used for the desk.",
	unknown_conversation: "This conversation has ended.",
	already_claimed: "Somebody else was faster.",
	not_yours: "This conversation is not yours.",
	rate_limited: "That was too fast. Try again in a moment.",
};

// An error of faqd's as a sentence; null: it was not reached.
export const troubleOf = (error) => error
	? troubles[error.code] ?? `This did not work: ${error.detail}`
	: "This did not work: there is no connection.";

export const reasons = {
	asked: "Asked for a person",
	misses: "Got no answer",
	anger: "Is upset",
};

// What has happened, as faqd calls it.
const events = {
	waiting: "The visitor asked for a person",
	claimed: "A person took over",
	"waits again": "Nobody was there any more; the visitor waits again",
	"gave way": "Closed because too many waited and the visitor was gone",
	returned: "Handed back to the bot",
	closed: "The conversation was closed",
};

export const textOf = ({from, text}) =>
	from === "system" ? events[text] ?? text : text;

export const plural = (n, one, more) => `${n} ${n === 1 ? one : more}`;

export const percent = (share) =>
	`${Math.round(Math.min(1, share) * 100)} %`;

export const states = {
	waiting: "Waiting",
	joined: "With",
	returned: "With the bot",
	closed: "Closed",
};

// How long ago, in few letters: "now", "4 min", "2 h", "3 d".
export const ago = (at, now) => {
	const minutes = Math.max(0, Math.floor((now - at) / 60000));
	if (minutes < 1)
		return "now";
	if (minutes < 60)
		return `${minutes} min`;
	if (minutes < 24 * 60)
		return `${Math.floor(minutes / 60)} h`;
	return `${Math.floor(minutes / 24 / 60)} d`;
};

// The hour, and the day when it was another one.
export const clock = (at, now) => {
	const isToday = new Date(at).toDateString() ===
		new Date(now).toDateString();
	return new Date(at).toLocaleString([], {
		...!isToday && {month: "short", day: "numeric"},
		hour: "2-digit", minute: "2-digit"});
};

export const waitingText = ({agents, waiting}) =>
	`${plural(agents, "person", "people")} here, ${waiting} waiting`;
