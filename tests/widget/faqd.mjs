// SPDX-License-Identifier: MIT
// A real faqd of the test's own. BUILD is the folder that has it, TOP that of
// the source.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const { BUILD, TOP } = process.env

export class Faqd {
  // origins: of the sites that may chat. Port 0 takes a free one, which it
  // keeps over restarts, as it keeps the key that signs conversations.
  constructor({ origins = [], content = join(TOP, 'intents') } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'faqd-widget-'))
    this.key = join(this.folder, 'key')
    writeFileSync(this.key, 'k'.repeat(64), { mode: 0o600 })
    this.port = 0
    this.options = ['--content', content, '--trusted', '127.0.0.0/8',
      '--database', join(this.folder, 'faqd.db'), '--control', 'none',
      '--state-key-file', this.key, '--drain', '0', '--watch', 'no',
      ...origins.flatMap((origin) => ['--origin', origin])]
  }

  async start() {
    this.process = spawn(join(BUILD, 'faqd'),
      [...this.options, '--port', String(this.port)],
      { stdio: ['ignore', 'pipe', 'pipe'] })
    this.log = ''
    this.process.stderr.on('data', (bytes) => { this.log += bytes })
    this.ended = once(this.process, 'exit')
    const first = once(createInterface(this.process.stdout), 'line')
    const [line] = await Promise.race([first, this.ended])
    this.url = /http:\/\/[0-9.:]+/.exec(line)?.[0]
    if (!this.url) throw new Error(`faqd says '${line}': ${this.log}`)
    this.port = Number(new URL(this.url).port)
    return this
  }

  // By SIGKILL: what it had not said by then is lost.
  async kill() {
    this.process.kill('SIGKILL')
    await this.ended
  }

  async stop() {
    this.process.kill('SIGTERM')
    await this.ended
    rmSync(this.folder, { recursive: true })
  }
}
