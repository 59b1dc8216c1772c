/**
 * The context that a conversation keeps between turns: the small JSON of `Reply.context`. An older storyboard may have
 * stored it, or it may be damaged. A part with another form is dropped, and the others are kept.
 */
import { z } from 'zod'
import type { JsonObject, JsonValue, ProvedContact } from '../../domain/reply.ts'
import { contactKinds } from '../schema/verify.ts'

export interface Context {
  /** The customer was told that a bot replies. */
  readonly told?: true | undefined
  /** Messages in a row that no scene was about. */
  readonly missed?: number | undefined
  /** The language of the storyboard in which the customer last wrote for sure. */
  readonly language?: string | undefined
  /** When the text of `too_late` was said, ms. */
  readonly lateTold?: number | undefined
  /** When the customer was told in which languages the bot understands, ms. */
  readonly languagesTold?: number | undefined
  readonly waiting?: Waiting | undefined
  /** Values that the customer said in the scene of the waiting question. */
  readonly heard?: readonly Heard[] | undefined
  /** Slots that this scene has filled, in their order: a later message may correct them. */
  readonly filled?: readonly string[] | undefined
  /** The scene with which this began; others may have followed by `go`. */
  readonly began?: string | undefined
  readonly askedBack?: AskedBack | undefined
  readonly slots: JsonObject
  readonly variables: JsonObject
}

/** The bot asked which of these intents the customer meant. It keeps no words of the customer. */
export interface AskedBack {
  readonly turn: string
  /** In the order of the quick replies. */
  readonly intents: readonly string[]
  /** When it asked, ms. */
  readonly since: number
}

/** A question that waits for its slot value. */
export interface Waiting {
  readonly root: string
  /** Place of the `ask` below the actions of the root: [2, 'then', 0]. */
  readonly path: readonly (string | number)[]
  readonly slot: string
  /** Messages that did not fit. */
  readonly misses: number
  /** When it was asked, ms. */
  readonly since: number
  /** What the code proves that the customer is asked for. */
  readonly contact?: ProvedContact | undefined
}

export interface Heard {
  /** An entity, or `choice:` and the slot of the question. */
  readonly name: string
  readonly value: JsonValue
  /** Counts the customer's messages in the scene. */
  readonly message: number
  readonly isUsed?: true | undefined
}

const maxContextBytes = 16_384
const maxText = 2_000

const values = z.record(z.string().max(64), z.json()).catch({}).default({})
const contextSchema = z
  .object({
    told: z.literal(true).optional().catch(undefined),
    missed: z.int().min(0).max(100).optional().catch(undefined),
    language: z.string().max(35).optional().catch(undefined),
    lateTold: z.number().optional().catch(undefined),
    languagesTold: z.number().optional().catch(undefined),
    waiting: z
      .object({
        root: z.string(),
        path: z.array(z.union([z.string(), z.int().min(0)])).max(64),
        slot: z.string(),
        misses: z.int().min(0),
        since: z.number(),
        contact: z.object({ kind: z.enum(contactKinds), value: z.string() }).optional(),
      })
      .optional()
      .catch(undefined),
    heard: z
      .array(
        z.object({
          name: z.string(),
          value: z.json(),
          message: z.int().min(0),
          isUsed: z.literal(true).optional(),
        }),
      )
      .max(100)
      .optional()
      .catch(undefined),
    began: z.string().optional().catch(undefined),
    filled: z.array(z.string()).max(100).optional().catch(undefined),
    askedBack: z
      .object({ turn: z.string().max(32), intents: z.array(z.string()).max(3), since: z.number() })
      .optional()
      .catch(undefined),
    slots: values,
    variables: values,
  })
  .catch({ slots: {}, variables: {} })

export function decodeContext(context: JsonObject): Context {
  return contextSchema.parse(context)
}

/** At most 16 KiB: the largest values are dropped first. */
export function encodeContext({ slots, variables, ...rest }: Context): JsonObject {
  const fixed: JsonObject = JSON.parse(JSON.stringify(rest))
  const kept = { slots: { ...slots }, variables: { ...variables } }
  for (;;) {
    const context = { ...fixed, ...kept }
    if (Buffer.byteLength(JSON.stringify(context)) <= maxContextBytes) return context
    const [largest] = Object.entries(kept)
      .flatMap(([group, all]) =>
        Object.entries(all).map(([name, value]) => ({ group, name, size: sizeOf(value) })),
      )
      .toSorted((a, b) => b.size - a.size)
    if (largest === undefined) return {}
    if (largest.group === 'slots') delete kept.slots[largest.name]
    else delete kept.variables[largest.name]
  }
}

function sizeOf(value: JsonValue): number {
  return JSON.stringify(value).length
}

/** The value, bounded for storing. */
export function bounded(value: JsonValue): JsonValue {
  return typeof value === 'string' ? value.toWellFormed().slice(0, maxText).toWellFormed() : value
}
