import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const folders = (process.env['PATH'] ?? '').split(delimiter).concat('/usr/bin')

/** Undefined on a machine without a Chromium. */
export const chromiumPath = folders
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((file) => existsSync(file))

/**
 * A tab of headless Chromium that shows `url`. The test fails when the tab asks anybody else for anything, and when a
 * script or the browser complains.
 */
export async function openBrowser(
  t: ExecutionContext,
  { url, ...options }: BrowserContextOptions & { readonly url: string },
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const browser = await chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  t.teardown(() => browser.close())
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  context.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asked ${request.url()}`)
  })
  page.setDefaultTimeout(15_000)
  await page.goto(url)
  await page.locator('#chat-status', { hasText: 'Answered' }).waitFor({ state: 'attached' })
  return { page, complaints }
}
