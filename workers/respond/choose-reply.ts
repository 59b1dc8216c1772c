/** Asks the storyboard for a reply. Shows the typing indicator before a hub call; logs a failing storyboard. */
import type { PageId, Psid } from '../../src/domain/ids.ts'
import type { Reply } from '../../src/domain/reply.ts'
import { messengerTurnKinds } from '../../src/domain/turn.ts'
import type {
  CallHub,
  ContactCodes,
  FindAskedTurn,
  FindCommentHistory,
  SceneInput,
  Storyboard,
} from '../../src/storyboard/storyboard.ts'
import type { Logger } from '../../src/telemetry/log.ts'

export type ChooseReply = (input: SceneInput) => Promise<Reply>

export interface ChooseReplyDeps {
  readonly storyboard: () => Pick<Storyboard, 'respond'>
  readonly callHub: CallHub
  readonly findCommentHistory: FindCommentHistory
  readonly findAskedTurn: FindAskedTurn
  /** Absent: no code can be sent. */
  readonly codes?: ContactCodes
  /** The customer sees the typing indicator. Never fails. */
  readonly showTyping: (thread: { readonly pageId: PageId; readonly psid: Psid }) => Promise<void>
  readonly log: Pick<Logger, 'error'>
}

/** Never fails, so that a mistake stops no conversation: the turn gets the outcome `storyboard_failed`. */
export function createChooseReply({
  storyboard,
  callHub,
  findCommentHistory,
  findAskedTurn,
  codes,
  showTyping,
  log,
}: ChooseReplyDeps): ChooseReply {
  return async function chooseReply(input) {
    const { turn } = input
    try {
      return await storyboard().respond(input, {
        async hub(request) {
          // Awaited: if Facebook got it after the reply, the indicator would stay.
          if (messengerTurnKinds.includes(turn.kind)) await showTyping(turn)
          return await callHub(request)
        },
        findCommentHistory,
        findAskedTurn,
        ...(codes === undefined ? {} : { codes }),
      })
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown'
      log.error({ turn: turn.id, reason }, 'the storyboard failed: this turn gets no reply')
      return { actions: [], context: input.context, silentBecause: 'storyboard_failed' }
    }
  }
}
