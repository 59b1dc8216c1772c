/** The triggers of a scene. */
import { z } from 'zod'
import { condition, intentName } from './names.ts'

function oneOrMore<S extends z.ZodType>(one: S) {
  return z.union([one, z.array(one).min(1)])
}

const word = z.string().min(1)
const reactionName = z.string().regex(/^[^*]+$/, 'must be a whole reaction name, or any, without *')
const id = z.string().regex(/^[\w:-]+$/, 'must be a whole id in quotation marks, without *')
const digits = /^\d+$/
const adId = z
  .string()
  .refine(
    (given) => given === 'any' || digits.test(given),
    'must be any, or the id of an ad in quotation marks',
  )
const formId = z
  .string()
  .refine(
    (given) => given === 'any' || digits.test(given),
    'must be any, or the id of a lead form in quotation marks',
  )
const stickerName = z
  .string()
  .refine(
    (given) => given === 'any' || given === 'like' || digits.test(given),
    'must be any, like, or the id of a sticker in quotation marks',
  )
/** `comment: price` looks like a condition on its text. */
const anyText = z.literal('any', 'must be any: for its meaning or words, write intent or keyword beside it')
const pattern = z.string().min(1).describe('The exact text; * stands for any characters')

export const triggerKinds = [
  'message',
  'payload',
  'ref',
  'ad',
  'lead',
  'optin',
  'optin_stopped',
  'optin_resumed',
  'sticker',
  'attachment',
  'unsupported',
  'edited',
  'comment',
  'visitor_post',
  'mention',
  'rating',
  'reaction',
] as const

export const trigger = z
  .strictObject({
    message: anyText.optional().describe('Any text in Messenger'),
    payload: oneOrMore(pattern)
      .optional()
      .describe(
        'A postback (Get Started, a button, the menu, an ice breaker) or quick reply with this payload',
      ),
    ref: oneOrMore(pattern).optional().describe('An m.me link or an ad with this ref'),
    ad: oneOrMore(adId).optional().describe('The customer came from an ad: any, or the ids of ads'),
    lead: oneOrMore(formId)
      .optional()
      .describe('The customer completed a lead form: any, or the ids of forms'),
    optin: oneOrMore(pattern)
      .optional()
      .describe('An opt-in (plugin, marketing messages) with this ref or payload'),
    optin_stopped: oneOrMore(pattern)
      .optional()
      .describe('The customer stopped the marketing messages with this payload'),
    optin_resumed: oneOrMore(pattern)
      .optional()
      .describe('The customer takes up again the marketing messages with this payload'),
    sticker: oneOrMore(stickerName)
      .optional()
      .describe('A sticker without a text: any, like (the thumb beside the input), or the ids of stickers'),
    unsupported: z
      .literal('any')
      .optional()
      .describe('A message whose content Facebook does not tell; the fallback if absent'),
    edited: z
      .enum(['any', 'message', 'comment', 'post'])
      .optional()
      .describe('The customer changed the text of a message, a comment or a post'),
    attachment: oneOrMore(
      z.enum(['any', 'image', 'audio', 'video', 'file', 'location', 'sticker', 'fallback', 'template']),
    )
      .optional()
      .describe('A message with such an attachment and without a text'),
    comment: anyText.optional().describe('A comment under a post of the Page'),
    visitor_post: anyText.optional().describe('A post of a customer on the Page'),
    mention: anyText.optional().describe('A post or comment elsewhere that mentions the Page'),
    rating: z.enum(['any', 'positive', 'negative']).optional().describe('A recommendation of the Page'),
    reaction: oneOrMore(reactionName).optional().describe('any, like, love, haha, wow, care, sad, angry …'),
    intent: oneOrMore(intentName)
      .optional()
      .describe(
        'The meaning of the text. Alone: of a Messenger message; with comment, visitor_post, mention, rating or edited: of that',
      ),
    keyword: oneOrMore(word)
      .optional()
      .describe(
        'The text contains this word or phrase; whole words, without case and accents. Alone: a Messenger message',
      ),
    of: z.enum(['message', 'post']).optional().describe('What the customer reacted to; both if absent'),
    level: z
      .enum(['post', 'reply'])
      .optional()
      .describe('A comment on the post itself, or a reply to a comment; both if absent'),
    page: oneOrMore(id).optional().describe('Only on these Pages'),
    post: oneOrMore(id).optional().describe('Only under these posts'),
    when: condition.optional().describe('Only when this is true'),
  })
  .refine((value) => triggerKinds.filter((kind) => value[kind] !== undefined).length <= 1, {
    error: 'has two kinds of event: make each one an item of its own',
  })
  .refine(
    (value) =>
      triggerKinds.some((kind) => value[kind] !== undefined) ||
      value.intent !== undefined ||
      value.keyword !== undefined,
    { error: `has no event that starts the scene: add one of intent, keyword, ${triggerKinds.join(', ')}` },
  )
  .describe('An event that starts the scene')

export type Trigger = z.output<typeof trigger>
