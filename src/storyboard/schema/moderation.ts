/** Moderation: rules that hide or delete comments before anything else is done with them. */
import { z } from 'zod'
import { intentName, sceneName } from './names.ts'

function oneOrMore<S extends z.ZodType>(one: S) {
  return z.union([one, z.array(one).min(1)])
}

const id = z.string().regex(/^[\w:-]+$/, 'must be a whole id in quotation marks, without *')
const entry = z.string().trim().min(1, 'must not be empty').max(200, 'is longer than 200 characters')

const exceptions = z
  .strictObject({
    post: oneOrMore(id).optional().describe('Comments under these posts'),
    customer: oneOrMore(id)
      .optional()
      .describe(
        'Comments of these customers: chanFacebookFeed.sender_id. Also for staff who comment by their own name',
      ),
  })
  .describe('What is left alone')

export const moderationKinds = ['link', 'phone_number', 'words', 'picture', 'intent'] as const

const kindsWithAllow: readonly (typeof moderationKinds)[number][] = ['link', 'phone_number', 'words']

const rule = z
  .strictObject({
    about: z.string().optional().describe('What the rule is for: shown in the drawing'),
    act: z
      .enum(['hide', 'delete'])
      .optional()
      .describe('hide if absent. A hidden comment can be shown again; a deleted one is gone for ever'),
    link: oneOrMore(entry)
      .optional()
      .describe('any: a link to any domain, also a disguised one. Or only links to these domains'),
    phone_number: z.literal('any').optional().describe('A telephone number, in the digits of any script'),
    words: z
      .array(entry)
      .min(1)
      .max(2_000, 'has more than 2,000 entries: make a second rule')
      .optional()
      .describe('Words, phrases or emoji; * at the start or end of a word stands for any letters'),
    picture: oneOrMore(z.enum(['any', 'image', 'video', 'sticker']))
      .optional()
      .describe('A comment with such an attachment'),
    intent: oneOrMore(intentName).optional().describe('The meaning of the comment'),
    at_least: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Least confidence of the intent, 0 to 1; if absent, understanding.at_least, else 0.4'),
    allow: z
      .array(entry)
      .min(1)
      .optional()
      .describe('Of link: domains with all below them. Of phone_number: numbers. Of words: phrases'),
    page: oneOrMore(id).optional().describe('Only on these Pages'),
    except: exceptions.optional(),
  })
  .refine((value) => moderationKinds.filter((kind) => value[kind] !== undefined).length === 1, {
    error: `needs exactly one of ${moderationKinds.join(', ')}: make each one a rule of its own`,
  })
  .refine((value) => value.at_least === undefined || value.intent !== undefined, {
    error: 'has at_least, which needs intent: remove it',
  })
  .refine((value) => value.allow === undefined || kindsWithAllow.some((kind) => value[kind] !== undefined), {
    error: `has allow, which needs ${kindsWithAllow.join(', ')}: remove it`,
  })
  .describe('A rule: which comments, and what is done with them')

export const moderation = z
  .strictObject({
    except: exceptions.optional().describe('What every rule leaves alone'),
    rules: z
      .record(sceneName, rule)
      .describe('Each rule under its name. The first one that a comment breaks counts'),
  })
  .describe('Rules that hide or delete comments. A comment that breaks one gets no reply')

export type ModerationSpec = z.output<typeof moderation>
export type RuleSpec = z.output<typeof rule>
