// SPDX-License-Identifier: MIT
// A real faqd of the test's own. BUILD is the folder that has it, TOP that of
// the source.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const { BUILD, TOP } = process.env

export class Faqd {
  // origins: of the sites that may chat; agents: may take over, and show the
  // key `agentKey`. Port 0 takes a free one, which it
  // keeps over restarts, as it keeps the key that signs conversations.
  constructor({ origins = [], content = join(TOP, 'intents'), agents } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'faqd-widget-'))
    this.key = join(this.folder, 'key')
    writeFileSync(this.key, 'k'.repeat(64), { mode: 0o600 })
    this.port = 0
    this.hasAgents = agents
    this.database = join(this.folder, 'faqd.db')
    this.options = ['--content', content, '--trusted', '127.0.0.0/8',
      '--database', this.database, '--control', 'none',
      '--state-key-file', this.key, '--drain', '0', '--watch', 'no',
      '--agents', agents ? 'yes' : 'no',
      ...origins.flatMap((origin) => ['--origin', origin])]
  }

  async start() {
    if (this.hasAgents) this.agentKey ??= await this.addKey('people', 'desk')
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

  // By SIGKILL what it had not said by then is lost. Can be started again.
  async kill(signal = 'SIGKILL') {
    this.process.kill(signal)
    await this.ended
  }

  // An API key, as the operator makes one; a running faqd knows it soon.
  async addKey(name, scope) {
    const { stdout } = await promisify(execFile)(join(BUILD, 'faqctl'),
      ['key', 'add', name, '--scope', scope, '--database', this.database])
    return stdout.trim()
  }

  async stop() {
    await this.kill('SIGTERM')
    rmSync(this.folder, { recursive: true })
  }
}
