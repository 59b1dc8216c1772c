/** Actions that Facebook may refuse for good, without their `on_failure`. */
import { z } from 'zod'
import { buttons } from './messages.ts'
import { template, text, url } from './names.ts'
import { quickRepliesOption } from './says.ts'

export const actParts = {
  replyPublicly: z.strictObject({ reply_publicly: text, image: url.optional() }),
  replyPrivately: z.strictObject({
    reply_privately: text,
    quick_replies: quickRepliesOption,
    buttons: buttons.optional(),
    then_public: text
      .optional()
      .describe('A comment that is written only after Facebook accepted the private reply'),
  }),
  hide: z.strictObject({ hide: z.literal(true) }),
  unhide: z.strictObject({ unhide: z.literal(true) }),
  delete: z.strictObject({ delete: z.literal(true) }),
  like: z.strictObject({ like: z.literal(true) }),
  block: z.strictObject({ block: z.literal(true) }),
  handOver: z.strictObject({
    hand_over: z
      .string()
      .regex(/^(?:page_inbox|\d{5,20})$/, 'must be page_inbox, or the id of an app in quotation marks')
      .describe('page_inbox, or the id of the app that takes over'),
    note: template.optional().describe('A note for the agent or app that takes over'),
  }),
}

type ActParts = { [Name in keyof typeof actParts]: z.output<(typeof actParts)[Name]> }
export type ReplyPubliclyParts = ActParts['replyPublicly']
export type ReplyPrivatelyParts = ActParts['replyPrivately']
export type HandOverParts = ActParts['handOver']
export type AnyActParts = ActParts[keyof ActParts]

/** Acts that Facebook may refuse. */
export const actVerbs = [
  'reply_publicly',
  'reply_privately',
  'hide',
  'unhide',
  'delete',
  'like',
  'block',
  'hand_over',
] as const

/** Whether the action is one that Facebook may refuse. */
export function isAct<A extends object>(action: A): action is Extract<A, AnyActParts> {
  return actVerbs.some((verb) => verb in action)
}
