import type { DrawnBox, StoryboardDrawing } from '../../api/storyboard.ts'
import type { Counts } from './counts.ts'

export interface DrawingProps {
  readonly drawing: StoryboardDrawing
  /** By the id of the box. */
  readonly scenes: ReadonlyMap<string, Counts>
  readonly questions: ReadonlyMap<string, Counts>
  readonly drops: ReadonlyMap<string, number>
  readonly titleOf: (box: DrawnBox) => string
  readonly onScene: (id: string) => void
  readonly onQuestion: (question: string) => void
}
