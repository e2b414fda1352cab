// SPDX-License-Identifier: MIT
// What watches faqd asks for metrics that faqd has; each alert fires on what it
// is for and has its section in the runbook. SAID is a folder to write to.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import { after, before, test } from 'node:test'
import { text } from 'node:stream/consumers'
import { parse } from 'yaml'
import { node } from './programs.mjs'

const { SAID: folder, TOP: top } = process.env
const read = (name) => readFileSync(`${top}/${name}`, 'utf8')
const promtool = (...args) => execFileSync('promtool', args,
	{ cwd: folder, encoding: 'utf8', stdio: 'pipe' })

const rules = parse(read('deploy/prometheus/alerts.yml')).groups[0].rules
const alerts = rules.map(({ alert }) => alert)
const board = JSON.parse(read('deploy/grafana/faqd.json'))
const queries = board.panels.flatMap(({ title, targets }) =>
	targets.map(({ expr }) => ({ title, expr })))
let faqd, metrics

// By TLS: its certificate is watched, too.
const scrape = (port, ca) => new Promise((resolve, reject) => {
	https.get({ host: '127.0.0.1', servername: 'localhost', port,
		path: '/metrics', ca }, (response) => resolve(text(response)))
		.on('error', reject)
})

before(async () => {
	writeFileSync(`${folder}/desks.json`, JSON.stringify({ desks: [{
		name: 'support', kind: 'mattermost', 'secret-env': 'ROOM_SECRET' }] }))
	process.env.ROOM_SECRET = 'open-sesame'
	const [chain, key] = [`${folder}/chain.pem`, `${folder}/key.pem`]
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
		'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', chain,
		'-days', '90', '-subj', '/CN=localhost'], { stdio: 'ignore' })
	faqd = await node('--database', `${folder}/watch.db`, '--desks',
		`${folder}/desks.json`, '--certificate', chain, '--key', key)
	metrics = await scrape(faqd.port, readFileSync(chain))
	for (const name of ['alerts.yml', 'prometheus.yml'])
		copyFileSync(`${top}/deploy/prometheus/${name}`, `${folder}/${name}`)
	copyFileSync(`${top}/tests/deploy/alerts.test.yml`,
		`${folder}/alerts.test.yml`)
})
after(() => faqd.stop())

// Metrics, and labels with the values that are asked for, that faqd has not.
const unknown = (expr) => {
	const lines = metrics.split('\n')
	return [...expr.matchAll(/\b((?:faqd|process)_\w+)(?:\{([^}]*)\})?/g)].flatMap(
		([, name, labels = '']) => {
			const samples = lines.filter((line) =>
				line.startsWith(`${name}{`) || line.startsWith(`${name} `))
			const wanted = labels.match(/\b\w+="[^"]*"/g) ?? []
			return [
				...samples.length ? [] : [name],
				...wanted.filter((label) => !/^(job|instance)=/.test(label) &&
					!samples.some((line) => line.includes(label)))]
		})
}

test('Prometheus finds no fault with what faqd says', () => {
	execFileSync('promtool', ['check', 'metrics'], { input: metrics })
})

test('nor with its settings and the alerts', () => {
	promtool('check', 'config', 'prometheus.yml')
})

test('each alert fires on what it is for, and only then', () => {
	promtool('test', 'rules', 'alerts.test.yml')
})

test('each alert has such a case', () => {
	const cases = parse(read('tests/deploy/alerts.test.yml')).tests
	const firing = cases.flatMap((one) => one.alert_rule_test)
		.filter(({ exp_alerts }) => exp_alerts.length)
		.map(({ alertname }) => alertname)
	assert.deepEqual(firing, alerts)
})

test('alerts ask for metrics that there are', () => {
	for (const { alert, expr } of rules)
		assert.deepEqual(unknown(expr), [], alert)
})

test('each alert has its section in the runbook, and no other has', () => {
	const sections = [...read('deploy/RUNBOOK.md').matchAll(/^## (.*)$/gm)]
	assert.deepEqual(sections.map(([, name]) => name), alerts)
})

test('the dashboard asks for metrics that there are', () => {
	assert.ok(queries.length > 20)
	for (const { title, expr } of queries)
		assert.deepEqual(unknown(expr), [], title)
	assert.deepEqual(unknown('faqd_nothing{kind="chat"}'),
		['faqd_nothing', 'kind="chat"'])
	assert.deepEqual(unknown('faqd_limit_hits_total{limit="none"}'),
		['limit="none"'])
})

test('in words that Prometheus understands', () => {
	const plain = (expr) => expr.replaceAll('$job', 'faqd')
		.replaceAll('$instance', '.*')
	writeFileSync(`${folder}/board.yml`, JSON.stringify({ groups: [{
		name: 'board', rules: queries.map(({ expr }, i) =>
			({ record: `board:query${i}`, expr: plain(expr) })) }] }))
	promtool('check', 'rules', 'board.yml')
})

test('and its panels do not overlap', () => {
	const cells = new Set()
	for (const { id, title, gridPos: { x, y, w, h } } of board.panels)
		for (let i = 0; i < w * h; i++) {
			const cell = `${x + i % w},${y + Math.floor(i / w)}`
			assert.ok(!cells.has(cell), `${id} ${title}`)
			cells.add(cell)
		}
	const ids = board.panels.map(({ id }) => id)
	assert.equal(new Set(ids).size, ids.length)
})
