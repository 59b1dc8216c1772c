/** A German browser: what the server says is German, too, and every screen has room for the longer words. */
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

const locale = 'de-DE'

function richWorld() {
  const world = makeWorld()
  for (const stored of [makeRich(), makeComments(), makeClosed()]) world.set(stored.head.id, stored)
  return world
}

test.serial('why, refused acts and saved replies are told in German', async (t) => {
  const { page, stub } = await tests.open(t, { world: richWorld(), path: 'inbox/waiting/100', locale })
  await page.locator('.thread .message').first().waitFor()
  await page.keyboard.press('w')
  const why = page.locator('.why')
  await why.getByText('Keine Szene des Storyboards passt dazu').waitFor()
  await why.getByText('Facebook hat es 2-mal geliefert').waitFor()
  await why.getByText('Verstanden von local: Absicht refund 0.41, dann opening_hours 0.22').waitFor()
  t.notRegex(await why.innerText(), /\b(?:the|no scene|interaction|outbound|customer)\b/)
  await look(t, page)
  await page.keyboard.press('Escape')

  stub.planned.push({ is: 'refused', reason: 'not_held', says: 'Nothing to do.' })
  await page.getByRole('button', { name: 'Übernehmen', exact: true }).click()
  await page.getByText('Nichts zu tun: Die Nachricht ist nicht mehr ungeklärt oder gescheitert.').waitFor()
  stub.world.delete('100')
  await page.getByRole('button', { name: 'Erledigt', exact: true }).click()
  await page.getByText('Dieses Gespräch gibt es nicht.').first().waitFor()

  await page.goto(`${stub.url}insights?show=not_understood`)
  await page.getByRole('button', { name: 'Texte gruppieren' }).click()
  await page.getByRole('button', { name: /parcel/ }).click()
  await page.getByText('Das Storyboard kennt alle diese Sätze schon.').waitFor()
})

test.serial('Health and a failed sign-in are told in German', async (t) => {
  const { page, stub } = await tests.open(t, { world: richWorld(), path: 'health', locale, role: 'admin' })
  await page.getByText('In diesen Stunden waren es in jeder der letzten Wochen 120 oder mehr.').waitFor()
  await page.getByText('STORYBOARD ist verschieden: coffee 4f1c2a90').waitFor()
  stub.state.isSignedIn = false
  await page.reload()
  await page.getByLabel('E-Mail').fill('ines@example.com')
  await page.getByLabel('Passwort').fill('falsch')
  await page.keyboard.press('Enter')
  await page.getByText('E-Mail oder Passwort ist falsch.').waitFor()
  t.is(new URL(page.url()).pathname, '/health')
})

for (const [name, viewport] of [
  ['desktop', desktop],
  ['phone', phone],
  ['narrow', narrow],
] as const)
  test.serial(`every screen fits in German on a ${name} screen`, async (t) => {
    const isPhone = name !== 'desktop'
    const { page, stub, complaints } = await tests.open(t, {
      world: richWorld(),
      path: 'inbox/waiting',
      viewport,
      locale,
      role: 'admin',
      ...(isPhone ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
    })
    await page.locator('.item').first().waitFor()
    await look(t, page)
    for (const [path, ready] of [
      ['inbox/waiting/100', '.thread .message'],
      ['inbox/waiting/51', '.thread .message'],
      ['inbox/all/50', '.thread .message'],
      ['customers', '.shell h2'],
      ['customers/p100', '.timeline li'],
      ['insights', 'rect.mark'],
      ['health', '.troubles li'],
    ] as const) {
      await page.goto(stub.url + path)
      await page.locator(ready).first().waitFor({ state: 'attached' })
      if (isPhone) t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path)
      else await look(t, page)
    }
    t.deepEqual(complaints, [])
  })
