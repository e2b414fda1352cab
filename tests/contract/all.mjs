// SPDX-License-Identifier: MIT
// Every test in one process: one TAP stream. FAQD is the server's address, TOP
// the folder of the source.
import './documents.mjs'
import './http.mjs'
import './chat.mjs'
import './desk.mjs'
import './golden.mjs'
