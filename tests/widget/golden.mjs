// SPDX-License-Identifier: MIT
// The messages of tests/proto/golden/server, a fresh copy each time.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(process.env.TOP, 'tests/proto/golden/server')

export const golden = (name, changes = {}) => ({
  ...JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')),
  ...changes,
})

// An answer of one part of which the test says what it needs.
export const answer = (part = {}, changes = {}) => {
  const made = golden('answer_limit', { tail: '', step: 0, paused: false })
  made.parts = [{ ...made.parts[0], kind: 'faq', ...part }]
  made.text = made.parts[0].text
  return { ...made, ...changes }
}
