/** A customer is forgotten while agents look, in a real browser, before the stub of the server. */
import test from 'ava'
import { until } from '../../helpers/until.ts'
import { type ConsoleTests, startConsoleTests } from './open-console.ts'
import { ines, makeWorld } from './stub/world.ts'

let tests: ConsoleTests
test.before(async () => {
  tests = await startConsoleTests(console.log)
})
test.after.always(async () => tests.close())

test.serial(
  'a forgotten customer leaves the list, the open conversation and the browser at once',
  async (t) => {
    const { page, stub, complaints } = await tests.open(t, { world: makeWorld(), path: 'inbox/waiting/101' })
    const said = stub.world.get('101')?.messages[0]?.text ?? ''
    await page.locator('.thread').getByText(said).first().waitFor()
    await page.locator('#composer').fill('I am about to send this')
    await page.locator('.item[data-id="101"]').waitFor()
    const draftsOf = async () =>
      await page.evaluate(`Object.keys(localStorage).filter((name) => name.includes('draft.${ines.id}.101'))`)
    await until('the text to be kept', async () => JSON.stringify(await draftsOf()) !== '[]')
    stub.live.removed('101')
    await page.locator('.item[data-id="101"]').waitFor({ state: 'detached' })
    await page.getByText('There is no such conversation.').waitFor()
    t.is(await page.getByText(said).count(), 0)
    await until('nothing to be kept', async () => JSON.stringify(await draftsOf()) === '[]')
    t.deepEqual(
      complaints.filter((text) => !text.includes('404')),
      [],
    )
  },
)
