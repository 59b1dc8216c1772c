import type { ExecutionContext } from 'ava'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { findBrowser } from '../../../sandbox/browser/find-browser.ts'

/**
 * A tab of headless Chromium that shows `url`. The test fails when the tab sends a request to another host, and when a
 * script or the browser complains.
 */
export async function openBrowser(
  t: ExecutionContext,
  { url, ...options }: BrowserContextOptions & { readonly url: string },
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const { executablePath, args, env } = await findBrowser((line) => t.log(line))
  const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
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
  await page.locator('#chat-status', { hasText: 'Pagebeat replies' }).waitFor({ state: 'attached' })
  return { page, complaints }
}
