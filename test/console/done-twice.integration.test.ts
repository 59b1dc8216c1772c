import test from 'ava'
import { insightValuesSchema } from '../../console/api/insights.ts'
import { conversationListSchema } from '../../console/api/conversation-list.ts'
import { resolution } from '../../src/db/console/insights/definitions/replies.ts'
import { readFromTables } from '../../src/db/console/insights/read-insight.ts'
import { createTracking } from '../helpers/inbox.ts'
import { decodeAll, message } from '../helpers/decoded.ts'
import { until } from '../helpers/until.ts'
import { type Browser, openConsole } from './running-console.ts'

const hourMs = 3_600_000

const marksOf = (rows: readonly (readonly unknown[])[]): number =>
  Number(rows.find(([, kind]) => kind === 'done')?.at(-1) ?? 0)

test.serial('of two agents’ Done, either one takes it back, in the list and in the numbers', async (t) => {
  const { db, database, signedIn, errors } = await openConsole(t)
  const startTs = Date.now() - 60_000
  const tracking = createTracking(db, Date.now)
  await tracking.record(decodeAll([message('601', 'm1', startTs, 'Where is my order?')]).events)
  const [ines, ben] = [await signedIn('agent'), await signedIn('admin')]
  const list = async (state: string) =>
    conversationListSchema.parse((await ines.ask(`/api/conversations?state=${state}`)).json).items
  await until('it is in the Inbox', async () => (await list('all')).length === 1)
  const id = (await list('all'))[0]?.id
  let keys = 0
  async function act(browser: Browser, name: 'mark_done' | 'reopen'): Promise<void> {
    const key = `done-twice-${String((keys += 1)).padStart(10, '0')}`
    const { json } = await browser.ask(`/api/conversations/${id}/acts`, {
      method: 'POST',
      body: { act: name, key },
    })
    t.deepEqual(json, { is: 'done' })
  }
  const from = Math.floor(startTs / hourMs) * hourMs
  const period = { from, to: from + 2 * hourMs }
  /** The list, the tables and the counted numbers say the same. */
  async function isDone(wanted: boolean, marks: number): Promise<void> {
    await until(`done: ${wanted}`, async () => ((await list('done')).length === 1) === wanted)
    const filter = { ...period, pageId: 'all', language: 'all', by: 'all', zone: 'UTC' } as const
    t.is(marksOf(await readFromTables(db, resolution, filter)), marks)
    await until(`${marks} in Insights`, async () => {
      const { json } = await ines.ask(`/api/insights/resolution?from=${period.from}&to=${period.to}`)
      return marksOf(insightValuesSchema.parse(json).totals) === marks
    })
  }

  await act(ines, 'mark_done')
  await act(ben, 'mark_done')
  await isDone(true, 1)
  await act(ines, 'reopen')
  await isDone(false, 0)
  await act(ben, 'mark_done')
  await act(ines, 'mark_done')
  await act(ines, 'reopen')
  await isDone(false, 0)
  await act(ben, 'mark_done')
  await isDone(true, 1)

  // What the customer writes afterwards is settled by a mark of its own.
  await tracking.record(decodeAll([message('601', 'm2', Date.now(), 'And my refund?')]).events)
  await isDone(false, 1)
  await act(ines, 'mark_done')
  await isDone(true, 2)
  const log = await database.query(`select act from auditLog where targetKind = 'conversation' order by id`)
  t.deepEqual(
    log.map(({ act: name }) => name),
    ['mark_done', 'reopen', 'mark_done', 'reopen', 'mark_done', 'mark_done'],
  )
  t.deepEqual(errors, [])
})
