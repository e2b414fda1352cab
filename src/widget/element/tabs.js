// SPDX-License-Identifier: MIT
// The other tabs of the same visitor: one at a time speaks to the server.
import {Timer} from "./timer.js";

const PATIENCE_MS = 20000; // with a tab that may have been put to sleep

// Runs a task while no other tab runs one of that name. Without locks, or when
// one is never given back, several may: messages have ids, so that what is
// sent twice is still shown once.
export const inTurn = async (name, world, task) => {
	const {locks} = world.navigator;
	if (!locks) // the page did not come over HTTPS
		return task();
	const stop = new AbortController();
	const patience = new Timer(world);
	let begun = false;
	patience.start(() => stop.abort(), PATIENCE_MS);
	try {
		await locks.request(name, {signal: stop.signal}, () => {
			begun = true;
			patience.stop();
			return task();
		});
	} catch (error) {
		if (begun)
			throw error;
		await task();
	}
};
