/** The one private reply of a comment, in a real browser, before the stub of the server. */
import test from 'ava'
import { look } from './look.ts'
import { type ConsoleTests, startConsoleTests } from './open-console.ts'
import { makeComments } from './stub/rich-conversations.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

test.serial('a private reply is offered once for a comment, and not after seven days', async (t) => {
  const world = makeWorld()
  const comments = makeComments()
  world.set(comments.head.id, comments)
  const { page, complaints } = await tests.open(t, { world, path: 'inbox/waiting/51' })
  const comment = (text: string) => page.locator('.message.theirs', { hasText: text })
  const offer = (text: string) => comment(text).getByRole('button', { name: 'Private reply' })
  await comment('Do you grind beans, too?').getByText('Too old for a private reply').waitFor()
  await comment('My order never came').getByText('Has its private reply').waitFor()
  t.is(await offer('Do you grind beans, too?').count(), 0)
  t.is(await offer('My order never came').count(), 0)
  await look(t, page)

  const field = page.locator('#composer')
  await offer('Is this decaf?').click()
  await field.fill('We write to you here.')
  await page.keyboard.press('Enter')
  await comment('Is this decaf?').getByText('Has its private reply').waitFor()
  await comment('Is this decaf?').getByRole('button', { name: 'Reply in public' }).click()
  await page.locator('.composer-aim').getByText('Is this decaf?').waitFor()
  t.is(await page.locator('.composer-aim').getByRole('button', { name: 'Private reply' }).count(), 0)

  await page.locator('.by-agent').getByRole('button', { name: 'Undo' }).click()
  await offer('Is this decaf?').waitFor()
  t.deepEqual(complaints, [])
})

test.serial('a text for a private reply that another agent sent first stays, and says why', async (t) => {
  const world = makeWorld()
  const comments = makeComments()
  world.set(comments.head.id, comments)
  const { page, stub, complaints } = await tests.open(t, { world, path: 'inbox/waiting/51' })
  await page
    .locator('.message.theirs', { hasText: 'Is this decaf?' })
    .getByRole('button', { name: 'Private reply' })
    .click()
  const field = page.locator('#composer')
  await field.fill('Let us look at it.')
  comments.messages = comments.messages.map((one) =>
    one.commentId === 'c1' && one.privateReply !== undefined
      ? { ...one, privateReply: { ...one.privateReply, isTaken: true } }
      : one,
  )
  stub.live.changed('51')
  await page.locator('.block', { hasText: 'The comment has its one private reply.' }).waitFor()
  await page.keyboard.press('Enter')
  t.deepEqual(stub.acts, [])
  t.is(await field.inputValue(), 'Let us look at it.')
  t.deepEqual(complaints, [])
})
