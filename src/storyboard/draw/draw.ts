/**
 * Draws a storyboard: the flow as an SVG picture, and one self-contained page for the App Review of Facebook. The same
 * storyboard and dialogues give the same bytes. Texts are escaped.
 */
import type { LoadedStoryboard } from '../storyboard.ts'
import type { Dialogue } from './dialogue.ts'
import { toFlow } from './flow.ts'
import { toReviewPage } from './review-page.ts'
import { toPicture } from './picture.ts'

export interface DrawOptions {
  /** Shown as chats; `toDialogue` makes them from played transcripts. */
  readonly dialogues?: readonly Dialogue[]
  /** The language of an example or keyword, if it is known. Absent: all are shown, in whatever language. */
  readonly languageOf?: (text: string) => string | undefined
}

export interface Drawing {
  /** A document of its own. */
  readonly svg: string
  /** A document of its own that contains the picture. */
  readonly html: string
}

export function drawStoryboard(storyboard: LoadedStoryboard, options: DrawOptions = {}): Drawing {
  const { definition, name } = storyboard
  const scenes = Object.keys(definition.scenes).length
  const svg = toPicture(toFlow(definition), {
    title: name,
    description: `How the Page replies: ${scenes} ${scenes === 1 ? 'scene' : 'scenes'} as boxes, each with its triggers and texts; lines lead from taps to the next scene.`,
  })
  return { svg, html: toReviewPage(definition, { ...options, svg, dialogues: options.dialogues ?? [] }) }
}
