/** A shift of an agent: 50 conversations without a mouse. And how long the page takes to draw what a key did. */
import test from 'ava'
import { until } from '../../helpers/until.ts'
import { type ConsoleTests, startConsoleTests } from './open-console.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

/** Durations of key presses until the next paint, ms, as the browser measures them. */
const observe = `
  window.shift = []
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (/^key/.test(name)) window.shift.push(duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
`

test.serial('an agent answers 50 customers with the keyboard alone', async (t) => {
  const { page, stub, complaints } = await tests.open(t, { world: makeWorld({ many: 50 }) })
  const { keyboard } = page
  const mouse: string[] = []
  await page.exposeFunction('noteMouse', (what: string) => mouse.push(what))
  await page.evaluate(
    "for (const name of ['pointerdown', 'mousemove', 'touchstart']) addEventListener(name, () => noteMouse(name), true)",
  )
  await page.evaluate(observe)
  await page.locator('.item').nth(40).waitFor()
  const total = Number(await page.locator('[data-count=waiting]').innerText())
  t.is(total, 53)
  await keyboard.press('j')
  await keyboard.press('Enter')
  for (let done = 0; done < 50; done += 1) {
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await page.locator(`.thread [data-message]`).first().waitFor()
    if (done % 5 === 0) await keyboard.press('t')
    if (done % 7 === 0) {
      await keyboard.press('n')
      await page.locator('#composer:focus').waitFor()
      await keyboard.type('Called')
      await keyboard.press('Enter')
      await keyboard.press('Escape')
    }
    await keyboard.press('r')
    await page.locator('#composer:focus').waitFor()
    await keyboard.type(`Ok ${done}`)
    await keyboard.press('Enter')
    await keyboard.press('Escape')
    if (done === 20) {
      await until('the reply can be taken back', async () => stub.acts.at(-1)?.act.act === 'reply')
      await keyboard.press('u')
      await until('it was taken back', async () => stub.acts.at(-1)?.act.act === 'undo')
      await page.locator('#composer:focus').waitFor()
      await keyboard.press('Escape')
    }
    await keyboard.press('d')
    await page.waitForURL((url) => !url.pathname.endsWith(`/${id}`))
  }
  // The page goes on at once; the acts follow it.
  const marked = await until('all are marked', () => {
    const ids = stub.acts.flatMap(({ id, act }) => (act.act === 'mark_done' ? [id] : []))
    return ids.length === 50 && ids
  })
  t.is(new Set(marked).size, 50)
  const replies = stub.acts.flatMap(({ id, act }) => (act.act === 'reply' ? [id] : []))
  t.deepEqual(replies.toSorted(), marked.toSorted())
  await page.locator('[data-count=waiting]', { hasText: /^3$/ }).waitFor()
  t.is(stub.acts.filter(({ act }) => act.act === 'take_over').length, 10)
  t.is(stub.acts.filter(({ act }) => act.act === 'note').length, 8)

  const slow = await page.evaluate<number[]>('window.shift')
  const sorted = slow.toSorted((a, b) => a - b)
  const share = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0
  t.log(`keys to next paint: ${sorted.length} of 16 ms or more; p50 ${share(0.5)} ms, p99 ${share(0.99)} ms`)
  t.deepEqual(mouse, [])
  t.deepEqual(complaints, [])
})

test.serial(
  'every state, the search, a filter and the settings are reached by keys, which can be switched off',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting' })
    const { keyboard } = page
    await page.locator('.item').first().waitFor()
    for (const [key, state] of [
      ['u', 'not_understood'],
      ['t', 'trouble'],
      ['c', 'window_closing'],
      ['g', 'agent'],
      ['b', 'bot'],
      ['d', 'done'],
      ['a', 'all'],
      ['w', 'waiting'],
    ] as const) {
      await keyboard.press('g')
      await keyboard.press(key)
      await page.waitForURL(`**/inbox/${state}`)
    }
    await keyboard.press('/')
    await keyboard.type('gone since')
    await page.waitForURL('**/inbox/waiting?text=gone+since')
    await until('one is found', async () => (await page.locator('.item').count()) === 1)
    await keyboard.press('Escape')
    await keyboard.press('j')
    await keyboard.press('Enter')
    await page.waitForURL('**/inbox/waiting/102?text=gone+since')
    await page.locator('.thread .message').first().waitFor()
    await keyboard.press('e')
    await page.locator('.message:focus').waitFor()
    await keyboard.press('Tab')
    t.is(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'Why')
    await keyboard.press('Enter')
    await page.locator('.why').getByText('What would change it').waitFor()
    await keyboard.press('Escape')
    await keyboard.press('Escape')
    await page.waitForURL('**/inbox/waiting?text=gone+since')

    // From the top: the links that skip, then the states, then the settings.
    await page.goto(`${stub.url}inbox/waiting`)
    await page.locator('.item').first().waitFor()
    await keyboard.press('Tab')
    t.is(await page.evaluate('document.activeElement.innerText'), 'Skip to the list')
    await keyboard.press('Enter')
    await keyboard.press('Tab')
    t.is(await page.evaluate('document.activeElement.innerText'), 'Only mine')
    await keyboard.press('Tab')
    t.is(await page.evaluate('document.activeElement.id'), 'search')
    await page.getByRole('button', { name: /Settings/ }).focus()
    await keyboard.press('Enter')
    await page.getByRole('switch', { name: 'Keys for everything' }).focus()
    await keyboard.press('Space')
    await keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await keyboard.press('?')
    await keyboard.press('g')
    await keyboard.press('a')
    t.is(await page.getByRole('dialog').count(), 0)
    t.is(new URL(page.url()).pathname, '/inbox/waiting')
    t.deepEqual(complaints, [])
  },
)
