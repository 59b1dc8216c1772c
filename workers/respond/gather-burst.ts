/** Waits for the end of a burst of messages, and joins them into the last one: the whole gets one reply. */
import type { Bursts } from '../../src/db/conversation/bursts.ts'
import type { ConversationSnapshot } from '../../src/db/conversation/read-conversation.ts'
import type { OpenTurn } from '../../src/db/conversation/turn-row.ts'
import { burstOf, joinParts, mostParts } from '../../src/domain/burst.ts'
import type { Understand, Understanding, Utterance } from '../../src/domain/understanding.ts'
import { within } from '../../src/within.ts'
import { type EarlierMessagesDeps, watchEarlierMessages } from './earlier-messages.ts'
import type { CustomerProfile } from '../../src/domain/reply.ts'
import type { Progress } from './progress.ts'

export interface GatherDeps extends EarlierMessagesDeps {
  readonly bursts: Bursts
  /** How long a customer may pause within a burst, ms; 0: each message gets its own reply. */
  readonly gatherMs: () => number
  /** The joined text is new: no part of it was understood with the others. */
  readonly understand: Understand
  /** Is told the number of turns that were closed because a newer one gets the reply. */
  readonly onGathered: (turns: number) => void
  readonly limits: EarlierMessagesDeps['limits'] & { readonly understandingMs: number }
}

/** Undefined: the turn gets its reply now. */
export async function gatherBurst(
  deps: GatherDeps,
  turn: OpenTurn,
  { hasMoreTurns, customer }: Pick<ConversationSnapshot, 'hasMoreTurns' | 'customer'>,
  recordedBy: readonly string[] | undefined,
): Promise<Progress | undefined> {
  const gatherMs = deps.gatherMs()
  if (gatherMs === 0 || turn.kind !== 'message' || turn.earlierTexts !== undefined) return undefined
  const open = hasMoreTurns ? await deps.bursts.findOpen(turn, mostParts + 1) : [turn]
  if (open[0]?.id !== turn.id) return 'done' // another worker replied, or an earlier one came: read again
  const { parts, until } = burstOf(open, gatherMs)
  if (until > deps.now()) return { waitUntil: until }
  const last = parts.at(-1)
  if (last === undefined || parts.length < 2) return undefined
  const earlier = watchEarlierMessages(deps, last, recordedBy)
  if (await earlier.areExpected()) return earlier.wait()
  const facts = joinParts(parts)
  const understanding = await understandAll(deps, parts, toUtterance(last, facts.text, customer))
  if (await earlier.cameMeanwhile()) return earlier.wait()
  if (await deps.bursts.join(parts, { facts, understanding, now: deps.now() }))
    deps.onGathered(parts.length - 1)
  return 'done'
}

/** Where understanding takes too long: that of the part that is understood best. */
async function understandAll(
  { understand, limits }: GatherDeps,
  parts: readonly OpenTurn[],
  utterance: Utterance,
): Promise<Understanding> {
  const whole = await within(
    limits.understandingMs,
    understand(utterance),
    'no understanding of a burst',
  ).catch(() => undefined)
  const [best] = parts
    .flatMap(({ understanding }) => understanding ?? [])
    .toSorted((a, b) => (b.intent?.confidence ?? 0) - (a.intent?.confidence ?? 0))
  return whole ?? best ?? { provider: 'none', version: '', entities: [] }
}

function toUtterance(
  { ts }: OpenTurn,
  text = '',
  { locale, timezone }: Partial<CustomerProfile> = {},
): Utterance {
  return {
    text,
    referenceTime: ts,
    ...(locale === undefined ? {} : { locale }),
    ...(timezone === undefined ? {} : { timezone }),
  }
}
