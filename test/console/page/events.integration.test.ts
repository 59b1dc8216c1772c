/** What happens between messages, in a real browser, before the stub of the server: each in plain words. */
import test from 'ava'
import type { Page } from 'playwright-core'
import { look } from './look.ts'
import { type ConsoleTests, phone, startConsoleTests } from './open-console.ts'
import { makeEvents } from './stub/rich-conversations.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

function world() {
  const made = makeWorld()
  const events = makeEvents()
  made.set(events.head.id, events)
  return made
}

/** Without their times. */
async function linesOf(page: Page): Promise<string[]> {
  await page.locator('.message.event').first().waitFor()
  const texts = await page.locator('.message.event p').allInnerTexts()
  return texts.map((text) => text.replace(/\s+[\d:]+(?: [ap]m)?$/i, '').trim())
}

test.serial('reactions, links, log-ins, orders and hand-overs are told in plain words', async (t) => {
  const { page, complaints } = await tests.open(t, { world: world(), path: 'inbox/all/54' })
  t.deepEqual(await linesOf(page), [
    'Ewa Sokolova came through an ad',
    'Ewa Sokolova reacted with 😮 to an earlier message',
    'Ewa Sokolova reacted with ❤️ to a post',
    'Ewa Sokolova logged in with a customer account',
    'Ewa Sokolova logged out of the customer account',
    'Ewa Sokolova came through a link',
    'Ewa Sokolova agreed to get messages',
    'Ewa Sokolova wants no more marketing messages',
    'Ewa Sokolova wants marketing messages again',
    'Ewa Sokolova placed an order',
    'The conversation was passed on.',
    'Another app took the conversation.',
    'Another app asked for the conversation.',
    'Ewa Sokolova filled in a form',
  ])
  for (const text of ['tapped a button', 'This message was unsent.', 'picture', 'No text'])
    await page.locator('.bubble', { hasText: text }).first().waitFor()
  await look(t, page)
  t.deepEqual(complaints, [])
})

test.serial('they are told in German too, and on a phone', async (t) => {
  const { page, complaints } = await tests.open(t, {
    world: world(),
    path: 'inbox/all/54',
    locale: 'de-DE',
    viewport: phone,
  })
  const lines = await linesOf(page)
  t.is(lines[1], 'Ewa Sokolova hat mit 😮 auf eine frühere Nachricht reagiert')
  t.is(lines[10], 'Das Gespräch wurde weitergegeben.')
  t.is(lines.length, 14)
  await look(t, page)
  t.deepEqual(complaints, [])
})
