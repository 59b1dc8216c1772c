/** Every act of an agent, in a real browser, before the stub of the server. */
import test from 'ava'
import type { Act } from '../../../console/api/acts.ts'
import type { Page } from 'playwright-core'
import { until } from '../../helpers/until.ts'
import { type ConsoleTests, startConsoleTests } from './open-console.ts'
import { makeClosed, makeComments, makeRich } from './stub/rich-conversations.ts'
import { password, type Stub } from './stub/stub-server.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

/** The acts that the server got since the last look, without their keys. */
function createActReader(stub: Stub) {
  let read = 0
  return async function nextActs(count = 1): Promise<unknown[]> {
    await until(`${count} more acts reach the server`, async () => stub.acts.length >= read + count)
    const found = stub.acts.slice(read)
    read = stub.acts.length
    return found.map(({ act }) => withoutKey(act))
  }
}

function withoutKey(act: Act): object {
  return Object.fromEntries(Object.entries(act).filter(([name]) => name !== 'key'))
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page) => page.locator('#composer')

test.serial('an agent signs in, opens the longest wait and replies', async (t) => {
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
  await field(page).fill('I look at it now, Mira.')
  await page.keyboard.press('Enter')
  await page.locator('.by-agent', { hasText: 'I look at it now, Mira.' }).waitFor()
  await until('the server has the reply', async () => stub.acts.length === 1)
  const { key = '', ...act } = stub.acts[0]?.act ?? {}
  t.regex(key, /^[\w-]{16,64}$/)
  t.deepEqual(act, { act: 'reply', text: 'I look at it now, Mira.' })
  stub.settle('100')
  await page.locator('.by-agent').getByText('Read').waitFor()
  t.is(await page.locator('.by-agent').count(), 1)
  t.is(await field(page).inputValue(), '')
  t.deepEqual(
    complaints.filter((text) => !text.includes('401')),
    [],
  )
})

test.serial('taking over, giving back, assigning, noting and marking as done', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
  const nextActs = createActReader(stub)
  await button(page, 'Take over').click()
  t.deepEqual(await nextActs(2), [{ act: 'take_over' }, { act: 'assign', to: '1' }])
  await page.getByText('You have it').waitFor()
  await button(page, 'Give back to the bot').click()
  t.deepEqual(await nextActs(), [{ act: 'give_back' }])
  await page.locator('.control', { hasText: 'The bot replies' }).waitFor()
  await page.getByLabel('Assigned to').selectOption({ label: 'Ben Okafor' })
  t.deepEqual(await nextActs(), [{ act: 'assign', to: '2' }])
  await field(page).fill('A reply to be')
  await button(page, 'Note').click()
  t.is(await field(page).inputValue(), '', 'a note is no reply')
  await field(page).fill('Refund is on its way')
  await button(page, 'Reply').click()
  t.is(await field(page).inputValue(), 'A reply to be')
  await button(page, 'Note').click()
  t.is(await field(page).inputValue(), 'Refund is on its way')
  await button(page, 'Add note').click()
  await page.waitForFunction("document.querySelector('.composer textarea').value === 'A reply to be'")
  await field(page).fill('')
  t.deepEqual(await nextActs(), [{ act: 'note', text: 'Refund is on its way' }])
  await page.locator('.thread .note:not(.local)', { hasText: 'Refund is on its way' }).waitFor()
  t.is(await page.locator('.customer .notes li').count(), 1)

  await page.getByRole('link', { name: /Jonas Berg/ }).click()
  await page.locator('.thread').getByText('Ich stehe vor der Tür').waitFor()
  await button(page, 'Done').click()
  t.deepEqual(await nextActs(), [{ act: 'mark_done' }])
  await page.waitForURL('**/inbox/waiting/102')
  await page.getByRole('link', { name: /Jonas Berg/ }).waitFor({ state: 'detached' })
  t.is(await page.locator('[data-count=done]').innerText(), '1')
  t.deepEqual(complaints, [])
})

test.serial(
  'a comment is answered, liked, hidden, shown again, and deleted only after a question',
  async (t) => {
    const world = makeWorld()
    const comments = makeComments()
    world.set(comments.head.id, comments)
    const { page, stub, complaints } = await tests.open(t, { world, path: 'inbox/waiting/51' })
    const nextActs = createActReader(stub)
    const last = page.locator('[data-message]', { hasText: 'Where can I buy it in Leipzig?' })
    await last.waitFor()

    await field(page).fill('At the market hall.')
    await page.keyboard.press('Enter')
    t.deepEqual(await nextActs(), [{ act: 'reply_in_public', commentId: 'c5', text: 'At the market hall.' }])
    const decaf = page.locator('[data-message]', { hasText: 'Is this decaf?' })
    await decaf.getByRole('button', { name: 'Private reply' }).click()
    await page.locator('#composer:focus').waitFor()
    await page.keyboard.type('We write to you here.')
    await page.keyboard.press('Enter')
    t.deepEqual(await nextActs(), [
      { act: 'reply_in_private', commentId: 'c1', text: 'We write to you here.' },
    ])

    await last.getByRole('button', { name: 'Like' }).click()
    t.deepEqual(await nextActs(), [{ act: 'like', commentId: 'c5' }])
    await last.getByRole('button', { name: 'Like' }).waitFor({ state: 'detached' })
    await last.getByRole('button', { name: 'Hide' }).click()
    await last.getByText('Hidden').waitFor()
    await last.getByRole('button', { name: 'Unhide' }).click()
    await last.getByText('Hidden').waitFor({ state: 'detached' })
    t.deepEqual(await nextActs(2), [
      { act: 'hide', commentId: 'c5' },
      { act: 'unhide', commentId: 'c5' },
    ])

    const dialog = page.getByRole('dialog', { name: 'Delete this comment?' })
    await last.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    t.is(stub.acts.length, 5)
    await last.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByRole('button', { name: 'Delete for everyone' }).click()
    t.deepEqual(await nextActs(), [{ act: 'delete', commentId: 'c5' }])
    await last.waitFor({ state: 'detached' })
    t.is(await page.getByText('This comment was removed.').count(), 2)
    t.deepEqual(complaints, [])
  },
)

test.serial('what is held or failed is sent again, marked as sent, or dropped', async (t) => {
  const world = makeWorld()
  for (const stored of [makeRich(), makeClosed()]) world.set(stored.head.id, stored)
  const { page, stub, complaints } = await tests.open(t, { world, path: 'inbox/trouble/50' })
  const nextActs = createActReader(stub)
  const held = page.locator('[data-message=o803]')
  await held.getByText('Held: nobody knows whether it was sent.').waitFor()
  await held.getByRole('button', { name: 'It was sent' }).click()
  await held.getByText('Held').waitFor({ state: 'detached' })
  const failed = page.locator('[data-message=o804]')
  await failed.getByText('Facebook has trouble.').waitFor()
  await failed.getByRole('button', { name: 'Send again' }).click()
  await failed.getByText('Waits to be sent').waitFor()
  t.deepEqual(await nextActs(2), [
    { act: 'mark_sent', outboundId: '803' },
    { act: 'resend', outboundId: '804' },
  ])

  await page.goto(`${stub.url}inbox/all/53`)
  await page.getByText('the customer has to write first').first().waitFor()
  await field(page).fill('Too late')
  await page.keyboard.press('Enter')
  await button(page, 'Note').click()
  await button(page, 'Add note').click()
  t.deepEqual(await nextActs(), [{ act: 'note', text: 'Too late' }])
  t.deepEqual(complaints, [])
})

test.serial('a reply is taken back before it leaves, and its text returns', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/100' })
  const nextActs = createActReader(stub)
  await field(page).fill('Sent too soon')
  await page.keyboard.press('Enter')
  await page
    .locator('.notice.undo')
    .getByText(/^Leaves in \d s$/)
    .waitFor()
  await nextActs()
  await page.locator('.notice.undo').getByRole('button', { name: 'Undo' }).click()
  t.deepEqual(await nextActs(), [{ act: 'undo', outboundId: '9001' }])
  await page.locator('.by-agent').waitFor({ state: 'detached' })
  await until('the text is in the field', async () => (await field(page).inputValue()) === 'Sent too soon')

  stub.planned.push({ is: 'refused', reason: 'window_closed', says: 'closed' })
  await field(page).focus()
  await page.keyboard.press('Enter')
  const refused = page.locator('[data-local=refused]')
  await refused.getByText('The 24-hour window is closed.').waitFor()
  await refused.getByRole('button', { name: 'Edit again' }).click()
  await refused.waitFor({ state: 'detached' })
  await until(
    'the text is in the field again',
    async () => (await field(page).inputValue()) === 'Sent too soon',
  )
  t.deepEqual(complaints, [])
})

test.serial('a saved reply fills in the names, and a picture goes along', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/101' })
  const nextActs = createActReader(stub)
  await field(page).fill('Hello {first_name}, {agent} of {page} here.')
  await button(page, 'Saved replies').click()
  await button(page, 'Save this text as a reply').click()
  await page.keyboard.press('Escape')
  await field(page).fill('')
  await field(page).press('/')
  await page.getByRole('searchbox', { name: 'Saved replies' }).fill('hello')
  await page.keyboard.press('Enter')
  t.is(await field(page).inputValue(), 'Hello Jonas, Inês Costa of Copper Kettle Coffee here.')
  await button(page, 'Picture from the web').click()
  const picture = `${stub.url}assets/picture.png`
  await page.getByLabel('Address of a picture').fill(picture)
  await button(page, 'Send').click()
  t.deepEqual(await nextActs(), [
    { act: 'reply', text: 'Hello Jonas, Inês Costa of Copper Kettle Coffee here.', pictureUrl: picture },
  ])
  await page.locator('.by-agent').waitFor()
  t.deepEqual(
    complaints.filter((text) => !text.includes('404')),
    [],
  )
})

test.serial('a viewer reads and is offered no act', async (t) => {
  const { page, stub, complaints } = await tests.open(t, {
    world: makeWorld(),
    role: 'viewer',
    path: 'inbox/waiting/100',
  })
  await page.getByText('To reply, you need the role “agent”.').waitFor()
  t.is(await field(page).count(), 0)
  t.is(await button(page, 'Take over').count(), 0)
  for (const key of ['t', 'd', 'b', 'm', 'r', 'n', 'w']) await page.keyboard.press(key)
  await page.keyboard.press('j')
  await page.waitForURL('**/inbox/waiting/101')
  t.deepEqual(stub.acts, [])
  t.deepEqual(complaints, [])
})
