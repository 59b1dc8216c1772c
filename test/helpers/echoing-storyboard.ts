import type { ConversationOptions } from '../../bin/wiring/open-conversation.ts'
import type { JsonObject, ReplyAction } from '../../src/domain/reply.ts'
import type { SceneInput } from '../../src/storyboard/storyboard.ts'

/**
 * Replies to every text with "re: <text> (<n>)". The number is kept in the context. A comment gets its reply below
 * it.
 */
export const echoing: ConversationOptions['storyboard'] = () => ({
  listensTo: (kind) => kind === 'message' || kind === 'comment' || kind === 'visitor_post',
  asksForRecent: false,
  isAutomaticApp: () => false,
  async respond({ turn, context }: SceneInput) {
    const count = countOf(context) + 1
    const text = `re: ${turn.text ?? ''} (${count})`
    const action: ReplyAction =
      turn.kind === 'message'
        ? { do: 'say', message: { text } }
        : turn.text?.startsWith('private') === true
          ? { do: 'private_reply', message: { text } }
          : { do: 'comment', text }
    return { actions: [action], context: { count }, scene: 'echo' }
  },
})

function countOf({ count }: JsonObject): number {
  return typeof count === 'number' ? count : 0
}
