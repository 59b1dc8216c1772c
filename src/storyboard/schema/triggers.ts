/** What starts a scene. */
import { z } from 'zod'
import { condition, intentName } from './names.ts'

function oneOrMore<S extends z.ZodType>(one: S) {
  return z.union([one, z.array(one).min(1)])
}

const word = z.string().min(1)
const reactionName = z.string().regex(/^[^*]+$/, 'must be a reaction as a whole, or any: no * here')
const id = z.string().regex(/^[\w:-]+$/, 'must be an id as a whole, in quotation marks: no * here')
const pattern = z.string().min(1).describe('Exact, or with * for any characters')

export const triggerKinds = [
  'message',
  'payload',
  'ref',
  'optin',
  'attachment',
  'comment',
  'visitor_post',
  'mention',
  'rating',
  'reaction',
] as const

export const trigger = z
  .strictObject({
    message: z.literal('any').optional().describe('Any text in Messenger'),
    payload: oneOrMore(pattern)
      .optional()
      .describe(
        'A postback (Get Started, a button, the menu, an ice breaker) or quick reply with this payload',
      ),
    ref: oneOrMore(pattern).optional().describe('An m.me link or an ad with this ref'),
    optin: oneOrMore(pattern)
      .optional()
      .describe('An opt-in (plugin, marketing messages) with this ref or payload'),
    attachment: oneOrMore(
      z.enum(['any', 'image', 'audio', 'video', 'file', 'location', 'sticker', 'fallback', 'template']),
    )
      .optional()
      .describe('A message that brings such an attachment and no text'),
    comment: z.literal('any').optional().describe('A comment under a post of the Page'),
    visitor_post: z.literal('any').optional().describe("A post of a person on the Page's wall"),
    mention: z.literal('any').optional().describe('A post or comment elsewhere that names the Page'),
    rating: z.enum(['any', 'positive', 'negative']).optional().describe('A recommendation of the Page'),
    reaction: oneOrMore(reactionName).optional().describe('any, like, love, haha, wow, care, sad, angry …'),
    intent: oneOrMore(intentName)
      .optional()
      .describe(
        'What the text means. Alone: of a Messenger message; beside comment, visitor_post, mention, rating: of that',
      ),
    keyword: oneOrMore(word)
      .optional()
      .describe(
        'The text holds this word or phrase (whole words, case and accents do not count). Alone: of a Messenger message',
      ),
    of: z.enum(['message', 'post']).optional().describe('What the reaction is to; both if absent'),
    level: z
      .enum(['post', 'reply'])
      .optional()
      .describe('A comment on the post itself, or a reply to a comment; both if absent'),
    page: oneOrMore(id).optional().describe('Only on these Pages'),
    post: oneOrMore(id).optional().describe('Only under these posts'),
    when: condition.optional().describe('Only when this is true'),
  })
  .refine((value) => triggerKinds.filter((kind) => value[kind] !== undefined).length <= 1, {
    error: 'has two kinds of event: make each an item of its own',
  })
  .refine(
    (value) =>
      triggerKinds.some((kind) => value[kind] !== undefined) ||
      value.intent !== undefined ||
      value.keyword !== undefined,
    { error: `says nothing that starts the scene: give it intent, keyword, ${triggerKinds.join(', ')}` },
  )
  .describe('What starts the scene')

export type Trigger = z.output<typeof trigger>
