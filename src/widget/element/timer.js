// SPDX-License-Identifier: MIT
// Runs one thing later; what is started next takes its place. `world` is the
// window, or what a test has for it.
export class Timer {
	#world;
	#id;

	constructor(world) {
		this.#world = world;
	}

	get running() {
		return this.#id !== undefined;
	}

	start(run, ms) {
		this.stop();
		this.#id = this.#world.setTimeout(() => {
			this.#id = undefined;
			run();
		}, ms);
	}

	stop() {
		this.#world.clearTimeout(this.#id);
		this.#id = undefined;
	}
}
