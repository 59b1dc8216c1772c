/** What goes wrong around an agent: lines, sessions, other tabs, hostile texts, long threads. */
import test from 'ava'
import type { Page } from 'playwright-core'
import { until } from '../../helpers/until.ts'
import { type ConsoleTests, narrow, startConsoleTests } from './open-console.ts'
import { makeLong, makeRich } from './stub/rich-conversations.ts'
import { password } from './stub/stub-server.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

const titleIs = (page: Page, title: string) =>
  until(`the title is ${title}`, async () => (await page.title()) === title)
const field = (page: Page) => page.locator('#composer')
/** The browser itself complains about requests that fail. */
const notOfNetwork = (complaints: readonly string[]) =>
  complaints.filter((text) => !/Failed to load resource|net::ERR/.test(text))

test.serial(
  'a session that ends while an agent types loses nothing, and the text leaves afterwards',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
    await field(page).fill('Half a sentence, and')
    stub.state.isSignedIn = false
    stub.live.trouble('signed_out')
    const dialog = page.getByRole('dialog', { name: 'Sign in to Pagebeat' })
    await dialog.getByText('what you typed is kept').waitFor()
    t.is(await field(page).inputValue(), 'Half a sentence, and')
    await dialog.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    t.is(await field(page).inputValue(), 'Half a sentence, and')
    await field(page).focus()
    await page.keyboard.type(' the rest.')
    stub.state.isSignedIn = false
    await page.keyboard.press('Enter')
    await dialog.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await until('the reply reaches the server', async () => stub.acts.length === 1)
    await page.locator('[data-message=o9001]', { hasText: 'Half a sentence, and the rest.' }).waitFor()
    t.is(await page.locator('.by-agent').count(), 1)
    t.deepEqual(notOfNetwork(complaints), [])
  },
)

test.serial(
  'without a network replies wait in order, are kept, and leave once when it is back',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
    await page.locator('.thread').getByText('I was charged twice').waitFor()
    stub.state.isDown = true
    stub.live.close()
    await page.getByText('No connection. What you type is kept').waitFor()
    for (const text of ['First', 'Second', 'Third']) {
      await field(page).fill(text)
      await page.keyboard.press('Enter')
    }
    await page.getByText('Not saved yet: no connection.').first().waitFor()
    await field(page).fill('Fourth, not sent')
    stub.state.isDown = false
    await until('all three reach the server', async () => stub.acts.length === 3)
    t.deepEqual(
      stub.acts.map(({ act }) => ('text' in act ? act.text : '')),
      ['First', 'Second', 'Third'],
    )
    await page.getByText('No connection.').waitFor({ state: 'detached' })
    await page.locator('[data-message=o9003]').waitFor()
    t.is(await page.locator('.by-agent').count(), 3)
    await page.reload()
    await until(
      'the draft is in the field',
      async () => (await field(page).inputValue()) === 'Fourth, not sent',
    )
    t.deepEqual(notOfNetwork(complaints), [])
  },
)

test.serial('a response that is lost on its way makes no second message', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
  stub.planned.push('lost')
  await field(page).fill('Only once')
  await page.keyboard.press('Enter')
  await page.locator('[data-message=o9001]').waitFor()
  stub.live.close()
  await page.locator('[data-local]').waitFor({ state: 'detached' })
  t.is(stub.acts.length, 1)
  t.is(stub.world.get('100')?.messages.filter(({ text }) => text === 'Only once').length, 1)
  t.is(await page.locator('.by-agent').count(), 1)
  t.deepEqual(notOfNetwork(complaints), [])
})

test.serial(
  'a reply that the closed page could not send is offered again, and does not leave by itself',
  async (t) => {
    const { page, stub, openTab } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
    await page.locator('.thread').getByText('I was charged twice').waitFor()
    stub.state.isDown = true
    await field(page).fill('Written in a tunnel')
    await page.keyboard.press('Enter')
    await page.getByText('Not saved yet: no connection.').waitFor()
    await page.close()
    stub.state.isDown = false
    const next = await openTab('inbox/waiting/100')
    const kept = next.locator('[data-local=kept]', { hasText: 'Written in a tunnel' })
    await kept.getByText('Was not sent before the page was closed.').waitFor()
    t.deepEqual(stub.acts, [])
    await kept.getByRole('button', { name: 'Send', exact: true }).click()
    await next.locator('[data-message=o9001]', { hasText: 'Written in a tunnel' }).waitFor()
    t.is(stub.acts.length, 1)
  },
)

test.serial(
  'what happens is seen at once in the list, the title and another tab; the back button goes back',
  async (t) => {
    const { page, stub, openTab, complaints } = await tests.open(t, {
      world: makeWorld(),
      path: 'inbox/waiting',
    })
    await titleIs(page, '(3) Inbox · Pagebeat')
    const other = await openTab('inbox/waiting/103')
    await other.locator('.thread').getByText('How long is a gift card valid?').waitFor()
    stub.customerWrites('103', 'Hello? Are you still there?')
    await page.getByRole('link', { name: /Ada Winter.*Are you still there/ }).waitFor()
    await other.locator('.thread').getByText('Are you still there?').waitFor()
    await titleIs(page, '(4) Inbox · Pagebeat')
    await page.locator('[data-live]', { hasText: 'One more customer waits' }).waitFor({ state: 'attached' })
    await other
      .locator('[data-live]', { hasText: 'Ada Winter: Hello? Are you still there?' })
      .waitFor({ state: 'attached' })

    await page.getByRole('link', { name: /Ada Winter/ }).click()
    await page.getByRole('button', { name: 'Take over' }).click()
    await other.locator('.control', { hasText: 'You have it' }).waitFor()
    await page.getByRole('link', { name: 'With an agent' }).click()
    await page.getByRole('searchbox').fill('delivery address')
    await page.waitForURL('**/inbox/agent?text=delivery+address')
    await page.getByRole('link', { name: /Noor Haddad/ }).click()
    t.regex(page.url(), /\/inbox\/agent\/106\?text=delivery\+address$/)
    await page.goBack()
    await page.waitForURL('**/inbox/agent?text=delivery+address')
    t.is(await page.locator('.item').count(), 1)
    await page.goBack()
    await page.waitForURL('**/inbox/waiting/103')
    await page.locator('.thread').getByText('Are you still there?').waitFor()
    t.deepEqual(complaints, [])
  },
)

test.serial('filters are kept in the address, and each can be removed', async (t) => {
  const { page, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/all' })
  await page.getByRole('button', { name: 'Only mine' }).click()
  await page.waitForURL('**/inbox/all?assigned=me')
  await page.getByRole('button', { name: 'Only mine', pressed: true }).click()
  await page.waitForURL('**/inbox/all')
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByLabel('Assigned to').selectOption({ label: 'Me' })
  await page.getByLabel('Page').selectOption({ label: 'The Beanery' })
  await page.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL('**/inbox/all?page=100200300400501&assigned=me')
  await until('one conversation is left', async () => (await page.locator('.item').count()) === 1)
  await page.getByRole('button', { name: /Page: The Beanery/ }).click()
  await page.waitForURL('**/inbox/all?assigned=me')
  await page.goto(page.url().replace('all?assigned=me', 'done?assigned=me'))
  await page.getByText('Nothing fits these filters').waitFor()
  await page.getByRole('link', { name: 'Look in all conversations' }).click()
  await page.locator('.item').first().waitFor()
  t.true(page.url().endsWith('/inbox/all?assigned=me'))
  t.deepEqual(complaints, [])
})

test.serial('hostile names and texts stay texts, within their place', async (t) => {
  const { page, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/agent/108' })
  await page.locator('.thread').getByText('<script>alert(document.cookie)</script>').waitFor()
  t.is(await page.locator('.head-who h2').innerText(), '<img src=x onerror=alert(1)>')
  for (const id of ['108', '109', '110', '111'])
    for (const size of [{ width: 1280, height: 800 }, narrow]) {
      await page.setViewportSize(size)
      await page.goto(page.url().replace(/\d+$/, id))
      await page.locator('.thread .message').first().waitFor()
      const fits = await page.evaluate('document.documentElement.scrollWidth <= innerWidth')
      t.true(fits, `${id} at ${size.width}`)
      t.true(await page.evaluate(thread('scrollWidth <= clientWidth')), `${id} at ${size.width}`)
    }
  t.is(await page.locator('.head-who h2').innerText(), 'Customer without a name')
  const story = page.locator('.bubble', { hasText: 'A long story' })
  t.true((await story.innerText()).length < 1_000)
  await story.getByRole('button', { name: 'More' }).click()
  await story.getByText('The end.').waitFor()
  t.deepEqual(complaints, [])
})

/** An expression about the box that scrolls. */
function thread(expression: string): string {
  return `(({ scrollWidth, clientWidth, scrollTop, scrollHeight, clientHeight }) => ${expression})(document.querySelector('.thread'))`
}

test.serial(
  'a thread of 10,000 messages keeps its place while older ones load, and the document small',
  async (t) => {
    const world = makeWorld()
    const long = makeLong(10_000)
    world.set(long.head.id, long)
    const { page, stub, complaints } = await tests.open(t, { world, path: 'inbox/agent/52' })
    await page.getByText('Message 10000', { exact: true }).first().waitFor()
    t.true(await page.evaluate(thread('scrollHeight - clientHeight - scrollTop < 2')))
    const box = page.locator('.thread')
    /** Where each visible message is; the same message must not move when others are added above. */
    const placeOf = async (text: string) =>
      (await page.getByText(text, { exact: true }).last().boundingBox())?.y ?? Number.NaN
    await box.hover()
    for (let round = 0; round < 12; round += 1) {
      await page.mouse.wheel(0, -2_000)
      await until('older messages are in the document', async () =>
        Boolean(await page.evaluate(thread('scrollTop > 600'))),
      )
    }
    const shown = await page.locator('.thread .message').count()
    t.true(shown <= 180, `${shown} messages in the document`)
    await page.getByText('To the latest').waitFor()
    const first = await page.evaluate<string>(
      "[...document.querySelectorAll('.thread .bubble')].find((one) => one.getBoundingClientRect().top > 100)?.innerText",
    )
    const before = await placeOf(first)
    stub.customerWrites('52', 'I write while you read')
    await page.getByText('1 new message').waitFor()
    t.is(await placeOf(first), before)
    await page.getByText('1 new message').click()
    await page.locator('.thread').getByText('I write while you read').waitFor()
    t.true(await page.evaluate(thread('scrollHeight - clientHeight - scrollTop < 2')))
    t.deepEqual(complaints, [])
  },
)

test.serial('other agents in the conversation are seen, and whether they write', async (t) => {
  const [world, rich] = [makeWorld(), makeRich()]
  world.set(rich.head.id, rich)
  const { page, stub, complaints } = await tests.open(t, { world, path: 'inbox/all/50' })
  await page.getByText('Ben Okafor is writing').waitFor()
  rich.head = { ...rich.head, present: [{ id: '2', name: 'Ben Okafor', isTyping: false }] }
  stub.live.changed('50')
  await page.getByText('Ben Okafor looks at this, too').waitFor()
  await page.locator('#composer').press('a')
  await until('the server knows that Inês writes', async () => stub.typing.includes('50'))
  t.deepEqual(complaints, [])
})
