/** The view `answeredComment`: who commented, and was it answered? */
import test from 'ava'
import { sql } from 'kysely'
import { at, comment, pageId } from '../helpers/decoded.ts'
import { openTables } from '../helpers/open-tables.ts'

type Tables = Awaited<ReturnType<typeof openTables>>

const minute = 60
const pageAuthor = { id: pageId, name: 'The Page' }

interface Part {
  readonly action: object
  readonly state: string
  readonly platformId?: string
  readonly claimedTs?: number
}

const publicly = (text: string, more: Partial<Part> = {}): Part => ({
  action: { do: 'comment', text },
  state: 'sent',
  platformId: '9_bot',
  claimedTs: at(2),
  ...more,
})
const privately = (message: object): Part => ({
  action: { do: 'private_reply', message },
  state: 'sent',
  platformId: 'm_private',
  claimedTs: at(3),
})

/** A turn of this comment with the parts of its reply. */
async function reply({ database }: Tables, id: string, outcome: string | null, parts: readonly Part[]) {
  const state = outcome === null ? 'open' : 'done'
  await database.query(
    `insert into turn (kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs, state, outcome)
      select kwInteractionId, 1, pId, 0, '{}', 0, 0, ?, ? from interaction join chanFacebookFeed using (kwInteractionId)
      where comment_id = ?`,
    [state, outcome, `9_${id}`],
  )
  for (const [step, { action, state: sent, platformId, claimedTs }] of parts.entries())
    await database.query(
      `insert into outbound (turnId, step, conversationId, action, state, expiresTs, createdTs, platformId, claimedTs)
        select max(id), ?, 1, ?, ?, 0, 0, ?, ? from turn`,
      [
        step,
        JSON.stringify({ action, about: { commentId: `9_${id}` } }),
        sent,
        platformId ?? null,
        claimedTs ?? null,
      ],
    )
}

const columns = `comment_id as id, message, answered, publicReplyBy as pub, publicReplyId as pubId, publicReply,
  publicReplyMs, privateReply, privateReplyMs, outcome`

const unanswered = {
  answered: 'no',
  pub: null,
  pubId: null,
  publicReply: null,
  publicReplyMs: null,
  privateReply: null,
  privateReplyMs: null,
}

const of = (id: string, facts: object) => ({
  id: `9_to-${id}`,
  message: `to ${id}`,
  ...unanswered,
  outcome: null,
  ...facts,
})

test.serial('shows each comment once, with its public and its private reply', async (t) => {
  const tables = await openTables()
  const { record, database } = tables
  for (const id of ['bot', 'private', 'both', 'agent', 'silent', 'failed', 'open'])
    await record(comment(`to-${id}`, at(0), { message: `to ${id}` }))
  await reply(tables, 'to-bot', 'answered', [
    { action: { do: 'hide' }, state: 'sent' },
    publicly('In stock.'),
  ])
  await record(comment('bot', at(2), { from: pageAuthor, parent_id: '9_to-bot', message: 'In stock.' }))
  await reply(tables, 'to-private', 'answered', [privately({ text: 'Hi there.' })])
  const buttons = { attachment: { type: 'template', payload: { template_type: 'button', text: 'Choose.' } } }
  await reply(tables, 'to-both', 'answered', [privately(buttons), publicly('See your inbox.')])
  await record(
    comment('second', at(5 * minute), { from: pageAuthor, parent_id: '9_to-agent', message: 'And more.' }),
    comment('first', at(4 * minute), { from: pageAuthor, parent_id: '9_to-agent', message: 'By hand.' }),
    comment('other', at(3 * minute), { from: { id: '502', name: 'Bob' }, parent_id: '9_to-agent' }),
  )
  await reply(tables, 'to-silent', 'no_scene', [])
  await reply(tables, 'to-failed', 'failed', [publicly('Never there.', { state: 'failed' })])
  await reply(tables, 'to-open', null, [])
  const rows = await database.query(
    `select ${columns} from answeredComment where sender_id = '501' order by kwInteractionId`,
  )
  const bot = { pub: 'bot', pubId: '9_bot', publicReplyMs: at(2) }
  t.deepEqual(rows, [
    of('bot', { answered: 'public', ...bot, publicReply: 'In stock.', outcome: 'answered' }),
    of('private', {
      answered: 'private',
      privateReply: 'Hi there.',
      privateReplyMs: at(3),
      outcome: 'answered',
    }),
    of('both', {
      answered: 'both',
      ...bot,
      publicReply: 'See your inbox.',
      privateReply: 'Choose.',
      privateReplyMs: at(3),
      outcome: 'answered',
    }),
    of('agent', {
      answered: 'public',
      pub: 'agent',
      pubId: '9_first',
      publicReply: 'By hand.',
      publicReplyMs: at(4 * minute),
    }),
    of('silent', { outcome: 'no_scene' }),
    of('failed', { outcome: 'failed' }),
    of('open', { outcome: 'open' }),
  ])
})

test.serial('its times are UTC in milliseconds, whatever the time zone of the session', async (t) => {
  const { record, db } = await openTables()
  await record(comment('a', at(7)))
  const rows = await db.connection().execute(async (session) => {
    await sql`set time_zone = '-07:00'`.execute(session)
    return await sql`select commentedMs from answeredComment where comment_id = '9_a'`.execute(session)
  })
  t.deepEqual(rows.rows, [{ commentedMs: String(at(7)) }])
})

test.serial(
  'a comment is found by its id, and its replies by their parent, without reading a whole table',
  async (t) => {
    const tables = await openTables()
    const { record, database } = tables
    const bodies = Array.from({ length: 300 }, (_, n) => comment(`c${n}`, at(n), { parent_id: `9_p${n}` }))
    await record(...bodies)
    for (let n = 0; n < bodies.length; n++) await reply(tables, `c${n}`, 'answered', [publicly('yes')])
    await database.query('update turn set contentKey = unhex(lpad(hex(id), 32, 0))')
    await database.query('update outbound set contentKey = unhex(lpad(hex(turnId), 32, 0))')
    for (const table of ['chanFacebookFeed', 'interaction', 'turn', 'outbound'])
      await database.query(`analyze table ${table}`)
    const plan = await database.query(
      "explain format=traditional select * from answeredComment where comment_id = '9_c7'",
    )
    const keys = plan.map(({ table, key }) => `${String(table)}.${String(key)}`)
    t.true(keys.includes('f.commentIndex'), keys.join(' '))
    t.true(keys.includes('r.parentIndex'), keys.join(' '))
    t.deepEqual(
      plan.filter(({ type }) => type === 'ALL'),
      [],
    )
  },
)

test.serial('its texts compare with those of a session of any collation', async (t) => {
  const { db } = await openTables()
  const texts = ['message', 'answered', 'publicReplyId', 'publicReply', 'publicReplyBy']
  for (const collation of ['utf8mb4_general_ci', 'utf8mb4_unicode_520_ci', 'utf8mb4_bin'])
    for (const column of [...texts, 'privateReplyId', 'privateReply', 'outcome'])
      await db.connection().execute(async (session) => {
        await sql`set names utf8mb4 collate ${sql.raw(collation)}`.execute(session)
        const compare = sql`select 1 from answeredComment
          where ${sql.ref(column)} = 'no' or ${sql.ref(column)} like '%x%'`
        await t.notThrowsAsync(compare.execute(session), `${column}, ${collation}`)
      })
})
