/** Actions that send a message in Messenger. */
import { z } from 'zod'
import { buttons, cards, quickReplies } from './messages.ts'
import { text, url } from './names.ts'

export const quickRepliesOption = quickReplies.optional()

export const sayAction = z
  .strictObject({ say: text, quick_replies: quickRepliesOption, buttons: buttons.optional() })
  .refine((value) => value.buttons === undefined || value.quick_replies === undefined, {
    error: 'has buttons and quick_replies: some phones show only one of them, remove one',
  })
  .describe('A message in Messenger')

export const media = {
  image: z
    .strictObject({ image: url, quick_replies: quickRepliesOption })
    .describe('A picture, at most 8 MB'),
  video: z.strictObject({ video: url, quick_replies: quickRepliesOption }).describe('A video, at most 25 MB'),
  audio: z
    .strictObject({ audio: url, quick_replies: quickRepliesOption })
    .describe('An audio file, at most 25 MB'),
  file: z.strictObject({ file: url, quick_replies: quickRepliesOption }).describe('A file, at most 25 MB'),
}

export const cardsAction = z
  .strictObject({ cards, quick_replies: quickRepliesOption })
  .describe('Cards side by side')

export type SayAction = z.output<typeof sayAction>
export type MediaAction = z.output<(typeof media)[keyof typeof media]>
export type CardsAction = z.output<typeof cardsAction>
