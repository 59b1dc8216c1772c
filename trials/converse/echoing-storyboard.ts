/**
 * A storyboard in code that answers every text with the text and a running count, which is the context of the conversation:
 * what a customer sees tells by itself whether it came twice, out of order, or without the context of the one before.
 */
import type { ConversationOptions } from '../../bin/wiring/open-conversation.ts'
import type { JsonObject } from '../../src/domain/reply.ts'
import type { SceneInput } from '../../src/storyboard/storyboard.ts'

export const echoing: ConversationOptions['storyboard'] = () => ({
  listensTo: (kind) => kind === 'message',
  asksForRecent: false,
  async respond({ turn, context }: SceneInput) {
    const count = countOf(context) + 1
    const text = replyTo(turn.text ?? '', count)
    return { actions: [{ do: 'say', message: { text } }], context: { count }, scene: 'echo' }
  },
})

export function replyTo(text: string, count: number): string {
  return `re: ${text} (${count})`
}

/** What a reply says about itself; undefined for any other text. */
export function readReply(reply: string): { readonly text: string; readonly count: number } | undefined {
  const [, text, count] = /^re: (.*) \((\d+)\)$/s.exec(reply) ?? []
  return text === undefined || count === undefined ? undefined : { text, count: Number(count) }
}

function countOf({ count }: JsonObject): number {
  return typeof count === 'number' ? count : 0
}
