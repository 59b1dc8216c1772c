/**
 * The latest state of content that was edited, hidden or removed. Each part is the one with the greatest time. States
 * merge to the same result in any order and any number of times. `null`: it never happened.
 */
export interface ContentState {
  readonly textTs: number | null
  /** The number of the edit, as Messenger counts them. It is compared before the time. */
  readonly textSeq: number | null
  readonly text: string | null
  readonly hiddenTs: number | null
  readonly hidden: boolean | null
  readonly removedTs: number | null
}

export const unchanged: ContentState = {
  textTs: null,
  textSeq: null,
  text: null,
  hiddenTs: null,
  hidden: null,
  removedTs: null,
}

/** The state of untouched content after one change at `ts` (ms). */
export function stateOf(
  change: {
    readonly text?: string
    readonly seq?: number
    readonly hidden?: boolean
    readonly removed?: true
  },
  ts: number,
): ContentState {
  return {
    ...unchanged,
    ...(change.text === undefined ? {} : { textTs: ts, textSeq: change.seq ?? 0, text: change.text }),
    ...(change.hidden === undefined ? {} : { hiddenTs: ts, hidden: change.hidden }),
    ...(change.removed === undefined ? {} : { removedTs: ts }),
  }
}

export function mergeStates(a: ContentState, b: ContentState): ContentState {
  const text = laterText(a, b) ? b : a
  const hidden = laterHidden(a, b) ? b : a
  return {
    textTs: text.textTs,
    textSeq: text.textSeq,
    text: text.text,
    hiddenTs: hidden.hiddenTs,
    hidden: hidden.hidden,
    removedTs: earliest(a.removedTs, b.removedTs),
  }
}

function laterText(a: ContentState, b: ContentState): boolean {
  if (b.textTs === null) return false
  if (a.textTs === null) return true
  if (a.textSeq !== b.textSeq) return (b.textSeq ?? 0) > (a.textSeq ?? 0)
  if (a.textTs !== b.textTs) return b.textTs > a.textTs
  return (b.text ?? '') > (a.text ?? '') // the same time: any rule that does not depend on the order
}

function laterHidden(a: ContentState, b: ContentState): boolean {
  if (b.hiddenTs === null) return false
  if (a.hiddenTs === null || b.hiddenTs !== a.hiddenTs) return b.hiddenTs > (a.hiddenTs ?? -1)
  return b.hidden === true
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}
