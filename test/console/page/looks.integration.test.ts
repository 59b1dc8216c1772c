/** Every screen by day and by night, on a desktop and on phones: checked by axe, and its picture taken. */
import test from 'ava'
import { look } from './look.ts'
import { type ConsoleTests, desktop, narrow, phone, startConsoleTests } from './open-console.ts'
import { makeClosed, makeComments, makeRich } from './stub/rich-conversations.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

function richWorld() {
  const world = makeWorld()
  for (const stored of [makeRich(), makeComments(), makeClosed()]) world.set(stored.head.id, stored)
  return world
}

test.serial('sign-in, the Inbox and conversations have no finding on a desktop', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: richWorld(), path: 'inbox/waiting' })
  await page.locator('.item').first().waitFor()
  await look(t, page)
  for (const [path, name] of [
    ['inbox/waiting/100', 'desktop'],
    ['inbox/all/50', 'desktop-messages'],
    ['inbox/waiting/51', 'desktop-comments'],
    ['inbox/agent/109', undefined],
    ['inbox/all/53', undefined],
  ] as const) {
    await page.goto(stub.url + path)
    await page.locator('.thread .message').first().waitFor()
    await look(t, page, name)
  }
  await page.goto(`${stub.url}inbox/done`)
  await page.getByText('Nothing is done yet').waitFor()
  await look(t, page)
  stub.state.isSignedIn = false
  await page.reload()
  await page.getByLabel('Password').waitFor()
  await look(t, page)
  t.deepEqual(
    complaints.filter((text) => !text.includes('401')),
    [],
  )
})

test.serial('panels and dialogs have no finding', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: richWorld(), path: 'inbox/waiting/100' })
  await page.locator('.thread .message').first().waitFor()
  await page.keyboard.press('w')
  await page.getByText('What would change it').waitFor()
  await look(t, page, 'desktop-why')
  await page.keyboard.press('Escape')
  await page.locator('.why').waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await look(t, page, 'desktop-keys')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /Settings/ }).click()
  await look(t, page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Filters' }).click()
  await look(t, page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Saved replies' }).click()
  await look(t, page)
  await page.keyboard.press('Escape')
  await page.goto(`${stub.url}inbox/waiting/51`)
  await page.getByRole('button', { name: 'Delete' }).first().click()
  await look(t, page)
  await page.keyboard.press('Escape')
  stub.state.isDown = true
  stub.live.close()
  await page.getByText('No connection.').waitFor()
  await look(t, page)
  t.deepEqual(
    complaints.filter((text) => !/Failed to load|ERR_/.test(text)),
    [],
  )
})

for (const [name, viewport] of [
  ['phone', phone],
  ['narrow', narrow],
] as const)
  test.serial(`on a ${name} screen everything fits, and has no finding`, async (t) => {
    const { page, stub, complaints } = await tests.open(t, {
      world: richWorld(),
      path: 'inbox/waiting',
      viewport,
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    })

    await page.locator('.item').first().waitFor()
    await look(t, page, name === 'phone' ? 'phone-list' : undefined)
    await page.locator('.item').first().tap()
    await page.locator('.thread .message').first().waitFor()
    t.false(await page.locator('.list-pane').isVisible())
    await page.locator('#conversation:focus').waitFor()
    await page.getByRole('button', { name: 'Customer’s data' }).tap()
    await page.locator('.customer').waitFor()
    await look(t, page)
    await page.getByRole('button', { name: 'Close' }).tap()
    await page.getByRole('link', { name: 'Back to the list' }).tap()
    await page.locator('.item[data-id="100"]:focus').waitFor()
    for (const [path, what] of [
      ['inbox/all/50', 'messages'],
      ['inbox/waiting/51', 'comments'],
    ] as const) {
      await page.goto(stub.url + path)
      await page.locator('.thread .message').first().waitFor()
      await look(t, page, name === 'phone' && what === 'messages' ? 'phone-messages' : undefined)
    }
    t.deepEqual(complaints, [])
  })

test.serial('at 200 % everything is there, and with forced colours too', async (t) => {
  // 1280 × 800 at 200 % has 640 × 400 CSS pixels.
  const { page, complaints } = await tests.open(t, {
    world: richWorld(),
    path: 'inbox/all/50',
    viewport: { width: desktop.width / 2, height: desktop.height / 2 },
    forcedColors: 'active',
  })
  await page.locator('.thread .message').first().waitFor()
  await look(t, page)
  t.true(await page.locator('#composer').isVisible())
  t.true(await page.getByRole('button', { name: 'Send', exact: true }).isVisible())
  t.deepEqual(complaints, [])
})

test.serial('the page speaks German to a German browser, and can be switched', async (t) => {
  const { page, complaints } = await tests.open(t, {
    world: richWorld(),
    path: 'inbox/waiting/100',
    locale: 'de-DE',
  })
  await page.getByText(/Wartet seit \d+ Minuten auf das Team/).waitFor()
  t.is(await page.evaluate('document.documentElement.lang'), 'de')
  await look(t, page, 'desktop-german')
  await page.getByRole('button', { name: /Einstellungen/ }).click()
  await page.getByLabel('Sprache').selectOption('en')
  await page.keyboard.press('Escape')
  await page.getByText(/Waits for an agent for \d+ minutes/).waitFor()
  await page.reload()
  await page.getByText(/Waits for an agent for \d+ minutes/).waitFor()
  t.deepEqual(complaints, [])
})
