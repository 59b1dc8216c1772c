/** The sandbox page in a real browser, with the real pipeline on real servers. */
import test from 'ava'
import type { Page } from 'playwright-core'
import { until } from '../../helpers/until.ts'
import { kettle, runCoffeePage } from './coffee-page.ts'
import { openBrowser } from './open-browser.ts'
import { takeScreenshot } from './screenshot.ts'

test.serial('a customer chats, taps and comments, sees the replies, and the tables fill', async (t) => {
  const { graph, url } = await runCoffeePage(t)
  const { page, complaints } = await openBrowser(t, { url, viewport: { width: 1440, height: 900 } })

  t.regex(await page.locator('#greeting').innerText(), /^Hi Ada!/)
  await page.getByRole('button', { name: 'How many points do I have?' }).click()
  await bubble(page, 'You have 0 points').waitFor()

  await write(page, 'what is on the menu')
  await page.getByRole('button', { name: 'My favourite' }).first().click()
  await bubble(page, 'Noted, Flat White it is.').waitFor()
  await page.locator('[data-facts=profile] dd', { hasText: 'Flat White' }).waitFor()

  await page.locator('#offers').getByRole('button', { name: 'Find a shop' }).click()
  await page.locator('.bubble-row.by-page').nth(4).waitFor()
  await page.locator('.by-me', { hasText: 'Find a shop' }).getByText('Seen').waitFor()

  const post = page.locator('.post').first()
  await post.getByLabel('Comment on the post').fill('when are you open on Sunday?')
  await post.getByRole('button', { name: 'Comment', exact: true }).click()
  await post.locator('.said.by-page').first().waitFor()
  await post.getByText('React', { exact: true }).first().click()
  await takeScreenshot(t, { page, name: 'desktop-react' })
  await post.getByRole('button', { name: 'Love' }).first().click()
  await post.locator('summary[data-on=true]').waitFor()

  const wish = 'Oat milk in every shop, please!'
  await page.getByLabel('Write on the Page').fill(wish)
  await page.keyboard.press('Enter')
  await page.locator('.post').nth(1).waitFor()
  t.is(await page.locator('.post').first().locator('.words').first().innerText(), wish)
  const heart = page.locator('.by-page').last().getByRole('button', { name: 'React with love' })
  await heart.click()
  await page.locator('.heart[aria-pressed=true]').waitFor()

  await page.locator('.turn[data-outcome=answered] .meaning', { hasText: 'by local' }).first().waitFor()
  await page.locator('.outbound .chip.good').first().waitFor()
  await page.locator('[data-table=chanFacebookFeed] tbody tr', { hasText: wish }).waitFor()
  for (const table of ['interaction', 'chanFacebookMessenger', 'chanFacebookFeed'])
    await page.locator(`[data-table=${table}] tbody tr`).first().waitFor()
  await page.locator('[data-table=chanFacebookFeed] tbody tr', { hasText: 'love' }).waitFor()
  await page.getByText('none twice').waitFor()

  await takeScreenshot(t, { page, name: 'desktop-light' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await takeScreenshot(t, { page, name: 'desktop-dark' })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 900, height: 900 })
  await takeScreenshot(t, { page, name: 'tablet' })
  t.true(await fits(page))
  await page.setViewportSize({ width: 1920, height: 1000 })
  await page.locator('[data-table=chanFacebookMessenger] tbody tr').last().scrollIntoViewIfNeeded()
  await takeScreenshot(t, { page, name: 'wide' })
  t.true(await fits(page))

  const markup = '<img src="nowhere.png" onerror="alert(1)"> {{ profile.pId }}'
  await write(page, markup)
  await page.locator('.by-me .words', { hasText: markup }).waitFor()
  await page.getByRole('button', { name: 'Delete' }).first().click()
  await page.locator('.comment', { hasText: 'when are you open on Sunday?' }).waitFor({ state: 'detached' })
  await page.locator('[data-table=chanFacebookFeed] tbody tr', { hasText: 'remove' }).waitFor()
  t.deepEqual(complaints, [])
  t.deepEqual(graph.crashes, [])
  t.deepEqual(graph.ledger.duplicates(), [])
})

test.serial(
  'with lost responses and late echoes the page shows each reply once, and counts the faults',
  async (t) => {
    const { graph, untilIdle, url } = await runCoffeePage(t)
    const { page, complaints } = await openBrowser(t, { url, viewport: { width: 1440, height: 900 } })

    await page.getByRole('button', { name: 'Faults' }).last().click()
    await page.getByLabel('Response lost').check()
    await page.getByLabel('Echo late').check()
    await write(page, 'hello')
    await bubble(page, 'What can I do for you?').waitFor()
    await page.locator('[data-count=answer-lost]', { hasText: 'happened' }).waitFor()
    await takeScreenshot(t, { page, name: 'desktop-trouble' })
    await page.getByRole('button', { name: 'All off' }).click()
    await page.locator('[data-fault=answer-lost]:not(:checked)').waitFor()
    await write(page, 'how many points do I have')
    await bubble(page, 'You have 0 points').waitFor()
    await untilIdle()

    t.is(await bubble(page, 'What can I do for you?').count(), 1)
    t.is(await page.locator('#figure-twice').innerText(), '0')
    t.deepEqual(graph.ledger.duplicates(), [])
    t.deepEqual(complaints, [])
  },
)

test.serial('on a narrow phone each part fills the screen, and nothing is cut off', async (t) => {
  const { url } = await runCoffeePage(t)
  const { page, complaints } = await openBrowser(t, {
    url,
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
  })
  const views = page.getByRole('navigation', { name: 'Views' })

  await takeScreenshot(t, { page, name: 'phone-hello' })
  await write(page, 'hello')
  await bubble(page, 'What can I do for you?').waitFor()
  await page.locator('#offers').getByRole('button', { name: 'Menu' }).tap()
  await page.locator('.card').first().waitFor()
  await takeScreenshot(t, { page, name: 'phone-chat' })
  t.true(await fits(page))

  await views.getByRole('button', { name: 'Feed' }).tap()
  t.false(await page.locator('#chat-text').isVisible())
  const post = page.locator('.post').first()
  await post.getByLabel('Comment on the post').fill('do you have oat milk?')
  await post.getByRole('button', { name: 'Comment', exact: true }).tap()
  await post.locator('.said.by-page').first().waitFor()
  await takeScreenshot(t, { page, name: 'phone-feed' })
  t.true(await fits(page))

  await views.getByRole('button', { name: 'Data' }).tap()
  await page.locator('.turn[data-outcome=answered]').first().waitFor()
  await takeScreenshot(t, { page, name: 'phone-data' })
  t.true(await fits(page))

  await views.getByRole('button', { name: 'Faults' }).tap()
  await page.getByLabel('Graph down').waitFor()
  await takeScreenshot(t, { page, name: 'phone-trouble' })
  t.true(await fits(page))
  t.deepEqual(complaints, [])
})

test.serial(
  'with the keyboard alone a new customer is made, writes, taps a quick reply and is told of the response',
  async (t) => {
    const { graph, url } = await runCoffeePage(t)
    const { page, complaints } = await openBrowser(t, { url, viewport: { width: 1440, height: 900 } })

    await tabTo(page, '#new-person')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Mira Sol')
    await takeScreenshot(t, { page, name: 'desktop-new-customer' })
    await page.keyboard.press('Enter')
    await page.locator('#greeting', { hasText: 'Hi Mira!' }).waitFor()
    await tabTo(page, '#chat-text')
    await page.keyboard.type('hello')
    await page.keyboard.press('Enter')
    await bubble(page, 'Hello Mira! What can I do for you?').waitFor()
    await page
      .locator('#news', { hasText: `${kettle.name} writes: Hello Mira!` })
      .waitFor({ state: 'attached' })
    await page.keyboard.press('Shift+Tab')
    await tabTo(page, '#offers button', 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.locator('.by-me').nth(1).waitFor()
    await page.locator('.by-page').nth(1).waitFor()

    t.true(graph.people().some(({ name }) => name === 'Mira Sol'))
    t.deepEqual(await page.locator('main > section').evaluateAll((all) => all.map((each) => each.id)), [
      'feed',
      'chat',
      'rows',
      'trouble',
    ])
    t.deepEqual(complaints, [])
  },
)

test.serial('a text that cannot be sent stays in its field, and the page says so', async (t) => {
  const { url } = await runCoffeePage(t)
  const { page } = await openBrowser(t, { url })
  await page.context().setOffline(true)
  await write(page, 'are you there?')
  await page.locator('#alarm', { hasText: /That did not work|No connection/ }).waitFor()
  const field = page.locator('#chat-text')
  await until('the text is in the field again', async () => (await field.inputValue()) !== '')
  t.is(await field.inputValue(), 'are you there?')
  await page.context().setOffline(false)
  await page.keyboard.press('Enter')
  await page.locator('.by-me', { hasText: 'are you there?' }).waitFor()
})

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#chat-text').fill(text)
  await page.keyboard.press('Enter')
}

function bubble(page: Page, text: string) {
  return page.locator('.bubble-row.by-page', { hasText: text })
}

/** Whether the page is no wider than the screen. */
async function fits(page: Page): Promise<boolean> {
  return (await page.evaluate('document.documentElement.scrollWidth <= innerWidth')) === true
}

/** Presses Tab until the focus is there, and sees that it can be seen. */
async function tabTo(page: Page, selector: string, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    const there = `document.activeElement?.matches(${JSON.stringify(selector)})`
    if ((await page.evaluate(there)) === true) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not lead to ${selector}`)
}
