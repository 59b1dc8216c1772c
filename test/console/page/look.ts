import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ExecutionContext } from 'ava'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { takeScreenshot } from '../../sandbox/page/screenshot.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Pictures are heavy: one by night is enough of each width. */
const alsoByNight = new Set(['desktop', 'phone-messages'])

/** Lists and screens scroll within the shell, never the page itself: there would be two scrollbars. */
const scrollsInside =
  "document.querySelector('.shell') === null || document.documentElement.scrollHeight <= innerHeight"

/** Names of columns and tables are for programs: `firstName`. */
const innerWords = `[...document.querySelectorAll('dt, th, .mark')]
  .map((element) => element.textContent.trim()).filter((text) => /^\\S*[a-z][A-Z]\\S*$/.test(text))`

/** No finding of axe by day or by night, nothing is wider than the screen; a picture of each when there is a name. */
export async function look(t: ExecutionContext, page: Page, name?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const where = `${page.url()} ${colorScheme} ${page.viewportSize()?.width}`
    t.deepEqual(await findingsOf(page, colorScheme), [], where)
    t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), where)
    t.deepEqual(await page.evaluate<string[]>(innerWords), [], where)
    t.true(await page.evaluate(scrollsInside), where)
    if (name !== undefined && (colorScheme === 'light' || alsoByNight.has(name)))
      await takeScreenshot(t, { page, name: `console-${name}-${colorScheme}` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** The script runs in the page's own world, which the policy of the page forbids a tag of. */
async function findingsOf(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.evaluate(`if (!window.axe) { ${axe} }`)
  const { violations } = await page.evaluate<AxeResults>(
    // By night only the colours differ.
    colorScheme === 'light' ? 'axe.run(document)' : "axe.run(document, { runOnly: ['color-contrast'] })",
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
