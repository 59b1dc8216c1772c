/** Customers who talked with two Pages for thirty days: what the console finds when it fills the Inbox. */
import { type Connection, createConnection } from 'mysql2/promise'
import { createRandom, type Random } from '../../sandbox/facebook/world/random.ts'

export interface InboxSize {
  readonly conversations: number
  readonly messages: number
  /** Messages of the longest thread, that of the first customer. */
  readonly longest: number
}

export const benchPages = ['100200300400500', '100200300400501'] as const
const days = 30
const rowsAtOnce = 1_000
const intents = [
  'order',
  'price',
  'hours',
  'return',
  'complaint',
  'job',
  'thanks',
  'delivery',
  'size',
  'rare',
]
const scenes = ['menu', 'order', 'returns', 'hours', 'small_talk', 'seldom']
const languages = ['en', 'de', 'fr', 'es']

export const psidOf = (customer: number): string => String(5_000_000_000_000 + customer * 7)
export const pageOf = (customer: number): string => benchPages[customer % 4 === 0 ? 1 : 0]

/** Words of which some are in nearly every text, and most in few. */
export function wordAt(index: number): string {
  const parts = ['ka', 'lo', 'mi', 'ne', 'ru', 'sa', 'to', 've', 'zu', 'bi']
  return Array.from(String(index + 100), (digit) => parts[Number(digit)] ?? '').join('')
}

const vocabulary = 5_000

function textOf(random: Random): string {
  const words = 4 + random.below(10)
  return Array.from({ length: words }, () => wordAt(Math.floor(vocabulary * random.next() ** 3))).join(' ')
}

/** The rows as tracking and replies leave them. Returns the number of messages. */
export async function fillInbox(url: string, size: InboxSize): Promise<number> {
  const connection = await createConnection({ uri: url })
  await connection.query("set session time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0")
  const random = createRandom('inbox')
  const startTs = Date.now() - days * 86_400_000
  const write = (table: string, columns: string) => createWriter(connection, `${table} (${columns})`)
  const writers = {
    page: write('page', 'pageId, firstSeenTs'),
    id: write('chan2Profile', 'channelId, cidType, pId'),
    profile: write('profile', 'pId'),
    facebook: write('profileFacebook', 'pId, name, metaRaw'),
    thread: write(
      'conversation',
      'id, pageId, psid, lastInboundTs, silentTs, silentUntil, silentReason, askedTs, servedTs, waitingTs, handOverTs, handOverResult',
    ),
    ad: write('adReferral', 'kwInteractionId, pageId, channelId, cidType, ts, adId'),
  }
  for (const page of benchPages) await writers.page.add([page, new Date(startTs)])
  const latest = Date.now() - 60_000
  for (let customer = 0; customer < size.conversations; customer += 1) {
    const psid = psidOf(customer)
    const pId = `facebook:${psid}`
    await writers.id.add([psid, 'facebook', pId])
    await writers.profile.add([pId])
    await writers.facebook.add([pId, `${titled(wordAt(customer % 900))} ${titled(wordAt(customer))}`, '{}'])
    const ts = String(latest - Math.floor(random.next() * days * 86_400_000))
    const waits = customer % 200 === 7
    const silent = waits || customer % 20 === 3
    const recent = String(latest - random.below(6 * 86_400_000))
    await writers.thread.add([
      customer + 1,
      pageOf(customer),
      psid,
      ts,
      silent ? ts : null,
      silent ? String(latest + 7_200_000) : null,
      silent ? (waits ? 'handed_over' : 'person') : null,
      waits ? recent : null,
      null,
      waits ? recent : null,
      waits ? recent : null,
      waits ? 'done' : null,
    ])
    if (customer % 20 === 1)
      await writers.ad.add([customer + 1, pageOf(customer), psid, 'facebook', ts, `ad${customer % 1_000}`])
  }
  for (const writer of Object.values(writers)) await writer.end()
  const messages = await fillMessages(connection, { random, size, startTs })
  await connection.query('analyze table interaction, conversation, turn, outbound, chan2Profile')
  await connection.end()
  return messages
}

const titled = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

async function fillMessages(
  connection: Connection,
  { random, size, startTs }: { random: Random; size: InboxSize; startTs: number },
): Promise<number> {
  const interaction = createWriter(
    connection,
    'interaction (kwInteractionId, pId, channel, interactionType, ts, direction, pageId, eventDay, eventKey, standby)',
  )
  const messenger = createWriter(
    connection,
    'chanFacebookMessenger (kwInteractionId, senderId, recipientId, text, mid, timestamp, valueRaw)',
  )
  const turn = createWriter(
    connection,
    'turn (id, kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs, understanding, state, outcome, scene)',
  )
  const outbound = createWriter(
    connection,
    'outbound (turnId, step, conversationId, action, state, expiresTs, claimedTs, platformId, recordedTs, createdTs, settledTs)',
  )
  const stepMs = (days * 86_400_000) / size.messages
  let id = 0
  for (; id < size.messages; id += 1) {
    // The first customer writes more than all others.
    const customer =
      id % Math.ceil(size.messages / size.longest) === 0 ? 0 : 1 + random.below(size.conversations - 1)
    const isIn = random.next() < 0.6
    const [psid, page] = [psidOf(customer), pageOf(customer)]
    const ts = Math.floor(startTs + id * stepMs)
    const date = new Date(ts)
    const mid = `m_${id}`
    const text = textOf(random)
    const key = Buffer.alloc(16)
    key.writeUIntBE(id, 10, 6)
    key.writeUIntBE(random.below(2 ** 32), 0, 4)
    const type = isIn ? 'message' : 'echo'
    const direction = isIn ? 'in' : 'out'
    await interaction.add([
      id + 1,
      `facebook:${psid}`,
      'facebookMessenger',
      type,
      date,
      direction,
      page,
      date.toISOString().slice(0, 10),
      key,
      0,
    ])
    const raw = isIn ? JSON.stringify({ message: { mid, text } }) : JSON.stringify({ sent: { text } })
    await messenger.add([id + 1, isIn ? psid : page, isIn ? page : psid, text, mid, date, raw])
    if (isIn) {
      const intent = random.next() < 0.001 ? 'rare' : (intents[random.below(intents.length - 1)] ?? '')
      const understanding = JSON.stringify({
        provider: 'local',
        version: '1',
        intent: { name: intent, confidence: 0.9 },
        entities: [],
        language: languages[random.below(languages.length)],
      })
      const outcome = random.next() < 0.1 ? 'not_understood' : 'answered'
      const scene = random.next() < 0.001 ? 'seldom' : scenes[random.below(scenes.length - 1)]
      const facts = JSON.stringify({ kind: 'message', text, mid })
      await turn.add([
        id + 1,
        id + 1,
        customer + 1,
        `facebook:${psid}`,
        ts,
        facts,
        ts,
        ts,
        understanding,
        'done',
        outcome,
        scene,
      ])
    } else {
      const state = random.next() < 0.002 ? 'failed' : 'sent'
      const action = JSON.stringify({ action: { do: 'say', message: { text } }, causedTs: ts })
      await outbound.add([
        id + 1,
        0,
        customer + 1,
        action,
        state,
        ts + 60_000,
        ts,
        mid,
        state === 'sent' ? ts : null,
        ts,
        ts,
      ])
    }
  }
  for (const writer of [interaction, messenger, turn, outbound]) await writer.end()
  return id
}

/** Rows of one table, some hundred in a statement. */
function createWriter(connection: Connection, into: string) {
  let rows: unknown[][] = []
  async function flush(): Promise<void> {
    if (rows.length > 0) await connection.query(`insert into ${into} values ?`, [rows])
    rows = []
  }
  return {
    async add(row: unknown[]): Promise<void> {
      rows.push(row)
      if (rows.length >= rowsAtOnce) await flush()
    },
    end: flush,
  }
}
