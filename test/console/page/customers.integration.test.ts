/** Looking up customers, in a real browser, before the stub of the server. */
import test from 'ava'
import { until } from '../../helpers/until.ts'
import { look } from './look.ts'
import { type ConsoleTests, narrow, startConsoleTests } from './open-console.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

test.serial(
  'a customer is found by a part of the name, with evidence, sources and what happened',
  async (t) => {
    const { page, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
    await page.locator('.thread .message').first().waitFor()
    await page.getByRole('link', { name: 'All about this customer' }).click()
    await page.waitForURL('**/customers/p100')
    await page.getByRole('heading', { name: 'Mira Sol' }).waitFor()
    await page.getByText('claimed by the customer: the customer typed it').waitFor()
    await page.getByText('from the brand, import').waitFor()
    t.deepEqual(await page.locator('.sourced dt').allInnerTexts(), [
      'City',
      'E-mail',
      'Loyalty points',
      'Chan 1 opt in',
    ])
    await page.locator('.timeline').getByText('I was charged twice for order 48213').waitFor()

    await page.keyboard.press('/')
    await page.keyboard.type('berg')
    await page.waitForURL('**/customers/p100?text=berg')
    await page.locator('.item', { hasText: 'Jonas Berg' }).waitFor()
    await page.keyboard.press('Escape')
    // The list may come once more, for the last letter.
    await until('the customer has the focus', async () => {
      await page.keyboard.press('j')
      return await page.evaluate<boolean>("document.activeElement.textContent.includes('Jonas Berg')")
    })
    await page.keyboard.press('Enter')
    await page.waitForURL('**/customers/p101?text=berg')
    await page.getByRole('heading', { name: 'Jonas Berg' }).waitFor()
    await look(t, page, 'customers')
    await page.goBack()
    await page.getByRole('heading', { name: 'Mira Sol' }).waitFor()
    await page.getByRole('link', { name: /Conversation with The Beanery/ }).click()
    await page.waitForURL('**/inbox/all/100')
    t.deepEqual(complaints, [])
  },
)

test.serial('on a narrow screen the search or the customer is shown; hostile names stay texts', async (t) => {
  const { page, stub, complaints } = await tests.open(t, {
    world: makeWorld(),
    path: 'customers?text=o',
    viewport: narrow,
    isMobile: true,
    hasTouch: true,
  })
  await page.locator('.item').first().waitFor()
  await look(t, page)
  await page.locator('.item', { hasText: '<img src=x onerror=alert(1)>' }).tap()
  await page.getByRole('heading', { name: '<img src=x onerror=alert(1)>' }).waitFor()
  t.false(await page.locator('.list-pane').isVisible())
  await look(t, page)
  await page.getByRole('link', { name: 'Back to the search' }).tap()
  await page.locator('.item').first().waitFor()
  await page.goto(`${stub.url}customers?text=nobody+at+all`)
  await page.getByText('Nobody fits').waitFor()
  await page.goto(`${stub.url}customers/p999`)
  await page.getByText('There is no such customer.').waitFor()
  t.deepEqual(
    complaints.filter((text) => !text.includes('404')),
    [],
  )
})
