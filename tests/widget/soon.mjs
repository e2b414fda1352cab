// SPDX-License-Identifier: MIT
// Waits for a condition, never for a time: looks again until it holds, and
// fails with the last reason.
import { setImmediate } from 'node:timers/promises'

const SOON_MS = 8000

export const expectSoon = async (check, within = SOON_MS) => {
  const end = performance.now() + within
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (performance.now() > end) throw error
    }
    await setImmediate()
  }
}
