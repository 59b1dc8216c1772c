/** The keys of an `ask` but for those that hold actions. */
import { z } from 'zod'
import { platformLimits } from '../platform-limits.ts'
import { condition, entityName, label, template, text, url, variableName } from './names.ts'

const choice = z
  .union([
    template.describe('Title, which is also the value'),
    z.strictObject({
      title: label,
      value: z.union([z.string(), z.number(), z.boolean()]),
      image_url: url.optional(),
    }),
  ])
  .describe('A value to choose, shown as a quick reply')

const slotTypes = ['text', 'number', 'email', 'phone', 'date', 'time', 'money', 'yes_no'] as const

export const askParts = z.strictObject({
  ask: variableName.describe('The slot for the value: slots.<name> from then on'),
  question: text,
  type: z
    .enum(slotTypes)
    .optional()
    .describe('Kind of value; text if there is neither type, entity nor choices'),
  entity: entityName.optional().describe('The message must contain this entity'),
  choices: z
    .array(choice)
    .min(1)
    .max(platformLimits.quickReplies, 'has more than the 13 quick replies that Facebook shows')
    .optional()
    .describe('Values as quick replies; without type and entity no other value counts'),
  request: z
    .literal(true)
    .optional()
    .describe("With type email or phone: show the customer's own address or number as a quick reply"),
  valid: condition.optional().describe('The value must meet this condition: value >= 1 and value <= 12'),
  again: text.optional().describe('Asked instead of the question after a message that does not fit'),
  attempts: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe('Unfitting messages until the bot gives up, 1 to 10; 3 if absent'),
  cancel: z
    .array(z.string().min(1))
    .optional()
    .describe('Words that end the question; questions.cancel if absent'),
  change_of_mind: z
    .boolean()
    .optional()
    .describe(
      'Whether a message with another clear intent leaves the question; questions.change_of_mind if absent',
    ),
  prefill: z
    .boolean()
    .optional()
    .describe('Whether to take the value from the present message, if it has the entity; true if absent'),
  keep: z.boolean().optional().describe('Whether not to ask when the slot has a value; false if absent'),
})

export type Choice = z.output<typeof choice>
export type SlotType = (typeof slotTypes)[number]
