import test from 'ava'
import { insightValuesSchema } from '../../console/api/insights.ts'
import { toCsv } from '../../console/server/to-csv.ts'
import { countHours } from '../../src/db/console/insights/count-hours.ts'
import { hourMs } from '../../src/db/console/insights/slots.ts'
import { at, message, openTurn, reply } from '../helpers/insight-history.ts'
import { until } from '../helpers/until.ts'
import { openConsole } from './running-console.ts'

const period = `from=${at(0)}&to=${at(3_600)}`

test.serial('numbers, the rows behind them and CSV, for viewers with masked texts', async (t) => {
  const { db, database, record, signedIn, errors } = await openConsole(t, {
    now: () => at(7_200),
    review: async (args) => ({
      is: 'done',
      printed: args.includes('--patch')
        ? `patch for ${args.at(-1)}`
        : JSON.stringify({
            days: 30,
            texts: 2,
            ungrouped: 0,
            groups: [
              {
                group: 'g1',
                count: 2,
                lastSeen: '2026-06-01',
                nearest: null,
                examples: ['so what'],
                extra: 1,
              },
            ],
          }),
    }),
  })
  await record(message('7', 'm1', at(1), '=HYPERLINK("evil")'), reply('7', 'r1', at(5)))
  await openTurn(database, { mid: 'm1', psid: '7', outcome: 'answered', scene: '=cmd()', language: 'de' })
  await countHours(db, { fromHour: at(0) / hourMs, toHour: at(3_600) / hourMs })
  const viewer = await signedIn('viewer')
  const agent = await signedIn('agent')

  const list = await viewer.ask('/api/insights')
  t.like(list.json, { languages: ['de'] })
  const values = await viewer.ask(`/api/insights/written?${period}&by=hour&zone=Europe/Berlin`)
  t.like(values.json, {
    name: 'written',
    slots: [{ slot: '2026-06-01 10:00', fromMs: at(0), toMs: at(3_600) }],
    rows: [['2026-06-01 10:00', 'message', 1]],
    totals: [['all', 'message', 1]],
  })
  const rows = `/api/insights/written/rows?${period}&kind=message`
  t.like((await agent.ask(rows)).json, { rows: [{ ts: at(1), kind: 'message', text: '=HYPERLINK("evil")' }] })
  t.like((await viewer.ask(rows)).json, {
    rows: [{ ts: at(1), kind: 'message', text: '••••••••••••••••••' }],
  })

  const csv = await viewer.ask(`/api/insights/scenes.csv?${period}`)
  t.is(csv.headers.get('content-disposition'), 'attachment; filename="scenes.csv"')
  t.is(
    csv.text.replace('\uFEFF', ''),
    'scene,turns,answered,askedBack,notUnderstood,handedOver,failed\r\n"\'=cmd()",1,1,0,0,0,0\r\n',
  )
  for (const wrong of [
    `from=5&to=5`,
    `${period}&zone=Mars/Olympus`,
    `${period}&page=1%27`,
    `from=0&to=${at(0)}&by=hour`,
    `${period}&language=de%27--`,
  ])
    t.is((await viewer.ask(`/api/insights/written?${wrong}`)).status, 422, wrong)

  t.like((await viewer.ask('/api/not-understood?days=7')).json, {
    texts: 2,
    groups: [{ group: 'g1', examples: ['•• ••••'] }],
  })
  t.is((await agent.ask('/api/not-understood/patch?accept=g1=hours')).text, 'patch for g1=hours')
  t.is((await viewer.ask('/api/not-understood/patch?accept=g1=hours')).status, 403)
  t.is((await agent.ask('/api/not-understood/patch?accept=--write=x;y')).status, 422)
  t.deepEqual(errors, [])
})

test.serial('a new message is counted while the console runs', async (t) => {
  const { record, signedIn } = await openConsole(t)
  const viewer = await signedIn('viewer')
  const ts = Date.now()
  await record(message('7', 'now', ts))
  const totals = await until('the message to be counted', async () => {
    const query = `from=${ts - 3_600_000}&to=${ts + 3_600_000}&by=all`
    const { json } = await viewer.ask(`/api/insights/customers?${query}`)
    const rows = insightValuesSchema.parse(json).totals
    return rows.length > 0 && rows
  })
  t.deepEqual(totals, [['all', 'customer', 1]])
})

test('no cell of a CSV file is a formula', (t) => {
  t.is(
    toCsv([['=1+1', '+1', '-1', '@x', '\t=1', 'a,b', 'say "hi"', -1, 'plain', '＝1']]),
    '\uFEFF"\'=1+1","\'+1","\'-1","\'@x","\'\t=1","a,b","say ""hi""",-1,plain,"\'＝1"\r\n',
  )
})
