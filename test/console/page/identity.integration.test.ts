/** Who is who: proposals, merging, links, export and forgetting, in a real browser, before the stub of the server. */
import { readFileSync } from 'node:fs'
import test from 'ava'
import type { Page } from 'playwright-core'
import { until } from '../../helpers/until.ts'
import { look } from './look.ts'
import { type ConsoleTests, narrow, phone, startConsoleTests } from './open-console.ts'
import { makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

/** Moves the focus by Tab until it is on a control with this text. */
async function tabTo(page: Page, text: string): Promise<void> {
  await until(`the focus to reach ${text}`, async () => {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    if ((await focused.count()) === 0) return false
    return (await focused.innerText()).trim().startsWith(text)
  })
}

test.serial(
  'two customers are merged as the preview says, and taken apart again, by keyboard alone',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'customers/p100' })
    await page.getByRole('heading', { name: 'Mira Sol' }).waitFor()
    await tabTo(page, 'Merge')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Merge with another customer' }).waitFor()
    const dialog = page.getByRole('dialog')
    await page.keyboard.type('berg')
    await dialog.getByRole('radio', { name: /Jonas Berg.*customer101@example.org/ }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await dialog.getByText('2 customers → 1 customer').waitFor()
    await dialog.getByText('from the brand, import').waitFor()
    t.deepEqual(await dialog.locator('.values dt').allInnerTexts(), ['City', 'E-mail'])
    t.deepEqual(await dialog.locator('.people .key').allInnerTexts(), ['p100', 'p101', 'p100'])
    await look(t, page, 'merge')
    t.deepEqual(stub.identity.asked, [])
    await tabTo(page, 'Merge them')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'The customers are merged' }).getByText('Done.').waitFor()
    t.deepEqual(stub.identity.asked, [{ act: 'merge', pId: 'p100', otherPId: 'p101' }])
    await look(t, page)
    await tabTo(page, 'Undo')
    await page.keyboard.press('Enter')
    await until('the merge is taken back', async () => await Promise.resolve(stub.identity.merged.size === 0))
    t.deepEqual(stub.identity.asked.at(-1), { act: 'unlink', linkId: '501' })
    await page.getByRole('dialog', { name: 'The link is taken away' }).getByText('Done.').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    t.deepEqual(complaints, [])
  },
)

test.serial('proposals have a place of their own, and are accepted and refused', async (t) => {
  const { page, stub, complaints } = await tests.open(t, {
    world: makeWorld(),
    path: 'customers',
    viewport: phone,
  })
  await page.getByRole('link', { name: 'Proposals' }).click()
  await page.waitForURL('**/customers?show=proposals')
  await page.locator('.proposals > li').nth(1).waitFor()
  await look(t, page, 'proposals')
  await page.getByRole('button', { name: 'Accept … 31' }).click()
  const accepting = page.getByRole('dialog', { name: 'Accept what the customer said?' })
  await accepting.getByText('2 customers → 1 customer').waitFor()
  await look(t, page)
  await accepting.getByRole('button', { name: 'Accept', exact: true }).click()
  const accepted = page.getByRole('dialog', { name: 'The proposal is accepted' })
  await accepted.getByText('Done.').waitFor()
  await look(t, page)
  await accepted.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Accept … 31' }).waitFor({ state: 'detached' })

  stub.identity.refusing.push('not_waiting')
  await page.getByRole('button', { name: 'Refuse … 32' }).click()
  const refusing = page.getByRole('dialog', { name: 'Refuse what the customer said?' })
  await refusing.getByRole('button', { name: 'Refuse', exact: true }).click()
  const failed = page.getByRole('dialog', { name: 'This did not work' })
  await failed.getByText('it was accepted or refused').waitFor()
  await failed.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Refuse … 32' }).click()
  await refusing.getByRole('button', { name: 'Refuse', exact: true }).click()
  const refused = page.getByRole('dialog', { name: 'The proposal is refused' })
  await refused.getByText('Done.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('No proposal waits').waitFor()
  await look(t, page)
  t.deepEqual(complaints, [])
})

test.serial(
  'a proposal that was refused is proposed again: at once, and later from its customer',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, {
      world: makeWorld(),
      path: 'customers?show=proposals',
    })
    await page.getByRole('button', { name: 'Refuse … 32' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Refuse', exact: true }).click()
    await dialog.getByRole('button', { name: 'Undo' }).click()
    const back = page.getByRole('dialog', { name: 'The proposal waits again' })
    await back.getByText('Done.').waitFor()
    t.deepEqual(stub.identity.asked, [
      { act: 'refuse', linkId: '32' },
      { act: 'restore', linkId: '32' },
    ])
    await look(t, page)
    await back.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('dialog', { name: 'The proposal is refused' }).getByText('Done.').waitFor()
    t.deepEqual(stub.identity.asked.at(-1), { act: 'refuse', linkId: '502' })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Refuse … 502' }).waitFor({ state: 'detached' })

    await page.goto(`${stub.url}customers/p100`)
    await page.getByRole('button', { name: 'Propose again … 502' }).click()
    await page.getByRole('dialog', { name: 'Propose it again?' }).getByText('Nothing else changes').waitFor()
    await look(t, page)
    await dialog.getByRole('button', { name: 'Propose again', exact: true }).click()
    await page.getByRole('dialog', { name: 'The proposal waits again' }).getByText('Done.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Refuse … 504' }).waitFor()
    t.is(await page.getByRole('button', { name: 'Propose again' }).count(), 0)
    t.deepEqual(complaints, [])
  },
)

test.serial('an id is linked, and a link unlinked; what cannot be done says why', async (t) => {
  const { page, stub, complaints } = await tests.open(t, {
    world: makeWorld(),
    path: 'customers/p100',
    viewport: narrow,
    locale: 'de-DE',
  })
  await page.getByRole('button', { name: 'Kennung verknüpfen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Eine Kennung mit diesem Kunden verknüpfen' })
  await dialog.getByLabel('Art der Kennung').selectOption('customer')
  await dialog.getByRole('textbox', { name: 'Kundennummer' }).fill('4711')
  await dialog.getByRole('button', { name: 'Zeigen, was sich ändert' }).click()
  await dialog.getByText('2 Kunden → 1 Kunde').waitFor()
  await look(t, page)
  stub.identity.refusing.push('forgotten')
  await dialog.getByRole('button', { name: 'Verknüpfen', exact: true }).click()
  await dialog.getByText('gehört einem Kunden, der vergessen wurde').waitFor()
  t.deepEqual(stub.identity.asked, [{ act: 'link', pId: 'p100', kind: 'customer', value: '4711' }])
  await dialog.getByRole('textbox', { name: 'Kundennummer' }).fill('4712')
  await dialog.getByRole('button', { name: 'Zeigen, was sich ändert' }).click()
  await dialog.getByRole('button', { name: 'Verknüpfen', exact: true }).click()
  await page.getByRole('dialog', { name: 'Die Kennung ist verknüpft' }).getByText('Erledigt.').waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Trennen … 502' }).click()
  const parting = page.getByRole('dialog', { name: 'Diese Verknüpfung trennen?' })
  await parting.getByText('1 Kunde → 2 Kunden').waitFor()
  await look(t, page)
  await parting.getByRole('button', { name: 'Trennen', exact: true }).click()
  const parted = page.getByRole('dialog', { name: 'Die Verknüpfung ist getrennt' })
  await parted.getByRole('button', { name: 'Zurücknehmen' }).waitFor()
  t.deepEqual(stub.identity.asked.at(-1), { act: 'unlink', linkId: '502' })
  t.deepEqual(complaints, [])
})

test.serial(
  'an admin exports a customer, and forgets one by typing a word; every page drops them',
  async (t) => {
    const { page, stub, complaints, openTab } = await tests.open(t, {
      world: makeWorld(),
      role: 'admin',
      path: 'customers/p100',
    })
    const other = await openTab('inbox/all/100')
    await other.locator('.thread .message').first().waitFor()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    const download = await downloading
    t.is(download.suggestedFilename(), 'customer.json')
    t.like(JSON.parse(readFileSync(await download.path(), 'utf8')), { pId: 'p100' })

    await page.getByRole('button', { name: 'Forget' }).click()
    await page.getByRole('dialog', { name: 'Forget this customer?' }).waitFor()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('hashes of the ids').waitFor()
    await look(t, page, 'forget')
    await page.keyboard.press('Tab')
    await page.keyboard.type('delete')
    await page.keyboard.press('Enter')
    await dialog.getByText('Type the word “forget”').waitFor()
    await look(t, page)
    t.true([...stub.world.values()].some(({ head }) => head.pId === 'p100'))
    await dialog.getByRole('textbox').fill('forget')
    await page.keyboard.press('Enter')
    await dialog.getByText('A worker removes the rest').waitFor()
    await other.locator('.thread .message').first().waitFor({ state: 'detached' })
    await other.locator('[data-id="100"]').waitFor({ state: 'detached' })
    await other.getByRole('alert').getByText('There is no such conversation').waitFor()
    await page
      .getByRole('dialog', { name: 'The customer is forgotten' })
      .getByText('Nothing of them is left')
      .waitFor()
    await page.getByText('There is no such customer').waitFor()
    await look(t, page)
    t.deepEqual(
      complaints.filter((line) => !line.includes('404')),
      [],
    )
  },
)

test.serial('agents see neither export nor forgetting, viewers change nothing', async (t) => {
  const agent = await tests.open(t, { world: makeWorld(), path: 'customers/p100' })
  await agent.page.getByRole('button', { name: 'Merge' }).waitFor()
  t.is(await agent.page.getByRole('button', { name: /Export|Forget/ }).count(), 0)
  const viewer = await tests.open(t, { world: makeWorld(), role: 'viewer', path: 'customers/p100' })
  await viewer.page.locator('.proposals > li').first().waitFor()
  t.is(await viewer.page.getByRole('button', { name: /Merge|Link|Accept|Refuse|Export|Forget/ }).count(), 0)
})

test.serial('a change that no worker takes says so, and is done when one does', async (t) => {
  const { page, stub } = await tests.open(t, { world: makeWorld(), path: 'customers?show=proposals' })
  stub.identity.waitFor(40)
  await page.getByRole('button', { name: 'Accept … 31' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click()
  await page
    .getByRole('dialog', { name: 'Accepting the proposal …' })
    .getByText('No worker has taken it yet')
    .waitFor()
  stub.identity.waitFor(0)
  await dialog.getByText('Done.').waitFor()
  t.is(stub.identity.asked.length, 1)
})
