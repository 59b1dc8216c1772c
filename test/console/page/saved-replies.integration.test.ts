/** Replies that agents share, in a real browser, before the stub of the server. */
import test from 'ava'
import type { Page } from 'playwright-core'
import { until } from '../../helpers/until.ts'
import { look } from './look.ts'
import { type ConsoleTests, startConsoleTests } from './open-console.ts'
import { ines, makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page) => page.locator('#composer')

test.serial(
  'agents share saved replies: what the browser kept moves once, they change and remove them',
  async (t) => {
    const { page, stub, complaints, openTab } = await tests.open(t, {
      world: makeWorld(),
      path: 'inbox/waiting/101',
    })
    stub.saved.push({ id: '70', text: 'We open at nine.' })
    await page.evaluate(
      ([name, texts]) => localStorage.setItem(name ?? '', texts ?? ''),
      [`pagebeat.saved-replies.${ines.id}`, JSON.stringify(['Kept by the browser', 'And this'])],
    )
    await page.reload()
    await until('both have moved', async () => stub.saved.length === 3)
    t.deepEqual(
      stub.saved.map(({ text }) => text),
      ['We open at nine.', 'Kept by the browser', 'And this'],
    )
    await until(
      'the browser keeps none',
      async () => (await page.evaluate(`localStorage.getItem('pagebeat.saved-replies.${ines.id}')`)) === null,
    )
    await page.reload()
    await field(page).press('/')
    await button(page, 'Change: We open at nine.').click()
    await page.getByRole('textbox', { name: 'Change' }).fill('We open at ten.')
    await look(t, page)
    await button(page, 'Save for everybody').click()
    await button(page, 'Remove: And this').click()
    await button(page, 'Remove for everybody: And this').click()
    await button(page, 'Remove for everybody: And this').waitFor({ state: 'detached' })
    t.is(await page.evaluate(`document.activeElement?.getAttribute('aria-label')`), 'Saved replies')
    t.deepEqual(
      stub.saved.map(({ text }) => text),
      ['We open at ten.', 'Kept by the browser'],
    )
    const other = await openTab('inbox/waiting/101')
    await field(other).press('/')
    await other.getByRole('button', { name: 'We open at ten.', exact: true }).click()
    t.is(await field(other).inputValue(), 'We open at ten.')
    t.deepEqual(complaints, [])
  },
)

test.serial(
  'a customer never reads a variable: typed ones are filled in, and slips are not saved',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, {
      world: makeWorld(),
      path: 'inbox/waiting/101',
    })
    await page.locator('.thread [data-message]').first().waitFor()
    const first = (await page.locator('.head-who h2').innerText()).split(' ')[0]
    await field(page).fill('Hi {first_name}, {nmae}')
    await button(page, 'Saved replies').click()
    await button(page, 'Save this text as a reply').click()
    await page.getByRole('alert').filter({ hasText: '{nmae} is no variable' }).waitFor()
    t.deepEqual(stub.saved, [])
    await page.keyboard.press('Escape')
    await field(page).fill('Hi {first_name}')
    await button(page, 'Saved replies').click()
    await button(page, 'Save this text as a reply').click()
    await until('it is saved', () => stub.saved.length === 1)
    await page.locator('.saved input:focus').waitFor()
    await page.keyboard.press('Escape')
    await field(page).press('Enter')
    await until('the reply reaches the server', () => stub.acts.length === 1)
    t.deepEqual(
      stub.acts.map(({ act }) => ('text' in act ? act.text : '')),
      [`Hi ${first}`],
    )
    t.deepEqual(complaints, [])
  },
)
