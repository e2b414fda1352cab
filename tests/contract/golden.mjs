// SPDX-License-Identifier: MIT
// The golden messages, which the C tests read and write, are as described, and
// there is one for each message.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { asyncapi, conforms, frameConforms, taken } from './schemas.mjs'

export const golden = (side) => {
  const folder = `${process.env.TOP}/tests/proto/golden/${side}`
  return readdirSync(folder).sort().map((file) => ({
    name: file.replace('.json', ''),
    message: JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')),
  }))
}

const named = new Set()
for (const { name, message } of golden('server'))
  test(`golden ${name} is as described`, () => {
    if (name === 'problem')
      return conforms('openapi', '#/components/schemas/Problem', message)
    named.add(message.type)
    frameConforms(message)
  })

for (const { name, message } of golden('client'))
  test(`golden ${name} is as described`, () => {
    if (!message.type)
      return conforms('openapi', '#/components/schemas/Question', message)
    const type = message.type[0].toUpperCase() + message.type.slice(1)
    named.add(type)
    conforms('asyncapi', `#/components/schemas/${type}`, message)
  })

const ofDesk = new Set()
for (const { name, message } of golden('agent'))
  test(`golden agent/${name} is as described`, () => {
    ofDesk.add(message.type)
    frameConforms(message, 'desk')
  })

const byType = taken('desk')
for (const { name, message } of golden('desk'))
  test(`golden desk/${name} is as described`, () => {
    ofDesk.add(byType[message.type])
    conforms('asyncapi', `#/components/schemas/${byType[message.type]}`,
      message)
  })

test('every message of the desk has a golden one', () => {
  for (const name of Object.keys(asyncapi.channels.desk.messages)) {
    const { type } = asyncapi.components.schemas[name].properties
    const wire = type.enum ?? [type.const]
    assert.ok(ofDesk.has(name) || wire.every((one) => ofDesk.has(one)), name)
  }
})

test('every message has a golden one', () => {
  for (const name of Object.keys(asyncapi.channels.chat.messages)) {
    const { type } = asyncapi.components.schemas[name].properties
    const wire = type.enum ?? [type.const]
    assert.ok(named.has(name) || wire.every((one) => named.has(one)), name)
  }
})
