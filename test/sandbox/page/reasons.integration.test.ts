/** The sandbox page says why there is no reply, and offers only what works. */
import test from 'ava'
import { kettle, runCoffeePage } from './coffee-page.ts'
import { openBrowser } from './open-browser.ts'
import { takeScreenshot } from './screenshot.ts'

test.serial('a message and a comment without a reply say why', async (t) => {
  const { url } = await runCoffeePage(t)
  const { page, complaints } = await openBrowser(t, { url, viewport: { width: 1440, height: 900 } })
  await page.getByRole('button', { name: 'Faults' }).last().click()
  await page.getByLabel('Write in this chat as an agent').fill('An agent here')
  await page.keyboard.press('Enter')
  await page.locator('.by-page', { hasText: 'An agent here' }).first().waitFor()
  await page.locator('#chat-text').fill('what is on the menu')
  await page.keyboard.press('Enter')
  await page.locator('.by-me .why', { hasText: 'No reply: an agent controls the thread' }).waitFor()
  await page.locator('#post-text').fill('Lovely weather')
  await page.keyboard.press('Enter')
  const post = page.locator('.post').last()
  await post.getByLabel('Comment on the post').fill('qwertz')
  await post.getByRole('button', { name: 'Comment', exact: true }).click()
  await post.locator('.notes', { hasText: 'No reply: no scene of the storyboard' }).waitFor()
  await takeScreenshot(t, { page, name: 'desktop-no-reply' })
  t.deepEqual(complaints, [])
})

test.serial('offers the Pages whose bot replies, and the customers that no transcript made', async (t) => {
  const { graph, url } = await runCoffeePage(t, [{ id: '100200300400501', name: 'Over', token: 'EAAB-over' }])
  const over = graph.page('100200300400501')
  if (over === undefined) return t.fail('two Pages')
  over.subscribedFields = undefined
  for (let made = 1; made <= 60; made += 1) graph.createPerson({ name: `Customer ${made}`, isScripted: true })
  const { page } = await openBrowser(t, { url })
  t.deepEqual(await page.getByLabel('You are').locator('option').allTextContents(), [
    'Ada Winter',
    'Jonas Berg',
  ])
  t.deepEqual(await page.locator('#page option').allTextContents(), [kettle.name])
  await page.goto(`${url}#page=${over.id}`)
  await page.reload()
  await page.locator('#chat-status', { hasText: 'its workers have ended' }).waitFor()
})

test.serial('the name of a customer who cannot be made stays in the form', async (t) => {
  const { url } = await runCoffeePage(t)
  const { page } = await openBrowser(t, { url })
  await page.context().setOffline(true)
  await page.locator('#new-person').click()
  await page.locator('#person-name').fill('Mira Sol')
  await page.keyboard.press('Enter')
  await page.locator('#alarm', { hasText: /That did not work|No connection/ }).waitFor()
  await page.locator('#new-person').click()
  t.is(await page.locator('#person-name').inputValue(), 'Mira Sol')
})
