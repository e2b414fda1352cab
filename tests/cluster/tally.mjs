// SPDX-License-Identifier: MIT
// What the test counts, and what it holds against faqd.

export const patience = 5000 // ms that nobody may be without an answer

// Seconds since the test began.
export const clock = () => (performance.now() / 1000).toFixed(1).padStart(7)

export class Tally {
	counts = new Map()
	faults = []
	losses = 0 // of the database
	storeless = false
	back = -patience
	waits = new Map() // kind -> ms of each answer

	add(what, by = 1) {
		this.counts.set(what, (this.counts.get(what) ?? 0) + by)
	}

	fault(words) {
		if (this.faults.push(words) <= 20)
			console.log(`${clock()}  FAULT  ${words}`)
	}

	note(kind, ms) {
		if (!this.waits.has(kind))
			this.waits.set(kind, [])
		this.waits.get(kind).push(ms)
	}

	// Answered after so many ms.
	wait(kind, ms, who) {
		this.note(kind, ms)
		if (ms > patience)
			this.fault(`${who} had no answer for ${Math.round(ms)} ms`)
	}

	// For who waits for what the database has to take: since() counts apart
	// what was waited for while it was away, or soon after.
	mark() {
		return { begun: performance.now(), losses: this.losses }
	}

	since({ begun, losses }, kind, who) {
		const ms = performance.now() - begun
		if (!this.storeless && losses === this.losses &&
			begun > this.back + patience)
			this.wait(kind, ms, who)
		else
			this.note(`${kind}, when the database was away`, ms)
	}

	// The database is away, or back.
	lose(isAway) {
		this.storeless = isAway
		this.losses += isAway
		this.back = performance.now()
	}

	report() {
		const line = (name, value) =>
			console.log(`${name.padEnd(52)} ${String(value).padStart(9)}`)
		for (const [kind, all] of this.waits) {
			const sorted = all.sort((a, b) => a - b)
			const at = (part) =>
				`${Math.round(sorted[Math.ceil(part * sorted.length) - 1])} ms`
			line(`${kind}: answers`, sorted.length)
			for (const [name, part] of [['median', 0.5], ['99 %', 0.99],
				['longest', 1]])
				line(`${kind}: ${name}`, at(part))
		}
		for (const [name, count] of [...this.counts].sort())
			line(name, count)
		line('faults', this.faults.length)
	}
}

// A word of letters only: digits could be taken for somebody's number.
export const word = (number) => [...number.toString(26)].map((digit) =>
	String.fromCharCode(97 + parseInt(digit, 26))).join('')
