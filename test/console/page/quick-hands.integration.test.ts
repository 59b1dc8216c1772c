/** A tired agent: keys before the page is ready, wrong keys, and a line that is away for a moment. */
import test from 'ava'
import type { Page } from 'playwright-core'
import { until } from '../../helpers/until.ts'
import { type ConsoleTests, startConsoleTests } from './open-console.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

const field = (page: Page) => page.locator('#composer')
const notOfNetwork = (complaints: readonly string[]) =>
  complaints.filter((text) => !/Failed to load resource|net::ERR/.test(text))
/** Each response of the server takes this long. */
const slowly = (page: Page, ms: number) =>
  page.route('**/api/conversations/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    await route.continue()
  })

test.serial(
  'a network that is away for a moment, while the stream lives on, holds nothing back',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
    await page.locator('.thread').getByText('I was charged twice').waitFor()
    // The browser says so and refuses new requests; the stream that is open stays open.
    await page.context().setOffline(true)
    await page.getByText('No connection. What you type is kept').waitFor()
    await field(page).fill('Written in a tunnel')
    await page.keyboard.press('Enter')
    await page.getByText('Not saved yet: no connection.').waitFor()
    await page.context().setOffline(false)
    await until('the reply reaches the server', async () => stub.acts.length === 1, { withinMs: 10_000 })
    await page.getByText('No connection.').first().waitFor({ state: 'detached' })
    t.deepEqual(notOfNetwork(complaints), [])
  },
)

test.serial('keys after Done belong to the next conversation, however slow the server is', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld({ many: 5 }) })
  const { keyboard } = page
  await page.locator('.item').nth(4).waitFor()
  await keyboard.press('j')
  await keyboard.press('Enter')
  await page.locator('.thread [data-message]').first().waitFor()
  const [first, second] = await page
    .locator('.item')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-id') ?? ''))
  await slowly(page, 700)
  await keyboard.press('d')
  await keyboard.press('r')
  // "d", "b" and "t" are keys that act: none of them may.
  await keyboard.type('a bad day, but thank you')
  t.is(await field(page).inputValue(), 'a bad day, but thank you')
  await page.locator('.thread [data-message]').first().waitFor()
  t.is(await field(page).inputValue(), 'a bad day, but thank you')
  await keyboard.press('Enter')
  await until('the reply reaches the server', async () => stub.acts.some(({ act }) => act.act === 'reply'))
  t.deepEqual(
    stub.acts.map(({ id, act }) => [id, act.act, 'text' in act ? act.text : undefined]),
    [
      [first, 'mark_done', undefined],
      [second, 'reply', 'a bad day, but thank you'],
    ],
  )
  t.deepEqual(complaints, [])
})

test.serial('nothing is sent before the page knows where the customer wrote', async (t) => {
  const { page, stub } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting' })
  await page.locator('.item').first().waitFor()
  await slowly(page, 1_500)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.keyboard.press('r')
  await page.keyboard.type('Too early')
  await page.keyboard.press('Enter')
  t.is(await field(page).inputValue(), 'Too early')
  await page.locator('.thread [data-message]').first().waitFor()
  t.is(await field(page).inputValue(), 'Too early')
  await page.keyboard.press('Enter')
  await until('the reply reaches the server', async () => stub.acts.length === 1)
})

test.serial('a message that is taken back is in the field, with the focus', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
  await page.locator('.thread').getByText('I was charged twice').waitFor()
  await field(page).fill('Dear Tom')
  await page.keyboard.press('Enter')
  await page.locator('.notice.undo').getByRole('button', { name: 'Undo' }).click()
  await until('the text returns', async () => (await field(page).inputValue()) === 'Dear Tom')
  await page.locator('#composer:focus').waitFor()
  await page.keyboard.type('d')
  t.is(await field(page).inputValue(), 'Dear Tomd')
  t.deepEqual(
    stub.acts.map(({ act }) => act.act),
    ['reply', 'undo'],
  )
  t.deepEqual(complaints, [])
})

test.serial('a message of another conversation is taken back there', async (t) => {
  const { page, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
  await page.locator('.thread').getByText('I was charged twice').waitFor()
  await field(page).fill('To the first')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('d')
  await page.waitForURL((url) => !url.pathname.endsWith('/100'))
  const message = page.locator('.notice.undo', { hasText: 'Leaves in' })
  await message.getByRole('button', { name: 'Undo' }).click()
  await page.waitForURL('**/inbox/waiting/100')
  await until('the text returns', async () => (await field(page).inputValue()) === 'To the first')
  t.deepEqual(complaints, [])
})

test.serial('Done is taken back by its button, by u, and in the conversation itself', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
  const { keyboard } = page
  const undo = page
    .locator('.notice.undo', { hasText: 'Marked as done' })
    .getByRole('button', { name: 'Undo' })
  const isOpen = () => page.waitForURL('**/inbox/*/100')
  await page.locator('.thread').getByText('I was charged twice').waitFor()
  await keyboard.press('d')
  await undo.click()
  await isOpen()
  await page.locator('.head-acts').getByRole('button', { name: 'Done', exact: true }).waitFor()
  await keyboard.press('d')
  await undo.waitFor()
  await keyboard.press('u')
  await isOpen()
  await page.locator('.head-acts').getByRole('button', { name: 'Done', exact: true }).click()
  await undo.waitFor()
  await keyboard.press('g')
  await keyboard.press('d')
  await page.locator('[data-id="100"]').click()
  await page.locator('.head-who', { hasText: 'Done' }).waitFor()
  await page.getByRole('button', { name: 'Not done' }).click()
  await page.locator('.head-acts').getByRole('button', { name: 'Done', exact: true }).waitFor()
  t.deepEqual(
    stub.acts.map(({ id, act }) => `${act.act} ${id}`),
    ['mark_done 100', 'reopen 100', 'mark_done 100', 'reopen 100', 'mark_done 100', 'reopen 100'],
  )
  t.deepEqual(complaints, [])
})

test.serial(
  'a customer whose message was refused is not marked as done, and the agent is told who',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
    await page.locator('.thread').getByText('I was charged twice').waitFor()
    const name = await page.locator('.head-who h2').innerText()
    stub.planned.push({ is: 'refused', reason: 'other_app_in_control', says: 'Another app has the thread.' })
    await field(page).fill('Sorry')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.keyboard.press('d')
    await page.locator('.notice.bad', { hasText: `${name}: Your message was not sent` }).waitFor()
    t.deepEqual(
      stub.acts.map(({ act }) => act.act),
      ['reply'],
    )
    await page.locator('[data-id="100"]').click()
    await page.locator('[data-local=refused]', { hasText: 'Sorry' }).waitFor()
    t.deepEqual(complaints, [])
  },
)

test.serial('what the server could not take leaves when it can, though the stream never broke', async (t) => {
  const { page, stub } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
  await page.locator('.thread').getByText('I was charged twice').waitFor()
  await page.route('**/acts', (route) =>
    route.fulfill({ status: 503, json: { error: 'database', says: 'No' } }),
  )
  await field(page).fill('Sorry')
  await page.keyboard.press('Enter')
  await page.getByText('Not saved yet: no connection.').waitFor()
  await page.unroute('**/acts')
  stub.live.beat()
  await until('the reply reaches the server', async () => stub.acts.length === 1, { withinMs: 10_000 })
  t.like(stub.acts[0], { act: { act: 'reply', text: 'Sorry' } })
})

test.serial('u takes back the latest message, also while it is on its way to the server', async (t) => {
  const { page, stub, complaints } = await tests.open(t, {
    world: makeWorld({ many: 3 }),
    path: 'inbox/waiting/100',
  })
  const { keyboard } = page
  await page.locator('.thread [data-message]').first().waitFor()
  await field(page).fill('To the first')
  await keyboard.press('Enter')
  await page.locator('[data-message=o9001]').waitFor()
  await page.locator('[data-id="101"]').click()
  await page.waitForURL('**/101')
  await page.locator('.thread [data-message]').first().waitFor()
  await slowly(page, 700)
  await field(page).fill('To the second')
  await keyboard.press('Enter')
  await keyboard.press('Escape')
  await keyboard.press('u')
  await until('the text returns', async () => (await field(page).inputValue()) === 'To the second')
  t.deepEqual(
    stub.acts.map(({ id, act }) => [id, act.act, 'outboundId' in act ? act.outboundId : undefined]),
    [
      ['100', 'reply', undefined],
      ['101', 'reply', undefined],
      ['101', 'undo', '9002'],
    ],
  )
  t.deepEqual(complaints, [])
})
