/** The table `repeatedText`: how many customers got the same message, so that automatic messages are known. */
import { sql, type Transaction } from 'kysely'
import {
  contentOfEcho,
  isAnswerToFirstContact,
  isMarkedAutomatic,
  isSentToMany,
  sameText,
} from '../../domain/automatic-echo.ts'
import type { MessengerEvent, PageEvent } from '../../domain/event.ts'
import { keyOf } from '../../domain/event-key.ts'
import { opensWindow } from './conversation-facts.ts'
import { conversationName, type Conversations } from '../events/find-conversations.ts'
import { found } from '../mysql/require-found.ts'
import type { Database } from '../mysql/schema.ts'

/** An echo that seems to be an agent's. */
interface Echo {
  readonly event: MessengerEvent
  readonly conversationId: string
  readonly textKey: string
  readonly lastInboundTs: number | undefined
  readonly firstInboundTs: number | null
}

/** A few more than `sameText.customers`: the conversation of the echo is one of them. */
const listed = sameText.customers + 1

/**
 * The keys of those echoes that are automatic: by their content, at the first contact, or as many customers got the same. The texts of
 * the others are counted. `silencing` are the echoes that would silence the bot.
 */
export async function findAutomaticEchoes(
  transaction: Transaction<Database>,
  silencing: readonly MessengerEvent[],
  {
    events,
    conversations,
    agentsAreFast,
  }: {
    readonly events: readonly PageEvent[]
    readonly conversations: Conversations
    readonly agentsAreFast: boolean
  },
): Promise<ReadonlySet<string>> {
  const echoes = silencing.flatMap((event) => toEcho(event, { events, conversations }))
  if (echoes.length === 0) return new Set()
  const known = await findTexts(transaction, echoes)
  const news = echoes.filter(({ conversationId, ...echo }) => {
    const ids = known.get(nameOf(echo)) ?? []
    return ids.length < listed && !ids.includes(conversationId)
  })
  if (news.length > 0) await addTexts(transaction, news)
  const automatic = echoes.filter(({ event, conversationId, lastInboundTs, firstInboundTs, ...echo }) => {
    const others = (known.get(nameOf({ event, ...echo })) ?? []).filter((id) => id !== conversationId)
    // Also told when the thread is read, for a first contact that is recorded later than this.
    const isFirst = !agentsAreFast && isAnswerToFirstContact(event.ts, firstInboundTs)
    return (
      isFirst ||
      isMarkedAutomatic(event) ||
      isSentToMany({ otherCustomers: others.length, ts: event.ts }, lastInboundTs)
    )
  })
  return new Set(automatic.map(({ event }) => event.key))
}

function toEcho(
  event: MessengerEvent,
  { events, conversations }: { readonly events: readonly PageEvent[]; readonly conversations: Conversations },
): Echo[] {
  const { actor, pageId, ts } = event
  const content = contentOfEcho(event)
  if (actor.is !== 'person' || content === undefined) return []
  const { id, lastInbound, firstInbound } = found(conversations, conversationName({ pageId, psid: actor.id }))
  const inBatch = events.filter(
    (one) =>
      opensWindow(one) && one.actor.is === 'person' && one.actor.id === actor.id && one.pageId === pageId,
  )
  const times = [...inBatch.map((one) => one.ts), ...(lastInbound < 0 ? [] : [lastInbound])]
  const before = times.filter((time) => time <= ts)
  // A message that came after the echo hides when the one before it was: then nothing is known.
  const lastInboundTs = before.length > 0 ? Math.max(...before) : times.length > 0 ? ts + 1 : undefined
  const firsts = [...inBatch.map((one) => one.ts), ...(firstInbound < 0 ? [] : [firstInbound])]
  const firstInboundTs = firsts.length === 0 ? null : Math.min(...firsts)
  return [{ event, conversationId: id, textKey: keyOf(content), lastInboundTs, firstInboundTs }]
}

function nameOf({ event, textKey }: Pick<Echo, 'event' | 'textKey'>): string {
  return `${event.pageId} ${textKey}`
}

/** Read without a lock: the rows of automatic texts have many readers and are rarely written. */
async function findTexts(
  transaction: Transaction<Database>,
  echoes: readonly Echo[],
): Promise<Map<string, readonly string[]>> {
  const rows = await transaction
    .selectFrom('repeatedText')
    .select(['pageId', 'textKey', 'conversationIds'])
    .where(({ or, and, eb }) =>
      or(
        echoes.map(({ event, textKey }) =>
          and([eb('pageId', '=', event.pageId), eb('textKey', '=', Buffer.from(textKey, 'hex'))]),
        ),
      ),
    )
    .execute()
  return new Map(
    rows.map(({ pageId, textKey, conversationIds }) => [
      `${pageId} ${textKey.toString('hex')}`,
      conversationIds.split(','),
    ]),
  )
}

/** Each conversation is listed once, in whatever order and how often the echoes come. */
async function addTexts(transaction: Transaction<Database>, echoes: readonly Echo[]): Promise<void> {
  const rows = echoes
    .map(({ event, textKey, conversationId }) => ({
      pageId: event.pageId,
      textKey: Buffer.from(textKey, 'hex'),
      conversationIds: conversationId,
      lastTs: String(event.ts),
    }))
    .toSorted((a, b) => (a.pageId === b.pageId ? a.textKey.compare(b.textKey) : a.pageId < b.pageId ? -1 : 1))
  await transaction
    .insertInto('repeatedText')
    .values(rows)
    .onDuplicateKeyUpdate({
      conversationIds: sql<string>`if(find_in_set(values(conversationIds), repeatedText.conversationIds) > 0
        or char_length(repeatedText.conversationIds) > 160,
        repeatedText.conversationIds, concat(repeatedText.conversationIds, ',', values(conversationIds)))`,
      lastTs: sql<string>`greatest(repeatedText.lastTs, values(lastTs))`,
    })
    .execute()
}
