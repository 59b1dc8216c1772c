/**
 * The schema of the storyboard file that an author writes. It fills in no defaults, so that the JSON Schema for
 * editors, the drawing and the engine see the same as the author. `docs/reference/storyboard.md` explains each part
 * with an example.
 */
import { z } from 'zod'
import { actions } from './schema/actions.ts'
import { moderation } from './schema/moderation.ts'
import { bot, languages, page } from './schema/page.ts'
import { condition, entityName, hubName, intentName, sceneName, text, variableName } from './schema/names.ts'
import { trigger } from './schema/triggers.ts'
import { unsure } from './schema/unsure.ts'

const examples = z.array(z.string().min(1, 'must not be empty')).describe('Sentences of customers')

const entity = z
  .union([
    z.strictObject({
      pattern: z.string().min(1).describe('A regular expression of RE2; the part that it finds is the value'),
    }),
    z.strictObject({
      values: z
        .record(z.string().min(1), z.array(z.string().min(1)))
        .describe('Each value with its synonyms'),
    }),
  ])
  .describe('Something to find in a text')

const setting = z
  .string()
  .regex(
    /^(?:env:[A-Z][A-Z0-9_]*|param:[\w.-]{1,64})$/,
    'must be env:NAME (an environment variable) or param:NAME (see `pagebeat param`)',
  )

const hub = z
  .strictObject({
    url: setting.describe('Where the address is kept: env:NAME or param:NAME'),
    secret: setting.describe('Where the secret is kept that signs the requests: env:NAME or param:NAME'),
    budget_ms: z
      .int()
      .min(50)
      .max(10_000)
      .optional()
      .describe('Milliseconds to wait for the response, 50 to 10000; 1500 if absent'),
    when_silent: text.describe('Said when the hub gives no usable response'),
  })
  .describe("The brand's own decision service")

const scene = z
  .strictObject({
    about: z.string().optional().describe('What the scene is for: shown in the drawing'),
    on: z
      .array(trigger)
      .min(1)
      .optional()
      .describe('What starts the scene; if absent, only `go` leads to it'),
    when: condition.optional().describe('The triggers count only when this is true'),
    also: z
      .literal(true)
      .optional()
      .describe(
        'May follow the reply of another scene, for the second intent of a message; asks nothing then',
      ),
    change_of_mind: z
      .literal(false)
      .optional()
      .describe('A text does not leave the question of another scene for this one; a tap or a link does'),
    do: actions,
  })
  .describe('A scene: its triggers and its actions')

const constant = z.union([z.string(), z.number(), z.boolean()])

const storyboardFields = {
  storyboard: z.literal(1).describe('Version of this format'),
  name: z.string().min(1).max(100),
  languages: languages.optional(),
  timezone: z
    .string()
    .min(1)
    .optional()
    .describe('IANA name of the time zone of dates in texts, for example Europe/Berlin; UTC if absent'),
  bot,
  page: page.optional(),
  profile_columns: z
    .array(z.string().regex(/^[A-Za-z_]\w{0,63}$/, 'must be the name of a column of profile'))
    .min(1)
    .optional()
    .describe('Columns of your own in the table profile, for profile.<name> in texts'),
  constants: z.record(variableName, constant).optional().describe('Values for constants.<name> in texts'),
  variables: z
    .record(variableName, z.union([constant, z.null()]))
    .optional()
    .describe('First values of context.<name>, also of those that a hub sets'),
  intents: z
    .record(intentName, examples)
    .optional()
    .describe('What customers want, each with 3 or more examples'),
  none: examples.optional().describe('Sentences that belong to no intent'),
  entities: z.record(entityName, entity).optional(),
  understanding: z
    .strictObject({
      at_least: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe('Least confidence of an intent, 0 to 1; that of the provider if absent'),
      calibration: z
        .strictObject({
          least_confidence: z
            .number()
            .min(0)
            .max(1)
            .describe('A guess of less confidence counts as none, 0 to 1'),
          slope: z.number().min(0.1).max(10).describe('The log odds are multiplied by this, 0.1 to 10'),
          shift: z.number().min(-10).max(10).describe('Then this is added, -10 to 10'),
        })
        .optional()
        .describe('Fits the confidence of the local provider to your customers; from pagebeat nlp calibrate'),
    })
    .optional(),
  unsure: unsure.optional(),
  moderation: moderation.optional(),
  gather_ms: z
    .int()
    .min(200)
    .max(5_000)
    .optional()
    .describe(
      'Milliseconds to wait for more messages of a customer, 200 to 5000: all of them get one reply. Absent: each gets its own',
    ),
  hubs: z.record(hubName, hub).optional(),
  questions: z
    .strictObject({
      cancel: z
        .array(z.string().min(1))
        .optional()
        .describe('Words that end a question; stop, cancel, never mind and others if absent'),
      cancelled: text.optional().describe('Said when a question was cancelled'),
      yes: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .describe('More words or emoji for yes; the usual ones of many languages are known'),
      no: z.array(z.string().min(1)).min(1).optional().describe('More words or emoji for no'),
      attempts: z
        .int()
        .min(1)
        .max(10)
        .optional()
        .describe('Unfitting messages until the bot gives up, 1 to 10; 3 if absent'),
      change_of_mind: z
        .boolean()
        .optional()
        .describe('Whether a message with another clear intent leaves the question; true if absent'),
      change_at_least: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe('Least confidence of that intent, 0 to 1; 0.7 if absent'),
      forget_after_minutes: z
        .int()
        .min(1)
        .max(10_080)
        .optional()
        .describe('Minutes after which a question is forgotten, 1 to 10080; 1440 if absent'),
    })
    .optional()
    .describe('Defaults for every `ask`'),
  scenes: z.record(sceneName, scene),
  fallback: z
    .strictObject({
      texts: z
        .array(text)
        .min(1)
        .max(5)
        .describe('Said at the first, second, third … message in a row that no scene is about'),
      // oxlint-disable-next-line unicorn/no-thenable -- the word of the format; a list is not called
      then: actions.optional().describe('Actions at the next such message; then counting starts again'),
    })
    .describe('What the bot does when no scene is about a Messenger message'),
  other_language: z
    .strictObject({
      say: z
        .union([z.literal(false), text])
        .describe('Said once a day to a customer who writes in a language without examples; false: nothing'),
    })
    .optional()
    .describe('For a text that is surely in a language without examples; a usual text if absent'),
  too_late: z
    .strictObject({
      after_minutes: z.int().min(1).max(1_440),
      say: text.optional().describe('Said once instead of the reply; nothing if absent'),
    })
    .optional()
    .describe('For replies that would come too late, for example after an outage'),
  too_many: z
    .strictObject({
      say: z
        .union([z.literal(false), text])
        .describe('Said once when a customer writes faster than the bot may reply; false: nothing is said'),
    })
    .optional()
    .describe(
      'For a customer who gets more than PAGEBEAT_REPLIES_PER_MINUTE replies; a usual text if absent',
    ),
}

export const storyboardSchema = z
  .strictObject(storyboardFields)
  .meta({ title: 'Pagebeat storyboard', description: 'How a Page replies to its customers' })

export type StoryboardFile = z.output<typeof storyboardSchema>
export type Scene = z.output<typeof scene>
export type EntitySpec = z.output<typeof entity>
export type HubSpec = z.output<typeof hub>
