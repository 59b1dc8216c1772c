/** The page in headless Chromium before the real server, as users meet both: its policy, its cookies, its tables. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { chromium } from 'playwright-core'
import { serveSite } from '../../console/server/http/static-site.ts'
import { findBrowser } from '../../sandbox/browser/find-browser.ts'
import { buildConsole } from '../../scripts/build-console.ts'
import { comment, decodeAll, message } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { until } from '../helpers/until.ts'
import { openConsole, password } from './running-console.ts'

const hostile = '<img src=x onerror="document.title=1">'

async function openPage(t: ExecutionContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-console-'))
  await buildConsole(folder)
  const served = await openConsole(t, { site: serveSite(folder), beatMs: 300 })
  const { executablePath, args, env } = await findBrowser(console.log)
  const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
  t.teardown(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const complaints: string[] = []
  async function openTab(to: string) {
    const context = await browser.newContext({ locale: 'en-GB' })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (line) => {
      // The browser reports each 401 by itself.
      if (['error', 'warning'].includes(line.type()) && !line.text().includes('401'))
        complaints.push(line.text())
    })
    await page.goto(served.origin + to)
    return page
  }
  return { ...served, openTab, complaints }
}

test.serial(
  'an agent signs in, sees a message arrive, replies and takes it back; a viewer sees masks',
  async (t) => {
    const { db, openTab, complaints, sessions, idOf } = await openPage(t)
    const tracking = createTracking(db, Date.now)
    const now = Date.now()
    await tracking.record(
      decodeAll([
        message('601', 'm1', now - 60_000, 'Where is my order?'),
        comment('c1', now - 50_000, {
          message: `Lovely ${hostile}`,
          from: { id: '603', name: `Grace ${hostile}` },
        }),
      ]).events,
    )
    const page = await openTab('/inbox/all')
    await page.getByLabel('E-mail').fill('agent@example.com')
    await page.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: /Where is my order/ }).click()
    await page.locator('.thread').getByText('Where is my order?').waitFor()
    t.regex(page.url(), /\/inbox\/all\/\d+$/)

    await tracking.record(decodeAll([message('601', 'm2', Date.now(), 'Are you there?')]).events)
    await page.locator('.thread').getByText('Are you there?').waitFor()
    await page.locator('#composer').fill('Yes, I am')
    await page.keyboard.press('Enter')
    await page.locator('.by-agent', { hasText: 'Yes, I am' }).waitFor()
    const sent = () => db.selectFrom('outbound').select(['userId', 'state', 'reason']).execute()
    await until('the reply is a row', async () => (await sent()).length === 1)
    t.like((await sent())[0], { userId: idOf('agent'), state: 'pending' })
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click()
    await until('it is taken back', async () => (await sent())[0]?.state !== 'pending')

    await page.goto(`${new URL(page.url()).origin}/inbox/all`)
    await page.getByRole('link', { name: /Grace/ }).click()
    await page.locator('.thread').getByText(`Lovely ${hostile}`).waitFor()
    t.is(await page.locator('img[src="x"]').count(), 0, 'names and texts are never markup')

    const viewer = await openTab(`/enter?token=${await sessions.createLink(idOf('viewer'))}&to=/inbox/all`)
    await viewer.getByText('•••••').first().waitFor()
    t.notRegex((await viewer.textContent('body')) ?? '', /Where is my order|Grace|Lovely/)

    await sessions.revokeAllOf(idOf('agent'))
    await page.getByRole('dialog').getByLabel('Password').waitFor()
    t.deepEqual(complaints, [])
  },
)
