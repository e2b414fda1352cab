// SPDX-License-Identifier: MIT
// The served documents, and their schemas as functions that check a value.
//
// The documents promise that readers ignore what they don't know, so their
// schemas let it pass. What we send ourselves must be described: for that a
// schema is closed before it is compiled, so that a member that no document
// names is a fault.
import assert from 'node:assert/strict'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

export const base = process.env.FAQD
const get = async (path) => (await fetch(base + path)).json()
export const openapi = await get('/openapi.json')
export const asyncapi = await get('/asyncapi.json')

const close = (schema) => {
  if (Array.isArray(schema)) return schema.map(close)
  if (schema === null || typeof schema !== 'object') return schema
  const closed = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, close(value)]),
  )
  if (closed.type === 'object' && closed.properties &&
      closed.additionalProperties === undefined)
    closed.additionalProperties = false
  return closed
}

const compiler = (document, name) => {
  const ajv = new Ajv({ strict: false, allErrors: true, discriminator: false })
  addFormats(ajv)
  ajv.addSchema({ $id: name, components: close(document.components) })
  return (reference) => ajv.compile(
    typeof reference === 'string' ? { $ref: name + reference }
      : JSON.parse(JSON.stringify(close(reference)).replaceAll('"#/', `"${name}#/`)),
  )
}

const compilers = {
  openapi: compiler(openapi, 'openapi'),
  asyncapi: compiler(asyncapi, 'asyncapi'),
}

// Fails unless the value is as the schema (a reference such as
// '#/components/schemas/Answer', or the schema itself) has it.
export const conforms = (document, schema, value) => {
  const check = compilers[document](schema)
  if (!check(value))
    assert.fail(`${JSON.stringify(value).slice(0, 300)}\n` +
      JSON.stringify(check.errors.slice(0, 5), null, 1))
}

export const violates = (document, schema, value) => {
  const check = compilers[document](schema)
  assert.ok(!check(value), `${JSON.stringify(value)} should not be valid`)
}

// The schema of what the server sends as `type` over a channel.
const sent = { chat: new Map(), desk: new Map() }
for (const { messages } of Object.values(asyncapi.operations)
  .flatMap((operation) => [
    operation.action === 'send' ? operation : { messages: [] },
    operation.reply ?? { messages: [] },
  ])) {
  for (const { $ref } of messages) {
    const [, , channel, , name] = $ref.split('/')
    const { type } = asyncapi.components.schemas[name].properties
    for (const value of type.enum ?? [type.const])
      sent[channel].set(value, `#/components/schemas/${name}`)
  }
}
export const frameConforms = (frame, channel = 'chat') => {
  const schema = sent[channel].get(frame.type)
  assert.ok(schema, `no message of type '${frame.type}'`)
  conforms('asyncapi', schema, frame)
}

// The schema of what a client sends: { hello: 'DeskHello', ... }.
export const taken = (channel) => Object.fromEntries(
  Object.values(asyncapi.operations)
    .filter(({ action, channel: { $ref } }) =>
      action === 'receive' && $ref === `#/channels/${channel}`)
    .flatMap(({ messages }) => messages)
    .map(({ $ref }) => $ref.split('/').pop())
    .map((name) =>
      [asyncapi.components.schemas[name].properties.type.const, name]))
