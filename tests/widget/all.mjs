// SPDX-License-Identifier: MIT
// Every test in one process: one TAP stream, one browser. BUILD is the folder
// of faqd, TOP that of the source.
import './console.mjs'
import './console_keys.mjs'
import './console_looks.mjs'
import './kinds.mjs'
import './handover.mjs'
import './keyboard.mjs'
import './lasting.mjs'
import './page.mjs'
import './policy.mjs'
import './visit.mjs'
import './looks.mjs'
import './speed.mjs'
