/** The keys of a `verify` but for those that hold actions. */
import { z } from 'zod'
import { hubName, template, text } from './names.ts'

export const contactKinds = ['email', 'phone'] as const

export const verifyParts = z.strictObject({
  verify: z.enum(contactKinds).describe('What the customer proves to have: email or phone'),
  of: template.describe('The e-mail or phone, mostly {{ slots.email }}'),
  sent_by: hubName.describe('The hub that sends the code to it'),
  question: text.describe('Asks for the code'),
  again: text.optional().describe('Said after a wrong code; the question if absent'),
  attempts: z
    .int()
    .min(1)
    .max(5)
    .optional()
    .describe('Wrong codes until the bot gives up, 1 to 5; 3 if absent'),
  minutes: z
    .int()
    .min(1)
    .max(60)
    .optional()
    .describe('Minutes for which the code counts, 1 to 60; 10 if absent'),
})

/** Instead of the slot of a question that waits: the code of a `verify`. No slot has such a name. */
export const codeSlot = 'verify:'
