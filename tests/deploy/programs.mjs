// SPDX-License-Identifier: MIT
// Programs of a test: nodes of faqd, servers before them, and what each says.
// Whatever still runs is killed with the test.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect } from 'node:net'
import { after } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'

const running = new Set()
after(() => running.forEach((child) => child.kill('SIGKILL')))

export const freePort = async () => {
	const server = createServer().listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address()
	server.close()
	await once(server, 'close')
	return port
}

// It has WAIT_SECONDS to become true.
const WAIT_SECONDS = 30
export const until = async (isSo) => {
	const end = Date.now() + WAIT_SECONDS * 1000
	while (!await isSo()) {
		assert.ok(Date.now() < end, `${isSo}`)
		await pause(50)
	}
}

const listens = (port) => new Promise((resolve) => {
	const socket = connect(port, '127.0.0.1')
	socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
		.on('connect', () => socket.destroy())
})

// Takes callers on its port; throws with what it has said when it ends before.
export const start = async (command, args, port, env = {}) => {
	const child = spawn(command, args, { env: { ...process.env, ...env } })
	const program = { child, said: '' }
	running.add(child)
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (bytes) => { program.said += bytes })
	child.on('exit', () => running.delete(child))
	await until(() => {
		assert.equal(child.exitCode, null, program.said)
		return listens(port)
	})
	return program
}

export const stop = async ({ child }) => {
	if (child.exitCode === null && child.kill('SIGTERM'))
		await once(child, 'exit')
	return child.exitCode
}

// A node that keeps its port over restarts.
export const node = async (...options) => {
	const port = await freePort()
	const begin = () => start(process.env.PROGRAM, ['--port', String(port),
		'--content', `${process.env.TOP}/intents`, ...options], port)
	const self = { port, program: await begin() }
	self.said = () => self.program.said
	self.restart = async () => {
		assert.equal(await stop(self.program), 0)
		self.program = await begin()
	}
	self.stop = () => stop(self.program)
	return self
}
