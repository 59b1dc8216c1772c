/** The schema of a transcript, which says how a conversation goes: `docs/reference/storyboard.md`, "Transcripts". */
import { z } from 'zod'
import { profileColumns } from '../schema/actions.ts'
import { actVerbs } from '../schema/acts.ts'
import { spanPattern } from './span.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const titles = z.array(z.string())
const words = z.union([z.string(), z.strictObject({ any_of: z.array(z.string()).min(1) })])
const at = { post: z.string(), level: z.enum(['post', 'reply']), name: z.string(), page: z.string() }
const feed = z.strictObject(at).partial().shape

const customerActs = z.union([
  z.string(),
  z
    .strictObject({ burst: z.array(z.string()).min(2).max(10) })
    .describe('Messages in quick succession: one reply with gather_ms, else one to each'),
  z.strictObject({ tap: z.string() }).describe('Title of a quick reply or button in the last messages'),
  z.strictObject({ payload: z.string(), ref: z.string().optional() }),
  z
    .strictObject({ text: z.string(), ref: z.string() })
    .describe('A message by a link. Facebook tells of the click in it, and once more as an event of its own'),
  z.strictObject({ ref: z.string() }),
  z.strictObject({ ad: z.string(), title: z.string().optional(), text: z.string().optional() }),
  z
    .strictObject({
      lead: z.record(z.string(), z.string()),
      form: z.string().optional(),
      ad: z.string().optional(),
    })
    .describe('Completes a lead form: what is filled in, by the name of the question'),
  z.strictObject({ optin: z.string() }),
  z.strictObject({ optin_stopped: z.string() }),
  z.strictObject({ optin_resumed: z.string() }),
  z.strictObject({ sticker: z.string() }).describe('like, or the id of a sticker'),
  z.strictObject({ unsupported: z.literal(true) }),
  z.strictObject({ edited: z.string(), of: z.enum(['message', 'comment', 'post']), ...feed }),
  z.strictObject({ attachment: z.string() }),
  z.strictObject({
    comment: z.string(),
    attachment: z.enum(['image', 'video', 'sticker']).optional(),
    ...feed,
  }),
  z.strictObject({ visitor_post: z.string(), ...feed }),
  z.strictObject({ mention: z.string(), ...feed }),
  z.strictObject({ rating: z.enum(['positive', 'negative']), text: z.string().optional(), ...feed }),
  z.strictObject({ reaction: z.string(), of: z.enum(['message', 'post']), ...feed }),
])

const shown = { quick_replies: titles.optional(), buttons: titles.optional() }
const botDoes = z.union([
  z.string(),
  z.strictObject({ say: words, ...shown }),
  z.strictObject({ reply_publicly: words }),
  z.strictObject({ reply_privately: words, ...shown }),
  z.strictObject({ image: z.string(), quick_replies: titles.optional() }),
  z.strictObject({ video: z.string(), quick_replies: titles.optional() }),
  z.strictObject({ audio: z.string(), quick_replies: titles.optional() }),
  z.strictObject({ file: z.string(), quick_replies: titles.optional() }),
  z.strictObject({ cards: titles, quick_replies: titles.optional() }),
  z.strictObject({ hide: z.literal(true), rule: z.string().optional() }),
  z.strictObject({ unhide: z.literal(true), rule: z.string().optional() }),
  z.strictObject({ delete: z.literal(true), rule: z.string().optional() }),
  z.strictObject({ like: z.literal(true) }),
  z.strictObject({ block: z.literal(true) }),
  z.strictObject({ hand_over: z.string(), note: z.string().optional() }),
])

/** Actions that Facebook may refuse. */
export const refusable = ['say', ...actVerbs] as const

const hubResponses = z.record(z.string(), z.union([z.literal('silent'), z.record(z.string(), z.json())]))
const profile = z.partialRecord(z.enum([...profileColumns, 'locale', 'timezone', 'gender']), scalar)

const step = z.union([
  z.strictObject({
    person: customerActs,
    understood: z
      .strictObject({
        intent: z.string().optional(),
        confidence: z.number().min(0).max(1).optional(),
        alternatives: z
          .record(z.string(), z.number().min(0).max(1))
          .optional()
          .describe('Other intents with their confidences, likeliest first'),
        also: z.string().optional().describe('The intent of another sentence of the text'),
        entities: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
        language: z.string().optional(),
      })
      .optional()
      .describe('The understanding of the text, instead of the local one'),
    refused: z
      .array(z.enum(refusable))
      .min(1)
      .optional()
      .describe('Actions of the reply that Facebook refuses for good'),
  }),
  z.strictObject({ bot: z.union([z.literal('nothing'), botDoes, z.array(botDoes).min(1)]) }),
  z.strictObject({
    page: z
      .strictObject({
        writes: z.string(),
        by: z.union([z.enum(['agent', 'instant_reply', 'ad_greeting']), z.strictObject({ app: z.string() })]),
      })
      .describe('A message of the Page that the bot did not write. That of an agent silences the bot'),
  }),
  z.strictObject({ remembers: z.record(z.string(), z.json()) }),
  z.strictObject({ profile }),
  z.strictObject({
    wait: z.string().regex(spanPattern, 'must be a time, for example 2 days, 3 hours or 10 minutes'),
  }),
  z.strictObject({ hubs: hubResponses }),
])

export const transcriptSchema = z.strictObject({
  title: z.string().min(1),
  about: z.string().optional().describe('A note for reviewers'),
  profile: profile.optional().describe('The profile of the customer at the start'),
  profile_columns: z
    .record(z.string(), scalar)
    .optional()
    .describe('Values of the columns of profile that the storyboard names in profile_columns'),
  now: z.iso.datetime().optional().describe('When the conversation starts'),
  page: z.string().optional(),
  hubs: hubResponses.optional(),
  steps: z.array(step).min(1),
})

export type Transcript = z.output<typeof transcriptSchema>
export type TranscriptStep = z.output<typeof step>
export type CustomerStep = Extract<TranscriptStep, { person: unknown }>
export type CustomerActs = z.output<typeof customerActs>
export type PageWrites = Extract<TranscriptStep, { page: unknown }>['page']
export type BotDoes = z.output<typeof botDoes>
