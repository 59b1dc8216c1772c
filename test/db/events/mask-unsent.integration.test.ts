import test from 'ava'
import { maskUnsent } from '../../../src/db/events/mask-unsent.ts'
import { createBursts } from '../../../src/db/conversation/bursts.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { joinParts } from '../../../src/domain/burst.ts'
import { messengerChannel } from '../../../src/domain/event.ts'
import { asConversationId } from '../../../src/domain/ids.ts'
import { createLateness } from '../../../src/domain/lateness.ts'
import { comment, decodeAll, fromPerson, message, messengerBody } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const start = Math.floor(Date.now() / 1_000) * 1_000 - 60_000
const at = (seconds: number): number => start + seconds * 1_000
const secret = 'my card number is 4111 1111 1111 1111'

const rules = {
  listensTo: () => true,
  lateness: createLateness(),
  ownAppId: '42',
  silenceMs: 0,
  now: Date.now,
}

const item = (seconds: number, body: object): string =>
  messengerBody({ ...fromPerson('601', at(seconds)), ...body })
const written = item(1, {
  message: {
    mid: 'm1',
    text: secret,
    attachments: [{ type: 'image', payload: { url: 'https://x.test/4111' } }],
  },
})
const edited = item(2, { message_edit: { mid: 'm1', text: `${secret}!`, num_edit: 1 } })
const unsent = item(3, { message: { mid: 'm1', is_deleted: true } })
const kept = message('601', 'm2', at(4), 'good morning')
const removedComment = [
  comment('c1', at(1), { message: 'a comment' }),
  comment('c1', at(5), { message: 'a comment', verb: 'remove' }),
]

async function open() {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, { conversationRules: rules })
  return {
    record: async (...bodies: readonly string[]) => await record(decodeAll(bodies).events),
    mask: async () => await maskUnsent(db, Date.now()),
    async join(): Promise<boolean> {
      const bursts = createBursts(db)
      const [{ id = '' } = {}] = await database.query('select id from conversation')
      const turn = { conversationId: asConversationId(String(id)), channel: messengerChannel } as const
      const parts = await bursts.findOpen(turn, 5)
      return await bursts.join(parts, {
        facts: joinParts(parts),
        understanding: { provider: 'none', version: secret, entities: [] },
        now: Date.now(),
      })
    },
    rows: async (sql: string) => await database.query(sql),
    async leaks(): Promise<string[]> {
      const tables = [
        'chanFacebookMessenger',
        'turn',
        'contentState',
        'conversation',
        'outbound',
        'interaction',
      ]
      const found = await Promise.all(
        tables.map(
          async (table) => [table, JSON.stringify(await database.query(`select * from ${table}`))] as const,
        ),
      )
      return found.filter(([, text]) => /4111 1111|test.4111/.test(text)).map(([table]) => table)
    },
  }
}

const orders = {
  'one after the other': [[written], [edited], [unsent]],
  together: [[written, edited, unsent]],
  'the unsending first': [[unsent], [edited], [written]],
  'the edit last': [[written], [unsent], [edited]],
} as const

for (const [title, batches] of Object.entries(orders))
  test.serial(`an unsent message is in no table any more: ${title}`, async (t) => {
    const run = await open()
    for (const batch of batches) {
      await run.record(...batch)
      await run.mask()
    }
    await run.mask()
    t.deepEqual(await run.leaks(), [])
    await run.record(written, edited, unsent) // Facebook delivers all of it again
    await run.mask()
    t.deepEqual(await run.leaks(), [])
    const rows = await run.rows(
      "select text, attachments, valueRaw, removedTs is not null as isRemoved from chanFacebookMessenger where mid = 'm1' and valueRaw like '{\"unsent%' order by kwInteractionId",
    )
    t.is(rows.length, 2, 'the message and its edit keep their rows')
    t.is(await run.mask(), 0, 'nothing is left to do')
  })

test.serial('other messages, and comments that were removed, keep their words', async (t) => {
  const run = await open()
  await run.record(written, unsent, kept, ...removedComment)
  t.is(await run.mask(), 1)
  t.deepEqual(await run.rows("select text from chanFacebookMessenger where mid = 'm2'"), [
    { text: 'good morning' },
  ])
  t.deepEqual(await run.rows("select message from chanFacebookFeed where verb = 'add'"), [
    { message: 'a comment' },
  ])
  const [turn] = await run.rows("select facts from turn where facts like '%m1%'")
  t.deepEqual(JSON.parse(String(turn?.['facts'])), { kind: 'message', mid: 'm1' })
  t.is((await run.rows("select 1 from turn where facts like '%good morning%'")).length, 1)
})

test.serial('unsendings whose message never came hold up no other', async (t) => {
  const run = await open()
  const lost = Array.from({ length: 201 }, (_, index) =>
    item(1 + index / 1_000, { message: { mid: `lost-${index}`, is_deleted: true } }),
  )
  await run.record(...lost)
  await run.record(written, unsent)
  t.is(await run.mask(), 1)
  t.deepEqual(await run.leaks(), [])
})

test.serial('an unsent part of a burst is masked in the turn that holds all of it', async (t) => {
  const run = await open()
  await run.record(written, kept)
  t.true(await run.join())
  t.true((await run.leaks()).includes('turn'))
  await run.record(unsent)
  await run.mask()
  t.deepEqual(await run.leaks(), [])
  t.is((await run.rows("select 1 from turn where facts like '%good morning%'")).length, 1)
})
