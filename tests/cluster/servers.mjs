// SPDX-License-Identifier: MIT
// What the test runs on its machines: PostgreSQL, nodes of faqd, nginx with the
// file of deploy/.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, writeFileSync }
	from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Machine, here } from './machine.mjs'

const { BUILD, TOP, STATE, POSTGRES } = process.env
const own = (path) => `${STATE}/${path}`

// PostgreSQL refuses to run as root.
const asPostgres = ['--reuid=postgres', '--regid=postgres', '--init-groups',
	'--']

export class Database {
	constructor(host) {
		this.machine = new Machine('db', host)
		this.address = `postgresql://faqd@${host}/postgres?connect_timeout=2`
		const { uid, gid } = this.#user()
		chmodSync(STATE, 0o711)
		mkdirSync(own('db'))
		chownSync(own('db'), uid, gid)
		execFileSync('setpriv', [...asPostgres, `${POSTGRES}/initdb`, '-D',
			own('db/data'), '-U', 'faqd', '-A', 'trust', '-E', 'UTF8',
			'--no-locale', '--no-sync'], { cwd: own('db'), stdio: 'pipe' })
		writeFileSync(own('db/data/pg_hba.conf'),
			'local all all trust\nhost all all 10.99.0.0/24 trust\n')
	}

	#user() {
		const [uid, gid] = ['-u', '-g'].map((option) =>
			Number(execFileSync('id', [option, 'postgres'])))
		return { uid, gid }
	}

	async start() {
		this.program = this.machine.run('setpriv', [...asPostgres,
			`${POSTGRES}/postgres`, '-D', own('db/data'), '-k', own('db'),
			'-c', `listen_addresses=${this.machine.host}`,
			'-c', 'max_connections=100', '-c', 'log_min_messages=fatal'],
		own('db.log'))
		await this.machine.listens(this.program, 5432)
		while (spawnSync('psql', [this.address, '-c', 'SELECT 1']).status !== 0)
			await pause(50)
	}

	async kill() {
		this.machine.killAll()
		await this.program.ended
	}

	// The first column of each row.
	read(sql) {
		const text = execFileSync('psql', [this.address, '-AtXq', '-c', sql],
			{ encoding: 'utf8', maxBuffer: 1 << 28 })
		return text.split('\n').filter(Boolean)
	}
}

export class Node {
	static port = 8080

	constructor(name, host, options) {
		this.machine = new Machine(name, host)
		this.content = own(`content-${name}`)
		cpSync(`${TOP}/intents`, this.content, { recursive: true })
		this.options = ['--address', host, '--port', String(Node.port),
			'--content', this.content, '--watch', 'no', '--control', 'none',
			'--workers', '2', '--drain', '3', '--log-format', 'json', ...options]
		this.log = own(`${name}.log`)
		this.restarts = 0
	}

	async start() {
		this.program = this.machine.run(`${BUILD}/faqd`, this.options, this.log)
		await this.machine.listens(this.program, Node.port)
	}

	async kill() {
		this.program.child.kill('SIGKILL')
		await this.program.ended
	}

	// Until it has ended by itself; its exit status.
	async drain() {
		this.program.child.kill('SIGTERM')
		return this.program.ended
	}

	reload() {
		this.program.child.kill('SIGHUP')
	}

	async get(path) {
		const response = await fetch(
			`http://${this.machine.host}:${Node.port}${path}`,
			{ signal: AbortSignal.timeout(2000) })
		return response.text()
	}

	// How many lines of its log have the words.
	lines(words) {
		return readFileSync(this.log, 'utf8').split(words).length - 1
	}
}

// nginx as deploy/ has it, but for what an operator fills in.
export class Front {
	constructor(host, nodes) {
		this.machine = new Machine('web', host)
		this.host = host
		const [first, ...others] = nodes.map(({ machine }) =>
			`server ${machine.host}:${Node.port} max_fails=1 fail_timeout=1s;`)
		const changes = [
			['server 127.0.0.1:8080 max_fails=1 fail_timeout=1s;', first],
			['# server 10.0.0.2:8080 max_fails=1 fail_timeout=1s;',
				others.join('\n\t')],
			['/etc/ssl/faq.example.com', STATE]]
		execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
			'ec_paramgen_curve:P-256', '-nodes', '-keyout', own('key.pem'),
			'-out', own('chain.pem'), '-days', '2', '-subj',
			'/CN=faq.example.com'], { stdio: 'ignore' })
		const conf = changes.reduce((text, [from, to]) => {
			if (!text.includes(from))
				throw new Error(`deploy/nginx/faqd.conf has no '${from}'`)
			return text.replaceAll(from, to)
		}, readFileSync(`${TOP}/deploy/nginx/faqd.conf`, 'utf8'))
		mkdirSync(own('nginx'))
		writeFileSync(own('nginx/faqd.conf'), conf)
		const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
			(kind) => `${kind}_temp_path ${own('nginx')}/${kind};`).join(' ')
		writeFileSync(own('nginx/nginx.conf'), `daemon off; worker_processes 2;
			pid ${own('nginx/pid')}; error_log stderr error;
			events {} http { access_log off; ${paths} include faqd.conf; }`)
	}

	async start() {
		this.program = this.machine.run('/usr/sbin/nginx', ['-p', own('nginx'),
			'-e', 'stderr', '-c', own('nginx/nginx.conf')], own('nginx.log'))
		await this.machine.listens(this.program, 443)
	}
}

export const openCluster = async () => {
	const database = new Database('10.99.0.20')
	await database.start()
	const key = execFileSync(`${BUILD}/faqctl`, ['key', 'add', 'agents',
		'--scope', 'desk', '--database', database.address],
	{ encoding: 'utf8', stdio: 'pipe' }).match(/faqd_\S+/)[0]
	const options = ['--database', database.address, '--proxy', '10.99.0.2',
		'--trusted', `${here}/32`, '--desks', own('desks.json'), '--agents', 'yes']
	const nodes = ['a', 'b', 'c'].map((name, i) =>
		new Node(name, `10.99.0.${11 + i}`, options))
	for (const node of nodes)
		await node.start()
	const front = new Front('10.99.0.2', nodes)
	await front.start()
	return { database, nodes, front, key }
}
