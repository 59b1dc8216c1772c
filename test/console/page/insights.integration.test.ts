import test from 'ava'
import type { Locator } from 'playwright-core'
import { look } from './look.ts'
import { type ConsoleTests, narrow, phone, startConsoleTests } from './open-console.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

test.serial(
  'a marketer finds the rows behind a number, its table, its SQL and the conversation',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting' })
    await page.getByRole('link', { name: 'Insights' }).click()
    const card = page.locator('[data-number="written"]')
    await card.locator('rect.mark').first().waitFor()
    t.is(new URL(page.url()).pathname, '/insights')
    await look(t, page, 'insights')

    // A period is an address: the back button undoes it.
    await page.getByRole('button', { name: 'Today' }).click()
    t.regex(page.url(), /period=today/)
    await page.goBack()
    await page.getByRole('button', { name: '7 days', pressed: true }).waitFor()

    // What the mouse does on the chart, the keyboard does in the table.
    await card.getByRole('button', { name: 'Table' }).press('Enter')
    const numbers = card.getByRole('region').getByRole('button')
    await numbers.first().press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Ada Lovelace').first().waitFor()
    t.is(await dialog.locator('img').count(), 0, 'a name is never markup')
    await look(t, page)
    await dialog.getByRole('button', { name: 'Load more' }).click()
    await dialog.locator('.behind > li').nth(5).waitFor()
    t.is(await dialog.locator('.behind > li').count(), 6)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await card.locator('rect.mark').first().click()
    await dialog.getByRole('link', { name: 'Open the conversation' }).first().click()
    await page.waitForURL(/inbox\/all\/109/)
    await page.goBack()

    await card.getByRole('button', { name: 'SQL' }).click()
    t.regex((await card.locator('.sql').textContent()) ?? '', /^SELECT/)
    const csv = await card.getByRole('link', { name: 'CSV' }).getAttribute('href')
    t.regex(
      csv ?? '',
      /^\/api\/insights\/written\.csv\?from=\d+&to=\d+&by=day&page=all&language=all&zone=Europe/,
    )
    await look(t, page)

    const groups = page.locator('[data-number="notUnderstood"]')
    await groups.getByRole('button', { name: 'Group the texts' }).click()
    await groups.getByText('may my dog come in').waitFor()
    // Every intent of the storyboard, the nearest first; what is typed filters them.
    const intent = groups.getByRole('combobox', { name: 'Intent' })
    const offered = groups.getByRole('option')
    await intent.first().press('ArrowDown')
    t.deepEqual(await offered.allTextContents(), [
      'order_status',
      'price',
      'complaint',
      'dogs_welcome',
      'invoice',
      'job',
      'opening_hours',
      'thanks',
      'none of the intents',
    ])
    await look(t, page)
    await page.keyboard.press('Escape')
    await intent.nth(1).focus()
    await page.keyboard.type('dogs we')
    t.deepEqual(await offered.allTextContents(), ['dogs_welcome'])
    await page.keyboard.press('Enter')
    t.is(await intent.nth(1).inputValue(), 'dogs_welcome')
    await page.keyboard.type('zzz')
    await groups.getByText('no intent of the storyboard has this name').waitFor()
    await page.keyboard.press('Escape')
    t.is(await intent.nth(1).inputValue(), 'dogs_welcome', 'Escape keeps the one before')
    await intent.nth(1).click()
    await groups.getByRole('option', { name: 'order_status' }).click()
    const asking = page.waitForRequest('**/api/not-understood/patch?*')
    const downloading = page.waitForEvent('download')
    await groups.getByRole('button', { name: 'Download as examples dog' }).click()
    t.is(new URL((await asking).url()).search, '?days=7&page=all&language=all&accept=dog%3Dorder_status')
    t.is((await downloading).suggestedFilename(), 'storyboard.patch')
    await groups.getByText('Apply the patch to the storyboard').waitFor()
    // Why there is no patch is said, and is not saved as one.
    await groups.getByRole('button', { name: 'Download as examples parcel' }).click()
    await page.getByText('The storyboard has all of these sentences already.').waitFor()
    await look(t, page)

    await page.goto(`${stub.url}insights?period=month&page=999`)
    await page.getByText('Nothing in this period.').first().waitFor()
    await look(t, page)
    t.deepEqual(
      complaints.filter((text) => !text.includes('409')),
      [],
    )
  },
)

test.serial('from a message that the bot did not understand it is a step to teach it', async (t) => {
  const world = makeWorld()
  const stored = world.get('105')
  if (stored === undefined) return t.fail()
  stored.messages = stored.messages.map((message) => ({ ...message, outcome: 'not_understood' }))
  const { page, complaints } = await tests.open(t, { world, path: 'inbox/all/105' })
  await page.locator('.thread .message').first().waitFor()
  await page.keyboard.press('w')
  await page.getByRole('link', { name: 'Teach the bot texts like this' }).click()
  await page.waitForURL(`**/insights?period=month&show=not_understood&page=${stored.head.pageId}`)
  const groups = page.locator('[data-number="notUnderstood"]')
  await groups.getByText('may my dog come in').waitFor()
  t.true(await isAbove(groups, page.locator('.numbers')))
  t.deepEqual(complaints, [])
})

test.serial(
  'the drawing of the storyboard shows how many turns came where, and how they ended',
  async (t) => {
    const { page, complaints } = await tests.open(t, { world: makeWorld(), path: 'insights' })
    const card = page.locator('[data-number="storyboard"]')
    const order = card.getByRole('button', { name: /^Order: 133 turns/ })
    await order.waitFor()
    t.regex((await card.locator('[data-scene="order"]').textContent()) ?? '', /133 turns/)
    await card.getByText(/Until .* the bot had another storyboard/).waitFor()
    await card.getByText('does not have them: welcome (400), <b>markup</b> (80)').waitFor()
    await card.scrollIntoViewIfNeeded()
    await look(t, page, 'insights-storyboard')

    // By keyboard: tab to a scene, and Enter opens its turns.
    await order.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Order' })
    await dialog.getByText('Ada Lovelace').first().waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await card.locator('[data-question="order.size"]').click()
    await page.getByRole('dialog', { name: 'Order · size' }).waitFor()
    await page.keyboard.press('Escape')

    // The tables say the same, in the order of the drawing.
    await card.getByRole('button', { name: 'Table' }).press('Enter')
    const tables = card.getByRole('region', { name: /^Numbers of/ })
    t.deepEqual(await tables.first().getByRole('rowheader').allTextContents(), [
      'Not understood',
      'Order',
      'Hours',
      'welcome',
      '<b>markup</b>',
    ])
    t.deepEqual(await tables.last().getByRole('rowheader').allTextContents(), [
      'Order · size',
      'Order · cups',
      'Order · name',
    ])
    await look(t, page)
    await card.getByRole('button', { name: 'Smaller' }).click()
    await card.getByText('55 %').or(card.getByText('70 %')).first().waitFor()
    t.deepEqual(complaints, [])
  },
)

test.serial('the charts fit on phones, and a German reads them', async (t) => {
  for (const viewport of [phone, narrow]) {
    const { page } = await tests.open(t, { world: makeWorld(), path: 'insights?period=month', viewport })
    await page.locator('rect.mark').first().waitFor()
    await look(t, page, viewport === phone ? 'insights-phone' : undefined)
    await page.locator('[data-number="storyboard"] [data-scene="order"] [role="button"]').focus()
    await look(t, page)
  }
  const { page } = await tests.open(t, {
    world: makeWorld(),
    path: 'insights?period=own&from=2026-11-01&to=2026-11-02',
    locale: 'de-DE',
  })
  await page.getByRole('heading', { name: 'Auswertung' }).waitFor()
  await page.getByRole('heading', { name: 'Zeit bis zur ersten Antwort' }).waitFor()
  t.is(await page.getByLabel('Von', { exact: true }).inputValue(), '2026-11-01')
})

async function isAbove(one: Locator, other: Locator): Promise<boolean> {
  const [upper, lower] = [await one.boundingBox(), await other.boundingBox()]
  return upper !== null && lower !== null && upper.y < lower.y
}
