// SPDX-License-Identifier: MIT
// What axe-core finds wrong in a page, shadow trees included.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice']

// Each finding as "rule: what to look at".
export const findings = async (page, within = 'faqd-chat') => {
  if (!await page.evaluate(() => Boolean(globalThis.axe)))
    await page.evaluate(source)
  const { violations } = await page.evaluate(([selector, values]) =>
    globalThis.axe.run(selector, { runOnly: { type: 'tag', values },
      resultTypes: ['violations'] }), [within, rules])
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) =>
      `${id}: ${target.flat().join(' ')}: ${failureSummary.split('\n')[1]}`))
}
