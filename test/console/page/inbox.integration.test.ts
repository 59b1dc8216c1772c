/** The Inbox in a real browser, before the stub of the server. */
import test from 'ava'
import { type ConsoleTests, startConsoleTests } from './open-console.ts'
import { makeWorld } from './stub/world.ts'
import { password } from './stub/stub-server.ts'
import { until } from '../../helpers/until.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

test.serial('an agent signs in, opens who waits longest and replies', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld() })
  stub.state.isSignedIn = false
  await page.reload()
  await page.getByLabel('E-mail').fill('ines@example.com')
  await page.getByLabel('Password').fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByText('E-mail or password is wrong.').waitFor()
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')

  await page.getByRole('link', { name: /Mira Sol/ }).click()
  await page.locator('.thread').getByText('I was charged twice').waitFor()
  t.is(new URL(page.url()).pathname, '/inbox/waiting/100')
  await page.getByRole('textbox', { name: 'Write a reply' }).fill('I look at it now, Mira.')
  await page.keyboard.press('Enter')
  await page.locator('.by-agent', { hasText: 'I look at it now, Mira.' }).waitFor()
  await until('the server has the reply', async () => stub.acts.length === 1)
  const { key, ...act } = stub.acts[0]?.act ?? { key: '' }
  t.regex(key, /^[\w-]{16,64}$/)
  t.deepEqual(act, { act: 'reply', text: 'I look at it now, Mira.' })
  stub.settle('100')
  await page.locator('.by-agent').getByText('Read').waitFor()
  t.is(await page.locator('.by-agent').count(), 1)
  t.deepEqual(
    complaints.filter((text) => !text.includes('401')),
    [],
  )
})
