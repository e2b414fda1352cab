// SPDX-License-Identifier: MIT
// The documents themselves: valid, whole, and of one mind.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import specs from '@asyncapi/specs'
import { Validator } from '@seriousme/openapi-schema-validator'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { asyncapi, base, openapi } from './schemas.mjs'

const references = (value, found = []) => {
  if (value && typeof value === 'object') {
    if (typeof value.$ref === 'string') found.push(value.$ref)
    Object.values(value).forEach((one) => references(one, found))
  }
  return found
}

const resolve = (document, reference) =>
  reference.slice(2).split('/').reduce(
    (at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  )

test('openapi.json is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(openapi))
  assert.ok(result.valid, JSON.stringify(result.errors))
  assert.match(openapi.openapi, /^3\.1\./)
})

test('asyncapi.json is valid AsyncAPI 3.0', () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats(ajv)
  const check = ajv.compile(specs.schemasWithoutId['3.0.0'])
  assert.ok(check(asyncapi), JSON.stringify(check.errors))
  assert.equal(asyncapi.asyncapi, '3.0.0')
})

for (const [name, document] of Object.entries({ openapi, asyncapi })) {
  test(`${name}.json has what it refers to`, () => {
    const all = references(document)
    assert.ok(all.length > 10)
    for (const reference of all) {
      assert.match(reference, /^#\//)
      assert.ok(resolve(document, reference), reference)
    }
  })

  test(`${name}.json names no schema that nothing uses`, () => {
    const used = new Set(references(document))
    for (const schema of Object.keys(document.components.schemas))
      assert.ok(used.has(`#/components/schemas/${schema}`), schema)
  })

  test(`${name}.json is served as JSON`, async () => {
    const answer = await fetch(`${base}/${name}.json`)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type'), /^application\/json/)
  })
}

test('what both documents describe they describe alike', () => {
  const both = Object.keys(openapi.components.schemas)
    .filter((name) => name in asyncapi.components.schemas)
  assert.equal(openapi.info.version, asyncapi.info.version)
  assert.ok(both.includes('Answer'))
  for (const name of both)
    assert.deepEqual(openapi.components.schemas[name],
      asyncapi.components.schemas[name], name)
})

test('every operation names a channel and messages of it', () => {
  for (const { channel, messages, reply } of
    Object.values(asyncapi.operations)) {
    assert.ok(messages.length > 0)
    for (const { $ref } of [...messages, ...reply?.messages ?? []])
      assert.ok($ref.startsWith(`${channel.$ref}/messages/`), $ref)
  }
})
