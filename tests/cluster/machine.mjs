// SPDX-License-Identifier: MIT
// Machines of a test: each is a network namespace with one address, on a bridge
// that this program is on, too. Its cable can be pulled.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export const here = '10.99.0.1'
const ip = (...args) => execFileSync('ip', args, { stdio: 'pipe' })

export const openNetwork = () => {
	ip('link', 'set', 'lo', 'up')
	ip('link', 'add', 'hub', 'type', 'bridge')
	ip('addr', 'add', `${here}/24`, 'dev', 'hub')
	ip('link', 'set', 'hub', 'up')
}

export const takesCallers = (host, port) => new Promise((resolve) => {
	const socket = connect({ host, port, timeout: 500 })
	const end = (yes) => { socket.destroy(); resolve(yes) }
	socket.on('connect', () => end(true))
	socket.on('error', () => end(false)).on('timeout', () => end(false))
})

export class Machine {
	constructor(name, host) {
		Object.assign(this, { name, host, cut: false })
		ip('netns', 'add', name)
		ip('link', 'add', `to-${name}`, 'type', 'veth', 'peer', 'name', 'eth0',
			'netns', name)
		ip('link', 'set', `to-${name}`, 'master', 'hub')
		ip('link', 'set', `to-${name}`, 'up')
		ip('-n', name, 'link', 'set', 'lo', 'up')
		ip('-n', name, 'addr', 'add', `${host}/24`, 'dev', 'eth0')
		ip('-n', name, 'link', 'set', 'eth0', 'up')
	}

	plug(isIn) {
		this.cut = !isIn
		ip('link', 'set', `to-${this.name}`, isIn ? 'up' : 'down')
	}

	// What it says is kept in a file, and its last words in `said`.
	run(command, args, log) {
		const child = spawn('ip', ['netns', 'exec', this.name, command, ...args],
			{ stdio: ['ignore', 'pipe', 'pipe'] })
		const program = { child, said: '' }
		const file = createWriteStream(log, { flags: 'a' })
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (bytes) => {
				file.write(bytes)
				program.said = (program.said + bytes).slice(-4096)
			})
		program.ended = once(child, 'exit').then(([code]) => code)
		return program
	}

	async listens(program, port, seconds = 20) {
		const until = Date.now() + 1000 * seconds
		while (!await takesCallers(this.host, port)) {
			const { exitCode, signalCode } = program.child
			if (exitCode !== null || signalCode !== null || Date.now() > until)
				throw new Error(`${this.name} does not start: ${program.said}`)
			await pause(20)
		}
	}

	// All that runs on it, as when its power fails.
	killAll() {
		const pids = `${ip('netns', 'pids', this.name)}`.trim().split('\n')
		for (const pid of pids.filter(Boolean))
			try {
				process.kill(Number(pid), 'SIGKILL')
			} catch { /* ended by itself */ }
	}
}
