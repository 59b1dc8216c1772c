/** A storyboard may ask for one reply to several messages: then a later turn holds the words of earlier ones, too. */
import type { Kysely } from 'kysely'
import type { ConversationId, TurnId } from '../../domain/ids.ts'
import type { TurnOutcome } from '../../domain/reasons.ts'
import type { ReplyChannel, TurnFacts } from '../../domain/turn.ts'
import type { Database } from '../mysql/schema.ts'

export interface GatheredTurn {
  readonly id: TurnId
  readonly conversationId: ConversationId
  readonly channel: ReplyChannel
  readonly ts: string
}

const gathered: TurnOutcome = 'gathered'
/** More than the parts of one reply. */
const mostTurns = 20

/** Removes these words and attachments of a gathered turn from the turns that took them over. */
export async function maskJoined(
  db: Kysely<Database>,
  { id, conversationId, channel, ts }: GatheredTurn,
  said: { readonly texts: readonly string[]; readonly attachments: TurnFacts['attachments'] },
): Promise<void> {
  const later = await db
    .selectFrom('turn')
    .select(['id', 'facts', 'outcome'])
    .where('conversationId', '=', conversationId)
    .where('channel', '=', channel)
    .where(({ or, and, eb }) => or([eb('ts', '>', ts), and([eb('ts', '=', ts), eb('id', '>', id)])]))
    .orderBy('ts')
    .orderBy('id')
    .limit(mostTurns)
    .execute()
  const end = later.findIndex(({ outcome }) => outcome !== gathered)
  for (const turn of end < 0 ? later : later.slice(0, end + 1)) {
    const facts = withoutWords(JSON.parse(turn.facts) as TurnFacts, said)
    if (facts === undefined) continue
    await db
      .updateTable('turn')
      .set({ facts: JSON.stringify(facts), understanding: null })
      .where('id', '=', turn.id)
      .execute()
  }
}

/** Undefined: none of the words are in it. */
function withoutWords(
  { text = '', attachments = [], earlierTexts, ...facts }: TurnFacts,
  said: { readonly texts: readonly string[]; readonly attachments: TurnFacts['attachments'] },
): TurnFacts | undefined {
  const rest = said.texts.reduce((left, words) => left.replace(`\n${words}\n`, () => '\n'), `\n${text}\n`)
  if (rest === `\n${text}\n`) return undefined
  const gone = new Set((said.attachments ?? []).map((one) => JSON.stringify(one)))
  const others = attachments.filter((one) => !gone.has(JSON.stringify(one)))
  return {
    ...facts,
    ...(rest.length > 2 ? { text: rest.slice(1, -1) } : {}),
    ...(earlierTexts === undefined
      ? {}
      : { earlierTexts: earlierTexts.filter((one) => !said.texts.includes(one)) }),
    ...(others.length === 0 ? {} : { attachments: others }),
  }
}
