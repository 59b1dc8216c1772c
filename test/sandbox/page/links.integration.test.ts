/** A customer of an invite, on the sandbox page: what links their ids, and why. */
import test from 'ava'
import { asPageId } from '../../../src/domain/ids.ts'
import { createInvites } from '../../../src/identity/invite-token.ts'
import { until } from '../../helpers/until.ts'
import { kettle, runCoffeePage } from './coffee-page.ts'
import { openBrowser } from './open-browser.ts'
import { takeScreenshot } from './screenshot.ts'

test('the links of a customer are shown with their evidence, on a desktop and on a phone', async (t) => {
  const { env, graph, url } = await runCoffeePage(t)
  const invite = { pageId: asPageId(kettle.id), customer: '4711', expiresTs: Date.now() + 86_400_000 }
  const ref = createInvites([env.PAGEBEAT_SECRET_KEY]).write(invite)
  const { page, complaints } = await openBrowser(t, { url, viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(45_000)

  await page.getByRole('button', { name: 'Faults' }).last().click()
  await page.getByLabel('Open an m.me link').fill(`https://m.me/${kettle.id}?ref=${ref}`)
  await page.keyboard.press('Enter')
  await page.locator('.bubble-row.by-page', { hasText: 'What can I do for you?' }).waitFor()
  await page.getByLabel('Complete a lead form').fill('ada@example.org')
  await page.keyboard.press('Enter')
  await until('the lead is at Facebook', async () => graph.page(kettle.id)?.leads.size === 1)
  await page.locator('#chat-text').fill('my mail is ada@example.org')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Data' }).last().click()
  const links = page.locator('.links .turn')
  await links.filter({ hasText: 'email:ada@example.org' }).getByText('claimed', { exact: true }).waitFor()
  const invited = links.filter({ hasText: 'customer:4711' })
  await invited.getByText('verified', { exact: true }).waitFor()
  t.regex(await invited.innerText(), /a signed m\.me link for the number was used/)
  await links.last().scrollIntoViewIfNeeded()
  await takeScreenshot(t, { page, name: 'desktop-links' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Data' }).click()
  await links.last().scrollIntoViewIfNeeded()
  await takeScreenshot(t, { page, name: 'phone-links' })
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))
  t.deepEqual(complaints, [])
})
