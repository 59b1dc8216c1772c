/** An open turn as the tables `turn` and `contentState` hold it. */
import type { ConversationId, PageId, ProfileId, Psid, TurnId } from '../../domain/ids.ts'
import type { ContentGone } from '../../domain/reasons.ts'
import type { ReplyChannel, Turn, TurnFacts } from '../../domain/turn.ts'
import type { Understanding } from '../../domain/understanding.ts'

export interface OpenTurn extends Turn {
  /** Where its reply is given. */
  readonly channel: ReplyChannel
  readonly openedTs: number
  readonly readyTs: number
  readonly understanding: Understanding | undefined
  /** The state of its message, comment or post at the time of reading. */
  readonly content: TurnContent
}

/** What happened since to the message, comment or post of a turn. */
export interface TurnContent {
  /** The time of the latest edit, ms; 0: it was not edited. */
  readonly editedTs: number
  /** When that edit was recorded, ms. */
  readonly editSeenTs: number
  readonly removedTs: number | null
  readonly isHidden: boolean
  /** Why nothing replies to it. */
  readonly gone: ContentGone | undefined
}

/** The columns for `toTurn`, beside the ids: `turn` is `t`, its `contentState` is `s`. */
export const turnColumns = [
  't.channel',
  't.pId',
  't.ts',
  't.facts',
  't.openedTs',
  't.readyTs',
  't.understanding',
  't.understoodTs',
  's.text as editedText',
  's.textTs as editedTs',
  's.textSeenTs as editSeenTs',
  's.hidden',
  's.removedTs',
] as const

export interface TurnRow {
  readonly id: TurnId
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly psid: Psid
  readonly pId: ProfileId
  readonly channel: ReplyChannel
  readonly ts: string
  readonly facts: string
  readonly openedTs: string
  readonly readyTs: string
  readonly understanding: string | null
  readonly understoodTs: string
  readonly editedText: string | null
  readonly editedTs: string | null
  readonly editSeenTs: string | null
  readonly hidden: number | null
  readonly removedTs: string | null
  /** Left out: nothing is known of hides by the bot. */
  readonly isHiddenByBot?: boolean | number | string
}

/** Pagebeat itself wrote the JSON in it. An edited text takes the place of the first one, in whatever order they came. */
export function toTurn({
  facts,
  understanding,
  understoodTs,
  ts,
  openedTs,
  readyTs,
  ...row
}: TurnRow): OpenTurn {
  const { id, conversationId, pageId, psid, pId, channel } = row
  const said = JSON.parse(facts) as TurnFacts
  const content = contentOf(row, said)
  const isCut = content.removedTs !== null && said.earlierTexts !== undefined
  const isUnderstood = understanding !== null && Number(understoodTs) === content.editedTs && !isCut
  return {
    ...(content.editedTs === 0 && !isCut ? said : withText(said, isCut ? null : row.editedText)),
    id,
    conversationId,
    pageId,
    psid,
    pId,
    channel,
    ts: Number(ts),
    openedTs: Number(openedTs),
    readyTs: Number(readyTs),
    understanding: isUnderstood ? (JSON.parse(understanding) as Understanding) : undefined,
    content,
  }
}

type ContentColumns = Pick<TurnRow, 'editedTs' | 'editSeenTs' | 'hidden' | 'removedTs' | 'isHiddenByBot'>

function contentOf(
  { editedTs, editSeenTs, hidden, removedTs, isHiddenByBot = false }: ContentColumns,
  said: TurnFacts,
): TurnContent {
  return {
    editedTs: Number(editedTs ?? 0),
    editSeenTs: Number(editSeenTs ?? 0),
    removedTs: removedTs === null ? null : Number(removedTs),
    isHidden: hidden === 1,
    gone: goneOf({ removedTs, hidden: isHiddenByBot === true ? 0 : hidden }, said),
  }
}

/** Why nothing replies to what the customer said. */
export function goneOf(
  { removedTs, hidden }: Pick<TurnRow, 'removedTs' | 'hidden'>,
  { kind, earlierTexts }: Pick<TurnFacts, 'kind' | 'earlierTexts'>,
): ContentGone | undefined {
  if (earlierTexts !== undefined) return undefined // the other messages of its burst are still there
  if (removedTs !== null) return isMessage(kind) ? 'message_unsent' : 'content_removed'
  return hidden === 1 ? 'content_hidden' : undefined
}

function isMessage(kind: TurnFacts['kind']): boolean {
  return kind === 'message' || kind === 'edited_message'
}

/** Facebook's own understanding (`nlp`) was of the first text. A burst keeps the texts of its other messages. */
function withText({ text: _text, nlp: _nlp, ...facts }: TurnFacts, text: string | null): TurnFacts {
  const texts = [...(facts.earlierTexts ?? []), ...(text === null || text === '' ? [] : [text])]
  return texts.length === 0 ? facts : { ...facts, text: texts.join('\n') }
}
