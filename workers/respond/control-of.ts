import type { ConversationSnapshot } from '../../src/db/conversation/read-conversation.ts'
import type { SceneInput } from '../../src/storyboard/storyboard.ts'

/**
 * When an agent or another app last took or gave back thread control. Where the reason is an agent and yet nothing is
 * silent, the Page's instant reply only looked like an agent's.
 */
export function controlOf({
  silentTs,
  silentUntil,
  silentReason,
}: Pick<ConversationSnapshot, 'silentTs' | 'silentUntil' | 'silentReason'>): Pick<
  SceneInput,
  'controlChangedTs'
> {
  const isAutomatic = silentReason === 'person' && silentUntil === 0
  return silentTs === null || isAutomatic ? {} : { controlChangedTs: Number(silentTs) }
}
