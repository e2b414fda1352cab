// SPDX-License-Identifier: MIT
// What the list and the head of a conversation both say of it.
import {make} from "../element/dom.js";
import {reasons} from "./words.js";

export const presenceNode = ({online}) =>
	online ? make("span.here", "online") : "offline";

export const reasonNode = ({reason}) => reason === "anger"
	? make("span.upset", reasons.anger) : reasons[reason];
