import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import type { Page } from 'playwright-core'
import { root } from '../../source-files.ts'

/**
 * A picture of what the tab shows: with PAGEBEAT_SCREENSHOTS=1 in docs/screenshots, else in a folder that is thrown away.
 * Fails on a picture that has hardly anything in it.
 */
export async function takeScreenshot(
  t: ExecutionContext,
  { page, name }: { readonly page: Page; readonly name: string },
): Promise<void> {
  const isKept = process.env['PAGEBEAT_SCREENSHOTS'] === '1'
  const folder = isKept
    ? path.join(root, 'docs/screenshots')
    : mkdtempSync(path.join(tmpdir(), 'pagebeat-screenshots-'))
  mkdirSync(folder, { recursive: true })
  try {
    const bytes = await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' })
    t.true(bytes.length > 15_000, `${name} has only ${bytes.length} bytes`)
  } finally {
    if (!isKept) rmSync(folder, { recursive: true, force: true })
  }
}
