/**
 * The storyboard file: what a brand writes. Plain data, no defaults filled in, so that the JSON Schema for editors, the drawing
 * and the engine see the same as the author. `docs/reference/storyboard.md` explains each part with an example.
 */
import { z } from 'zod'
import { actions } from './schema/actions.ts'
import { bot, languages, page } from './schema/page.ts'
import { condition, entityName, hubName, intentName, sceneName, text, variableName } from './schema/names.ts'
import { trigger } from './schema/triggers.ts'

const examples = z.array(z.string().min(1, 'must not be empty')).describe('Sentences that people write')

const entity = z
  .union([
    z.strictObject({
      pattern: z.string().min(1).describe('A regular expression; the part found is the value'),
    }),
    z.strictObject({
      values: z
        .record(z.string().min(1), z.array(z.string().min(1)))
        .describe('Each value with the other words for it'),
    }),
  ])
  .describe('Something to find in a text')

const setting = z
  .string()
  .regex(
    /^(?:env:[A-Z][A-Z0-9_]*|param:[\w.-]{1,64})$/,
    'must name where it is kept: env:NAME (environment variable) or param:NAME (pagebeat param)',
  )

const hub = z
  .strictObject({
    url: setting.describe('Where the address is kept: env:NAME or param:NAME'),
    secret: setting.describe('Where the secret is kept that signs what is sent: env:NAME or param:NAME'),
    budget_ms: z.int().min(50).max(10_000).optional().describe('Silent after so many milliseconds; 1500'),
    when_silent: text.describe('Said when it does not answer'),
  })
  .describe("The brand's own decision service")

const scene = z
  .strictObject({
    about: z.string().optional().describe('For readers and the drawing: what the scene is for'),
    on: z.array(trigger).min(1).optional().describe('What starts it; without it, only `go` leads here'),
    when: condition.optional().describe('Triggers count only when this is true'),
    do: actions,
  })
  .describe('A scene: what starts it and what happens')

const constant = z.union([z.string(), z.number(), z.boolean()])

const storyboardFields = {
  storyboard: z.literal(1).describe('Version of this format'),
  name: z.string().min(1).max(100),
  languages: languages.optional(),
  timezone: z
    .string()
    .min(1)
    .optional()
    .describe('IANA name for dates in texts: Europe/Berlin; UTC if absent'),
  bot,
  page: page.optional(),
  constants: z.record(variableName, constant).optional().describe('constants.<name> in texts'),
  variables: z
    .record(variableName, z.union([constant, z.null()]))
    .optional()
    .describe('context.<name> with its first value; those a hub sets belong here too'),
  intents: z
    .record(intentName, examples)
    .optional()
    .describe('What people want, each with 3 examples or more'),
  none: examples.optional().describe('Sentences that are none of the intents'),
  entities: z.record(entityName, entity).optional(),
  understanding: z
    .strictObject({
      at_least: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe('Confidence below which an intent does not count; 0.4'),
    })
    .optional(),
  hubs: z.record(hubName, hub).optional(),
  questions: z
    .strictObject({
      cancel: z
        .array(z.string().min(1))
        .optional()
        .describe('Words that end a question: stop, cancel, never mind'),
      cancelled: text.optional().describe('Said then'),
      attempts: z.int().min(1).max(10).optional().describe('Answers that may not fit before it gives up; 3'),
      change_of_mind: z.boolean().optional().describe('Whether another clear intent leaves a question; true'),
      change_at_least: z.number().min(0).max(1).optional().describe('How confident that intent must be; 0.7'),
      forget_after_minutes: z
        .int()
        .min(1)
        .max(10_080)
        .optional()
        .describe('A question that waits longer is forgotten; 1440'),
    })
    .optional()
    .describe('How every `ask` behaves unless it says otherwise'),
  scenes: z.record(sceneName, scene),
  fallback: z
    .strictObject({
      texts: z
        .array(text)
        .min(1)
        .max(5)
        .describe('Said at the first, second, third … message that was not understood'),
      // oxlint-disable-next-line unicorn/no-thenable -- the word of the format; a list is not called
      then: actions.optional().describe('At the next one, and again after as many'),
    })
    .describe('When a message in Messenger is not understood'),
  too_late: z
    .strictObject({
      after_minutes: z.int().min(1).max(1_440),
      say: text.optional().describe('Said instead of the answer, once; nothing if absent'),
    })
    .optional()
    .describe('When the answer comes so late (after an outage) that it would surprise'),
}

export const storyboardSchema = z
  .strictObject(storyboardFields)
  .meta({ title: 'Pagebeat storyboard', description: 'How a Page answers the people who talk to it' })

export type StoryboardFile = z.output<typeof storyboardSchema>
export type Scene = z.output<typeof scene>
export type EntitySpec = z.output<typeof entity>
export type HubSpec = z.output<typeof hub>
