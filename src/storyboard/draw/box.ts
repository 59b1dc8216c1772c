/** What the picture is made of: boxes with rows; a row that leads somewhere names the box. */
export type Tone = 'trigger' | 'bot' | 'public' | 'logic' | 'tap' | 'go' | 'agent'

export interface Row {
  readonly label: string
  readonly text: string
  readonly tone: Tone
  /** How many conditions it stands under. */
  readonly depth: number
  /** The box that it leads to. */
  readonly to?: string
}

export interface Box {
  readonly id: string
  readonly kind: 'scene' | 'entry' | 'fallback' | 'agent'
  readonly title: string
  readonly about?: string
  readonly rows: readonly Row[]
}

/** No scene can have these names. */
export const entryId = 'page:'
export const agentId = 'agent:'
