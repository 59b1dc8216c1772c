/** Rows of a customer in stores that a conversation does not fill by itself, and a search through all tables. */
import { unpackBodies } from '../../src/db/events/ledger-bytes.ts'
import { tables } from '../../src/db/mysql/schema.ts'
import type { IdentityLink } from '../../src/domain/identity-link.ts'
import type { TestDatabase } from '../helpers/database.ts'
import { beanery } from '../helpers/running-conversation.ts'

/** Their number at the brand, and an e-mail that they gave. */
export function linksOf(psid: string): IdentityLink[] {
  const a = { kind: 'facebook', value: psid }
  const source = { kind: 'interaction', id: '1' } as const
  return [
    {
      a,
      b: { kind: 'customer', value: 'Q-0815-canary' },
      evidence: 'invite',
      strength: 'verified',
      source,
      ts: 1,
    },
    {
      a,
      b: { kind: 'email', value: 'ada@quokka.org' },
      evidence: 'quick_reply',
      strength: 'attested',
      source,
      ts: 1,
    },
  ]
}

/** Stores that this conversation does not fill by itself. */
export async function plantRows(database: TestDatabase, psid: string, word: string): Promise<void> {
  const [{ id } = {}] = await database.query('select id from conversation where psid = ?', [psid])
  const add = (table: string, row: Readonly<Record<string, unknown>>) =>
    database.query(`insert into ${table} set ?`, [row])
  await add('deadLetter', {
    deadKey: Buffer.from(word.padEnd(16)),
    stage: 'parse',
    reason: 'entry_is_no_object',
    payload: Buffer.from(JSON.stringify({ object: 'page', entry: [{ sender: { id: psid }, text: word }] })),
    state: 'dropped',
    firstTs: new Date(),
    lastTs: new Date(),
  })
  await add('notification', {
    receiver: 'x',
    kind: 'hand_over',
    says: `customer ${psid} asks. They wrote: ${word}`,
    foundTs: 1,
    dueTs: 1,
    state: 'sent',
    settledTs: 1,
  })
  await add('optIn', {
    pageId: beanery.id,
    psid,
    topicKey: Buffer.from(word.padEnd(16)),
    topic: word,
    status: 'opted_in',
    statusTs: 1,
  })
  await add('chan2ProfileClash', {
    channelId: psid,
    cidType: 'facebook',
    pId: `facebook:${psid}`,
    hasProfile: 1,
    active: 1,
  })
  const [comment] = await database.query(
    'select eventKey from interaction where pId = ? and interactionType = ?',
    [`facebook:${psid}`, 'comment'],
  )
  await add('contentState', { contentKey: comment?.['eventKey'], textTs: 1, text: `edited ${word}` })
  const [sent] = await database.query('select id from outbound where conversationId = ? limit 1', [id])
  await add('moderation', {
    outboundId: sent?.['id'],
    contentKey: comment?.['eventKey'],
    pageId: beanery.id,
    commentId: `hidden ${word}`,
    rule: 'links',
    act: 'hide',
    cause: 'comment',
    ts: 1,
  })
  await database.query('update conversation set context = ? where id = ?', [
    JSON.stringify({ said: word }),
    id,
  ])
}

export const planted = [
  'chan2Profile',
  'chan2ProfileClash',
  'chanFacebookFeed',
  'chanFacebookMessenger',
  'contentState',
  'conversation',
  'deadLetter',
  'identityLink',
  'interaction',
  'moderation',
  'notification',
  'optIn',
  'originProfile',
  'outbound',
  'profile',
  'profileFacebook',
  'turn',
  'webhookDelivery',
]

/** Tables with a row that holds one of these texts, in any column. */
export async function tracesOf(database: TestDatabase, texts: readonly string[]): Promise<string[]> {
  const found = await findRows(database, texts)
  return [...new Set(found.map(([table]) => table))].toSorted()
}

/** Rows that hold one of these texts, but for the raw ledger, whose groups hold several customers. */
export async function rowsOf(database: TestDatabase, texts: readonly string[]): Promise<string[]> {
  const found = await findRows(database, texts)
  return found
    .filter(([table]) => table !== 'webhookDelivery')
    .map((row) => JSON.stringify(row))
    .toSorted()
}

async function findRows(database: TestDatabase, texts: readonly string[]) {
  const found: (readonly [table: string, row: Record<string, unknown>])[] = []
  for (const table of Object.keys(tables))
    for (const row of await database.query(`select * from \`${table}\``)) {
      const all = Object.entries(row).map(([column, value]) => {
        if (column === 'bodies') return JSON.stringify(unpackBodies(value as Buffer))
        return Buffer.isBuffer(value) ? value.toString('latin1') : String(value)
      })
      if (texts.some((text) => all.some((value) => value.includes(text)))) found.push([table, row])
    }
  return found
}
