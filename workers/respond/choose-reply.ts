/** The storyboard's reply to a turn. A storyboard that fails, and a hub that takes its time, are told here. */
import type { PageId, Psid } from '../../src/domain/ids.ts'
import type { Reply } from '../../src/domain/reply.ts'
import { messengerTurnKinds } from '../../src/domain/turn.ts'
import type { CallHub, SceneInput, Storyboard } from '../../src/storyboard/storyboard.ts'
import type { Logger } from '../../src/telemetry/log.ts'

export type ChooseReply = (input: SceneInput) => Promise<Reply>

export interface ChooseReplyDeps {
  readonly storyboard: () => Pick<Storyboard, 'respond'>
  readonly callHub: CallHub
  /** The customer sees that an answer is being typed. Never fails. */
  readonly showTyping: (thread: { readonly pageId: PageId; readonly psid: Psid }) => Promise<void>
  readonly log: Pick<Logger, 'error'>
}

/** Never fails: a mistake in the storyboard must not stop this conversation for ever. The turn tells it as its outcome. */
export function createChooseReply({ storyboard, callHub, showTyping, log }: ChooseReplyDeps): ChooseReply {
  return async function chooseReply(input) {
    const { turn } = input
    try {
      return await storyboard().respond(input, {
        async hub(request) {
          // Before the wait: shown after the reply it would stay.
          if (messengerTurnKinds.includes(turn.kind)) await showTyping(turn)
          return await callHub(request)
        },
      })
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown'
      log.error({ turn: turn.id, reason }, 'the storyboard failed: no reply to this turn')
      return { actions: [], context: input.context, silentBecause: 'storyboard_failed' }
    }
  }
}
