/** What the bot asks when a text may have one of several intents. */
import { z } from 'zod'
import { intentName, label, text } from './names.ts'

const share = z.number().min(0).max(1).optional()

/** Bounds where the storyboard gives none. `docs/reference/storyboard.md` has them. */
export const unsureDefaults = { first_at_least: 0.25, both_at_least: 0.5, lead_at_most: 0.2 } as const

export const unsure = z
  .strictObject({
    question: text.optional().describe('Asked with the titles as quick replies; a usual text if absent'),
    titles: z
      .record(intentName, label)
      .describe('The quick reply of each intent that may be named, at most 20 characters'),
    something_else: label
      .optional()
      .describe('Title of the last quick reply, which names none of them; a usual one if absent'),
    except: z.array(intentName).min(1).optional().describe('Intents that are never named'),
    first_at_least: share.describe('Least confidence of the likeliest intent, 0 to 1; 0.25 if absent'),
    both_at_least: share.describe('Least sum of the confidences of the two likeliest, 0 to 1; 0.5 if absent'),
    lead_at_most: share.describe(
      'An intent that is understood, but leads the next by no more than this, is asked about; 0.2 if absent',
    ),
  })
  .describe('Asks "did you mean …?" when a message may have one of several intents')

export type UnsureSpec = z.output<typeof unsure>
