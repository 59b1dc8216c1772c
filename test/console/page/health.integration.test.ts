/** The screen of an operator, in a real browser, before the stub of the server. */
import test from 'ava'
import { until } from '../../helpers/until.ts'
import { look } from './look.ts'
import { type ConsoleTests, phone, startConsoleTests } from './open-console.ts'
import { makeRich } from './stub/rich-conversations.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

function world() {
  const made = makeWorld()
  const rich = makeRich()
  made.set(rich.head.id, rich)
  return made
}

test.serial(
  'an operator sees each trouble with its cause and command, and an admin settles dead letters',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, {
      world: world(),
      role: 'admin',
      path: 'inbox/waiting',
    })
    await page.locator('.item').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('h')
    await page.waitForURL('**/health')
    await page.getByText('5 things need you').waitFor()
    await page.getByText('There is no event.').waitFor()
    await page.locator('.troubles code', { hasText: 'pagebeat page check 100200300400501' }).waitFor()
    await page.getByRole('row', { name: /The Beanery.*silent for 47 minutes/ }).waitFor()
    await page.getByRole('row', { name: /respond 3 1 minute/ }).waitFor()
    await page
      .getByRole('row', { name: /edge-1:20 .*1,482.*99 of 100 within 10 ms.*refused: 3.*empty/ })
      .waitFor()
    await page.getByRole('row', { name: /app-2:31 .*nlp.*coffee 90ab13de/ }).waitFor()
    await page.getByText('1 wrong, 1 unsure, 14 fine').waitFor()
    const fix = page.getByRole('button', {
      name: 'Copy the command: pagebeat page subscribe 100200300400501',
    })
    t.is(await fix.count(), 2, 'in what needs you, and in the check of its Page')
    await page.context().grantPermissions(['clipboard-write', 'clipboard-read'])
    await fix.first().click()
    t.is(await page.evaluate('navigator.clipboard.readText()'), 'pagebeat page subscribe 100200300400501')
    await look(t, page, 'health')

    await page.getByRole('button', { name: 'Retry 7' }).click()
    await page.getByRole('button', { name: 'Retry 7' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Drop 8' }).click()
    await until('both are settled', async () => stub.health.done.length === 2)
    t.deepEqual(stub.health.done, ['retry 7', 'drop 8'])
    await page.getByText('4 things need you').waitFor()
    const links = page.getByRole('link', { name: /Open the conversation/ })
    t.is(await links.count(), 2, 'in what needs you, and in the list')
    for (const link of [links.first(), links.last()]) {
      await link.click()
      await page.locator('[data-message=o803]').getByText('Held').waitFor()
      await page.goBack()
      await page.getByText('4 things need you').waitFor()
    }
    stub.health.mend()
    await page.getByText('Everything works').waitFor()
    t.deepEqual(complaints, [])
    // Old numbers must not say that all is well.
    await page.route('**/api/health', (route) =>
      route.fulfill({ status: 503, json: { error: 'database', says: 'The database does not answer.' } }),
    )
    await page
      .getByRole('alert')
      .filter({ hasText: /The database does not answer\..*What you see is from/ })
      .waitFor()
    t.is(await page.getByText('Everything works').count(), 0)
  },
)

test.serial('on a phone the tables scroll within their box, and agents are offered no act', async (t) => {
  const { page, complaints } = await tests.open(t, {
    world: world(),
    path: 'health',
    viewport: phone,
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  })
  await page.getByText('malformed_job').first().waitFor()
  t.is(await page.getByRole('button', { name: /Retry/ }).count(), 0)
  await look(t, page)
  t.deepEqual(complaints, [])
})
