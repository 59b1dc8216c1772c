/** Messages of agents in Messenger that follow a reply of the bot. */
import { type Kysely, sql } from 'kysely'
import {
  contentOfEcho,
  isAnswerToFirstContact,
  isMarkedAutomatic,
  isSentToMany,
} from '../../domain/automatic-echo.ts'
import { idOf, parseEventJson, recordOf, textOf } from '../../domain/event-json.ts'
import { keyOf } from '../../domain/event-key.ts'
import type { ConversationId, PageId, TurnId } from '../../domain/ids.ts'
import { fromMetadata } from '../../domain/outbound.ts'
import { ownRawPrefix } from '../../domain/own-message.ts'
import type { Database } from '../mysql/schema.ts'
import { agentWithinMs } from './agent-window.ts'
import type { StoredText } from './stored-texts.ts'

export interface AgentMessagesOf {
  /** Apps of the brand whose messages are automatic, as the storyboard says. */
  readonly isAutomaticApp: (appId: string) => boolean
}

const atOnce = 200

/** The turns of these texts that an agent wrote after, before the customer wrote again. By `pageMessage`. */
export async function findAgentMessages(
  db: Kysely<Database>,
  texts: readonly StoredText[],
  rules: AgentMessagesOf,
): Promise<readonly TurnId[]> {
  const found: TurnId[] = []
  for (let from = 0; from < texts.length; from += atOnce)
    found.push(...(await findSome(db, texts.slice(from, from + atOnce), rules)))
  return found
}

async function findSome(
  db: Kysely<Database>,
  texts: readonly StoredText[],
  { isAutomaticApp }: AgentMessagesOf,
): Promise<readonly TurnId[]> {
  const echoes = (await selectEchoes(db, texts)).filter((echo) => isAgents(echo, isAutomaticApp))
  const ofConversation = Map.groupBy(echoes, ({ conversationId }) => conversationId)
  const pairs = texts.flatMap((text) => {
    const echo = (ofConversation.get(text.conversationId) ?? []).find(
      ({ ts }) => Number(ts) > text.ts && Number(ts) <= text.ts + agentWithinMs,
    )
    return echo === undefined ? [] : [{ text, echo }]
  })
  const unrepeated = await withoutRepeated(db, pairs)
  return await withoutLaterTurns(db, unrepeated)
}

interface Echo {
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly firstInboundTs: string | null
  readonly ts: string
  readonly text: string | null
  readonly attachments: string | null
  readonly valueRaw: string | null
  /** The agent of the console who wrote it. */
  readonly userId: string | null
}

interface Pair {
  readonly text: StoredText
  readonly echo: Echo
}

async function selectEchoes(db: Kysely<Database>, texts: readonly StoredText[]): Promise<readonly Echo[]> {
  const spans = texts.map(
    ({ conversationId, ts }) =>
      sql`(m.conversationId = ${conversationId} and m.ts > ${ts} and m.ts <= ${ts + agentWithinMs})`,
  )
  const { rows } = await sql<Echo>`select straight_join m.conversationId, c.pageId, c.firstInboundTs, m.ts,
      f.text, f.attachments, f.valueRaw, o.userId
    from pageMessage m
    join conversation c on c.id = m.conversationId
    join chanFacebookMessenger f on f.kwInteractionId = m.kwInteractionId
    left join outbound o on o.platformId = f.mid and o.userId is not null
    where (${sql.join(spans, sql` or `)}) and f.removedTs is null
    order by m.conversationId, m.ts`.execute(db)
  return rows
}

function isAgents(
  { ts, firstInboundTs, attachments, valueRaw, userId }: Echo,
  isAutomaticApp: (appId: string) => boolean,
): boolean {
  if (userId !== null) return true
  if (valueRaw === null || valueRaw.startsWith(ownRawPrefix)) return false
  const message = recordOf(parseEventJson(valueRaw)['message'])
  const appId = idOf(message['app_id'])
  if (fromMetadata(textOf(message['metadata'])) !== undefined) return false
  if (appId !== undefined && isAutomaticApp(appId)) return false
  if (isAnswerToFirstContact(Number(ts), firstInboundTs === null ? null : Number(firstInboundTs)))
    return false
  return !isMarkedAutomatic({ messenger: { appId, attachments: attachments ?? undefined, valueRaw } })
}

/** Without those that got what many customers got, within seconds. */
async function withoutRepeated(db: Kysely<Database>, pairs: readonly Pair[]): Promise<readonly Pair[]> {
  const keyed = pairs.map((pair) => ({ ...pair, key: textKeyOf(pair.echo) }))
  const keys = keyed.flatMap(({ key, echo }) =>
    key === undefined ? [] : [sql`(pageId = ${echo.pageId} and textKey = ${Buffer.from(key, 'hex')})`],
  )
  if (keys.length === 0) return pairs
  const { rows } = await sql<{ pageId: PageId; textKey: Buffer; conversationIds: string }>`
    select pageId, textKey, conversationIds from repeatedText where ${sql.join(keys, sql` or `)}`.execute(db)
  const got = new Map(
    rows.map(({ pageId, textKey, conversationIds }) => [
      `${pageId} ${textKey.toString('hex')}`,
      conversationIds.split(','),
    ]),
  )
  return keyed.filter(({ text, echo, key }) => {
    const others = (got.get(`${echo.pageId} ${key}`) ?? []).filter((id) => id !== echo.conversationId)
    return !isSentToMany({ otherCustomers: others.length, ts: Number(echo.ts) }, text.ts)
  })
}

function textKeyOf({ text, attachments }: Echo): string | undefined {
  const content = contentOfEcho({
    messenger: { text: text ?? undefined, attachments: attachments ?? undefined },
  })
  return content === undefined ? undefined : keyOf(content)
}

/** The agent replies to the customer's latest text. */
async function withoutLaterTurns(db: Kysely<Database>, pairs: readonly Pair[]): Promise<readonly TurnId[]> {
  if (pairs.length === 0) return []
  const spans = pairs.map(
    ({ text, echo }) =>
      sql`(conversationId = ${text.conversationId} and state in ('open', 'done') and ts > ${text.ts} and ts < ${echo.ts})`,
  )
  const { rows } = await sql<{
    conversationId: ConversationId
    ts: string
  }>`select conversationId, ts from turn
    where ${sql.join(spans, sql` or `)}`.execute(db)
  const later = Map.groupBy(rows, ({ conversationId }) => conversationId)
  return pairs
    .filter(({ text, echo }) =>
      (later.get(text.conversationId) ?? []).every(
        ({ ts }) => Number(ts) <= text.ts || Number(ts) >= Number(echo.ts),
      ),
    )
    .map(({ text }) => text.turnId)
}
