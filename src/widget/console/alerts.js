// SPDX-License-Identifier: MIT
// How the console calls for somebody who looks elsewhere: by a notification and
// by a tone, both off until asked for. What a visitor wrote is in neither.
const TONE_HZ = 660;
const TONE_S = 0.25;
const LOUDNESS = 0.15; // of 1

export class Alerts {
	#desk;
	#audio = null;

	constructor(desk, select) {
		this.#desk = desk;
		desk.addEventListener("came", ({detail: item}) =>
			this.#call(item, "Somebody waits", select));
		desk.addEventListener("said", ({detail: {item}}) =>
			this.#call(item, "A visitor has written", select));
	}

	get canNotify() {
		return "Notification" in globalThis;
	}

	get notifies() {
		return this.canNotify && this.#desk.settings.notify === true &&
			Notification.permission === "granted";
	}

	get sounds() {
		return this.#desk.settings.sound === true;
	}

	// Asks the browser's permission, so only from a click. Whether it is as
	// wanted.
	async setNotifies(isOn) {
		const permission = isOn ? await Notification.requestPermission()
			: "granted";
		this.#desk.set("notify", isOn && permission === "granted");
		return permission === "granted";
	}

	setSounds(isOn) {
		this.#desk.set("sound", isOn);
		if (isOn)
			this.#tone(); // this is how it sounds
	}

	#call(item, title, select) {
		if (this.sounds)
			this.#tone();
		if (!this.notifies || document.hasFocus())
			return;
		const note = new Notification(title,
			{body: item.title, tag: item.id});
		note.onclick = () => {
			focus();
			select(item.id);
			note.close();
		};
	}

	#tone() {
		const audio = this.#audio ??= new AudioContext();
		const tone = audio.createOscillator();
		const loudness = audio.createGain();
		const end = audio.currentTime + TONE_S;
		tone.frequency.value = TONE_HZ;
		loudness.gain.setValueAtTime(LOUDNESS, audio.currentTime);
		loudness.gain.exponentialRampToValueAtTime(0.001, end);
		tone.connect(loudness).connect(audio.destination);
		tone.start();
		tone.stop(end);
	}
}
