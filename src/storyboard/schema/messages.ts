/** Quick replies, buttons and cards. Their numbers are checked here, their lengths in `check/`. */
import { z } from 'zod'
import { platformLimits } from '../platform-limits.ts'
import { label, payload, sceneName, template, url } from './names.ts'

const goTo = sceneName.describe('The scene that the tap leads to')

export const quickReply = z
  .union([
    template.describe('Title; a tap counts as if the customer wrote it'),
    z.strictObject({
      title: label,
      payload: payload.optional().describe('Payload of the tap; the title if absent'),
      go: goTo.optional(),
      image_url: url.optional(),
    }),
    z.strictObject({
      request: z
        .enum(['email', 'phone'])
        .describe("A button with the customer's own e-mail address or phone number, as Facebook knows it"),
    }),
  ])
  .describe('A quick reply')

export const quickReplies = z
  .array(quickReply)
  .min(1)
  .max(platformLimits.quickReplies, 'has more than the 13 quick replies that Facebook shows')
  .describe('Bubbles above the keyboard, at most 13')

export const button = z
  .union([
    z.strictObject({ title: label, payload }).describe('Sends a payload'),
    z.strictObject({ title: label, go: goTo }).describe('Leads to a scene'),
    z.strictObject({ title: label, url }).describe('Opens a page'),
    z
      .strictObject({
        title: label,
        phone: z.string().regex(/^\+\d{6,15}$/, 'must be an international number, for example +4930123456'),
      })
      .describe('Calls a number'),
    z
      .strictObject({ log_in: url })
      .describe("Messenger's own button for the log-in page of your accounts, at this address"),
    z.strictObject({ log_out: z.literal(true) }).describe("Messenger's own button that ends the log-in"),
  ])
  .describe('A button')

export const buttons = z
  .array(button)
  .min(1)
  .max(platformLimits.buttons, 'has more than the 3 buttons that Facebook shows')
  .describe('Buttons under the text, at most 3')

export const card = z
  .strictObject({
    title: label,
    subtitle: label.optional(),
    image: url.optional(),
    buttons: buttons.optional(),
  })
  .refine(
    (value) => value.subtitle !== undefined || value.image !== undefined || value.buttons !== undefined,
    'needs a subtitle, an image or buttons besides its title',
  )
  .describe('A card')

export const cards = z
  .array(card)
  .min(1)
  .max(platformLimits.cards, 'has more than the 10 cards that Facebook shows')
  .describe('Cards side by side, at most 10')

export type QuickReplySpec = z.output<typeof quickReply>
export type ButtonSpec = z.output<typeof button>
export type CardSpec = z.output<typeof card>
