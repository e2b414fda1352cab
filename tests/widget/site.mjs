// SPDX-License-Identifier: MIT
// A web site that is not faqd's: another origin, with a policy as strict as a
// careful operator writes it, and a list of what broke it.
import { once } from 'node:events'
import { createServer } from 'node:http'

// What faqd asks a site to allow, and no more: its script and its address.
export const strict = (faqd) => [
  "default-src 'none'", `script-src 'self' ${faqd}`, "style-src 'self'",
  "img-src 'self'", `connect-src ${faqd} ${faqd.replace('http', 'ws')}`, "base-uri 'none'",
  "form-action 'none'", "require-trusted-types-for 'script'",
  "trusted-types 'none'", 'report-uri /violations'].join('; ')

const types = { css: 'text/css', js: 'text/javascript', html: 'text/html',
  svg: 'image/svg+xml' }

export class Site {
  constructor() {
    this.files = new Map()
    this.put('/icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')
    this.violations = []
    this.server = createServer((request, response) =>
      this.answer(request, response))
  }

  async start() {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    this.url = `http://127.0.0.1:${this.server.address().port}`
    return this
  }

  // A file of the site; returns its address.
  put(path, body, headers = {}) {
    this.files.set(path, { body, headers })
    return this.url + path
  }

  // A page with the widget's script in its head. Its content stands still, so
  // that a picture of it does too.
  page(path, { faqd, script = '', head = '', body = '', policy = strict(faqd),
    language = 'en' }) {
    return this.put(path, `<!doctype html><html lang="${language}">
<head><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/icon.svg">${head}
<script src="${faqd}/widget.js" defer ${script}></script></head>
<body><main><h1>A shop</h1><p>Sells paper. <a href="/other">Other</a></p>
${body}</main></body></html>`,
    policy ? { 'content-security-policy': policy } : {})
  }

  async answer(request, response) {
    if (request.url === '/violations') {
      let body = ''
      for await (const bytes of request) body += bytes
      this.violations.push(JSON.parse(body))
      response.writeHead(204).end()
      return
    }
    const { pathname } = new URL(request.url, this.url)
    const file = this.files.get(pathname)
    response.writeHead(file ? 200 : 404, {
      'content-type': types[pathname.split('.')[1]] ?? types.html,
      ...file?.headers,
    }).end(file?.body)
  }

  async stop() {
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }
}
