/** The picture has boxes with rows; a row may name the box that it leads to. */
/** `count`: a place for numbers, without a text of its own. */
export type Tone = 'trigger' | 'bot' | 'public' | 'logic' | 'tap' | 'go' | 'agent' | 'count'

export interface Row {
  readonly label: string
  readonly text: string
  readonly tone: Tone
  /** Number of conditions around it. */
  readonly depth: number
  /** The box that it leads to. */
  readonly to?: string
  /** The slot of the question that it asks. */
  readonly asks?: string
}

export interface Box {
  readonly id: string
  readonly kind: 'scene' | 'entry' | 'fallback' | 'agent'
  readonly title: string
  readonly about?: string
  readonly rows: readonly Row[]
}

/** Names that no scene can have. */
export const entryId = 'page:'
export const agentId = 'agent:'
export const moderationId = 'moderation:'
export const unsureId = 'unsure:'
