/** A message of a conversation, as the customer saw it. The API's `messageSchema` says what each field means. */
import type { UserName } from './find-items.ts'

export interface Message {
  readonly id: string
  readonly outboundId?: string
  readonly ts: number
  readonly channel: 'messenger' | 'feed'
  readonly by: 'customer' | 'bot' | 'agent' | 'app' | 'page'
  readonly agent?: UserName
  readonly scene?: string
  readonly kind: string
  readonly detail?: 'linked' | 'unlinked' | 'ad'
  readonly text?: string
  readonly firstText?: string
  readonly isEdited: boolean
  readonly isRemoved: boolean
  readonly isHidden: boolean
  readonly attachments: MessageAttachment[]
  readonly buttons: string[]
  readonly reactions: MessageReaction[]
  readonly replyTo?: string
  readonly commentId?: string
  readonly postId?: string
  readonly privateReply?: { readonly until: number; readonly isTaken: boolean }
  readonly permalink?: string
  readonly state?: string
  readonly reason?: string
  readonly undoUntil?: number
  readonly deliveredTs?: number
  readonly readTs?: number
  readonly intent?: { readonly name: string; readonly confidence: number }
  readonly outcome?: string
}

export interface MessageAttachment {
  readonly type: string
  readonly url?: string
  readonly title?: string
}

export interface MessageReaction {
  readonly by: 'customer' | 'page'
  readonly emoji: string
}
