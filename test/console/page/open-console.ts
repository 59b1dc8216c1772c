/** The page of the console in headless Chromium, before the stub. One build and one browser serve a whole test file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findBrowser } from '../../../sandbox/browser/find-browser.ts'
import { buildConsole } from '../../../scripts/build-console.ts'
import { type Stub, startStub, type StubOptions } from './stub/stub-server.ts'

export interface ConsoleTests {
  readonly open: (
    t: ExecutionContext,
    options: Omit<StubOptions, 'site'> & BrowserContextOptions & { readonly path?: string },
  ) => Promise<OpenConsole>
  readonly close: () => Promise<void>
}

export interface OpenConsole {
  readonly page: Page
  readonly stub: Stub
  /** What a script or the browser complained about, and requests to other origins. */
  readonly complaints: string[]
  /** Another tab of the same browser. */
  readonly openTab: (path: string) => Promise<Page>
}

export const desktop = { width: 1280, height: 800 }
export const phone = { width: 390, height: 844 }
export const narrow = { width: 320, height: 640 }

/** Builds the page and starts the browser. */
export async function startConsoleTests(log: (line: string) => void): Promise<ConsoleTests> {
  const site = mkdtempSync(path.join(tmpdir(), 'pagebeat-console-'))
  await buildConsole(site)
  const browser = await launch(log)

  async function open(
    t: ExecutionContext,
    { world, role, path: where = '', ...options }: Parameters<ConsoleTests['open']>[1],
  ): Promise<OpenConsole> {
    const stub = await startStub({ world, site, ...(role === undefined ? {} : { role }) })
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      viewport: desktop,
      ...options,
    })
    t.teardown(async () => {
      await context.close()
      await stub.close()
    })
    const complaints: string[] = []
    context.on('request', (request) => {
      if (!request.url().startsWith(stub.url) && !request.url().startsWith('data:'))
        complaints.push(`asked ${request.url()}`)
    })
    async function openTab(to: string): Promise<Page> {
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      await page.goto(stub.url + to)
      return page
    }
    return { page: await openTab(where), stub, complaints, openTab }
  }

  return {
    open,
    async close() {
      await browser.close()
      rmSync(site, { recursive: true, force: true })
    },
  }
}

async function launch(log: (line: string) => void): Promise<Browser> {
  const { executablePath, args, env } = await findBrowser(log)
  return await chromium.launch({ executablePath, args: [...args], env: { ...env } })
}
