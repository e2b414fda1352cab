// SPDX-License-Identifier: MIT
// What goes wrong, one after the other, and what has to be true meanwhile.
import { appendFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { clock } from './tally.mjs'

const outMs = 3000 // for which something is gone
const calmMs = 1500 // between two rounds

// Resolves when it holds; else it is a fault.
const becomes = async (tally, what, holds, seconds = 20) => {
	const until = Date.now() + 1000 * seconds
	while (!await Promise.resolve(holds()).catch(() => false)) {
		if (Date.now() > until)
			return tally.fault(`${what}: not within ${seconds} s`)
		await pause(50)
	}
}

const nodeAt = ({ nodes }, round) => nodes[round % nodes.length]

const killNode = async (cluster, tally, round) => {
	const node = nodeAt(cluster, round)
	await node.kill()
	await pause(outMs)
	await node.start()
}

const cutNode = async (cluster, tally, round) => {
	const { machine } = nodeAt(cluster, round)
	machine.plug(false)
	await pause(outMs)
	machine.plug(true)
}

const failing = 'nothing is recorded just now'
const working = 'recording again'

// While the database is away every node says so and answers on.
const without = async ({ nodes }, tally, take, giveBack) => {
	const before = nodes.map((node) => [node.lines(failing),
		node.lines(working)])
	tally.lose(true)
	await take()
	for (const [i, node] of nodes.entries()) {
		await becomes(tally, `${node.machine.name} logs the loss`,
			() => node.lines(failing) > before[i][0])
		await becomes(tally, `${node.machine.name} is degraded`, async () =>
			/"store":\{"status":"degraded"/.test(await node.get('/readyz')))
		await becomes(tally, `${node.machine.name} shows it in its metrics`,
			async () => /^faqd_store_failing 1$/m.test(
				await node.get('/metrics')))
	}
	await giveBack()
	for (const [i, node] of nodes.entries()) {
		await becomes(tally, `${node.machine.name} records again`,
			() => node.lines(working) > before[i][1])
		if (node.lines(failing) - before[i][0] !== 1)
			tally.fault(`${node.machine.name} has told of the loss ` +
				`${node.lines(failing) - before[i][0]} times`)
	}
	tally.lose(false)
}

const killDatabase = (cluster, tally) => without(cluster, tally,
	() => cluster.database.kill(), () => cluster.database.start())

const cutDatabase = (cluster, tally) => without(cluster, tally,
	() => cluster.database.machine.plug(false),
	() => cluster.database.machine.plug(true))

// What nobody may notice: no request that is refused, no connection that gets
// none.
const unnoticed = ['POST /v1/ask: answered with 502',
	'POST /v1/ask: answered with 503', 'POST /v1/ask: answered with 504',
	'POST /v1/ask: no answer on a connection', 'chat: no connection']
const silently = async (tally, what, run) => {
	const seen = () => unnoticed.map((name) => tally.counts.get(name) ?? 0)
	const before = seen()
	await run()
	seen().forEach((count, i) => {
		if (count > before[i])
			tally.fault(`${what}: ${unnoticed[i]}, ${count - before[i]} times`)
	})
}

const upgrade = ({ nodes }, tally) => silently(tally, 'upgrade', async () => {
	for (const node of nodes) {
		const code = await node.drain()
		if (code !== 0)
			tally.fault(`${node.machine.name} ends with ${code}`)
		await node.start()
		await pause(1200) // for nginx to ask it again
	}
})

const generation = async (node) =>
	/"generation":(\d+)/.exec(await node.get('/readyz'))[1]

const reload = ({ nodes }, tally) => silently(tally, 'reload', async () => {
	for (const node of nodes) {
		const before = await generation(node)
		appendFileSync(`${node.content}/en/faq.md`, '\n')
		node.reload()
		await becomes(tally, `${node.machine.name} reloads`, async () =>
			await generation(node) !== before)
	}
})

const kinds = { 'node killed': killNode, 'node cut off': cutNode,
	'database killed': killDatabase, 'nodes upgraded one by one': upgrade,
	'database cut off': cutDatabase, 'content reloaded': reload }

export const afflict = async (cluster, tally, rounds) => {
	const names = Object.keys(kinds)
	for (let round = 0; round < rounds; round++) {
		const name = names[round % names.length]
		const begun = Date.now()
		await kinds[name](cluster, tally, Math.floor(round / names.length))
		tally.add(`rounds: ${name}`)
		console.log(`${clock()}  round ${round + 1}: ${name}, ` +
			`${Date.now() - begun} ms`)
		await pause(calmMs)
	}
}
