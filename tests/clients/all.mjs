// SPDX-License-Identifier: MIT
// Every client in one process: one TAP stream. FAQD is the server's address.
import './openai.mjs'
import './ai-sdk.mjs'
import './rasa.mjs'
