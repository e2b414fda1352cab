// SPDX-License-Identifier: MIT
// main.mjs ROUNDS: run.sh says what this is. It is alone in its namespaces.
import { setTimeout as pause } from 'node:timers/promises'
import { Desk } from './desk.mjs'
import { afflict } from './faults.mjs'
import { openNetwork } from './machine.mjs'
import { openCluster } from './servers.mjs'
import { Tally, word } from './tally.mjs'
import { Agent, Asker, Claims, judgePersons } from './persons.mjs'
import { Caller, Chatter } from './visitors.mjs'

const rounds = Number(process.argv[2])
const many = { chats: 30, callers: 15, rooms: 6, agents: 4, askers: 10 }
const settleMs = 60000 // until all replies of the desk are there

const tally = new Tally()
const some = (count, make) => Array.from({ length: count }, make)

// Each rating that was received is in the database, once.
const judgeRatings = (chatters, database) => {
	const kept = new Map()
	for (const reason of database.read('SELECT reason FROM faqd.feedback'))
		kept.set(reason, (kept.get(reason) ?? 0) + 1)
	for (const reason of chatters.flatMap(({ rated }) => rated)) {
		tally.add('feedback: acknowledged')
		if (kept.get(reason) !== 1)
			tally.fault(`feedback '${reason}': kept ` +
				`${kept.get(reason) ?? 0} times`)
	}
}

openNetwork()
const desk = new Desk(process.env.STATE, tally)
await desk.listen()
const cluster = await openCluster()
const chatters = some(many.chats, () => new Chatter(cluster.front, tally))
const callers = some(many.callers, () => new Caller(cluster.front, tally))
const running = [...chatters, ...callers].map((one) => one.run())
const claims = new Claims(tally)
const agents = some(many.agents, (_, i) => new Agent(cluster.front, tally, cluster.key,
	`Agent ${word(i)}`, claims))
const askers = some(many.askers, () => new Asker(cluster.front, tally))
const serving = agents.map((one) => one.run())
running.push(...askers.map((one) => one.run()))
running.push(desk.run(cluster.front, many.rooms))

await pause(2000)
await afflict(cluster, tally, rounds)
for (const one of [...chatters, ...callers, desk])
	one.goes = false
askers.forEach((one) => one.stop())
await Promise.all(running)
agents.forEach((one) => { one.goes = false })
await Promise.all(serving)
for (const until = Date.now() + settleMs; desk.owed && Date.now() < until;)
	await pause(200)

desk.judge()
judgeRatings(chatters, cluster.database)
judgePersons(askers, agents, cluster.database, tally)
tally.add('turns recorded', Number(cluster.database.read(
	'SELECT count(*) FROM faqd.turns')[0]))
tally.report()
process.exit(tally.faults.length ? 1 : 0)
