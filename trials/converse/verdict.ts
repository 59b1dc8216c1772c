/**
 * Whether the promise was kept, by what the simulated Facebook itself noted that each customer saw: no reply twice, none out of
 * order, none missing without a row that says why, and each with the context of the one before.
 */
import { foreignMid } from '../../sandbox/facebook/people/page-message.ts'
import type { Afterthought, SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import type { Written } from './chatter.ts'
import { readReply } from './echoing-storyboard.ts'
import type { CommentReply, FoundTurn } from './found-turns.ts'
import { createKnownAfter, findStale, findStaleComments } from './stale.ts'

export interface Evidence {
  readonly written: readonly Written[]
  readonly seen: readonly SeenMessage[]
  readonly turns: readonly FoundTurn[]
  /** mid → interactions; left out: not judged. */
  readonly recorded?: ReadonlyMap<string, number>
  /** By mid or comment id. */
  readonly afterthoughts?: ReadonlyMap<string, Afterthought>
  /** Public replies, which only `afterthoughts` judges. */
  readonly comments?: readonly CommentReply[]
}

export interface Verdict {
  readonly written: number
  readonly answered: number
  /** What was not kept, in words, by kind; empty lists where it was. */
  readonly broken: Readonly<Record<Breach, readonly string[]>>
  /** Messages without a reply, by the reason in their row. */
  readonly unanswered: Readonly<Record<string, number>>
  /** Messages whose webhook came when the reply to a later one had already been chosen: nobody could have known. */
  readonly overtaken: number
  /** From the first message of all to the last of these, ms. */
  readonly overtakenUntilMs: number
}

export type Breach =
  | 'stale'
  | 'doubled'
  | 'disordered'
  | 'missing'
  | 'contradicted'
  | 'wrongContext'
  | 'misrecorded'

interface Conversation {
  readonly name: string
  readonly written: Written[]
  readonly seen: SeenMessage[]
  readonly turns: FoundTurn[]
}

export function judge(evidence: Evidence): Verdict {
  const { written, seen, turns, recorded, afterthoughts = new Map(), comments = [] } = evidence

  const conversations = group(written, seen, turns)
  const orders = conversations.map(findDisorder)
  const fates = conversations.map((each) => findMissing(each, afterthoughts))
  const silent = Object.groupBy(
    fates.flatMap(({ unanswered }) => unanswered),
    (says) => says,
  )
  const overtaken = orders.flatMap((order) => order.overtaken)
  const knownAfter = createKnownAfter(conversations.flatMap(findLags))
  const began = written.reduce((first, { ackedAt }) => Math.min(first, ackedAt), Infinity)
  return {
    written: written.length,
    answered: seen.length,
    broken: {
      stale: [
        ...conversations.flatMap((each) => findStale(each, afterthoughts, knownAfter)),
        ...findStaleComments(comments, afterthoughts, knownAfter),
      ],
      doubled: conversations.flatMap(findDoubled),
      disordered: orders.flatMap(({ disordered }) => disordered),
      missing: fates.flatMap(({ missing }) => missing),
      contradicted: fates.flatMap(({ contradicted }) => contradicted),
      wrongContext: conversations.flatMap(findWrongContext),
      misrecorded: recorded === undefined ? [] : findMisrecorded({ seen, turns, recorded }),
    },
    unanswered: Object.fromEntries(Object.entries(silent).map(([says, all = []]) => [says, all.length])),
    overtaken: overtaken.length,
    overtakenUntilMs: overtaken.reduce((last, at) => Math.max(last, at - began), 0),
  }
}

function group(
  written: readonly Written[],
  seen: readonly SeenMessage[],
  turns: readonly FoundTurn[],
): Conversation[] {
  const all = new Map<string, Conversation>()
  const of = ({ page, psid }: { readonly page: string; readonly psid: string }): Conversation => {
    const name = `${page} ${psid}`
    const found = all.get(name) ?? { name, written: [], seen: [], turns: [] }
    all.set(name, found)
    return found
  }
  for (const each of written) of(each).written.push(each)
  for (const each of seen) of(each).seen.push(each)
  for (const each of turns) of(each).turns.push(each)
  return [...all.values()]
}

function findLags({ written, turns }: Conversation) {
  const openedOf = new Map(turns.map(({ text, openedTs }) => [text, openedTs]))
  return written.flatMap(({ text, ackedAt }) => {
    const openedTs = openedOf.get(text)
    return openedTs === undefined ? [] : [{ ackedAt, lagMs: openedTs - ackedAt }]
  })
}

function findDoubled({ name, seen }: Conversation): string[] {
  const replies = Map.groupBy(seen, ({ text = '' }) => readReply(text)?.text ?? text)
  return [...replies].flatMap(([said, { length }]) =>
    length > 1 ? `${name} saw the reply to ${said} ${length} times` : [],
  )
}

/** Between the look at what is on its way and the decision. */
const decidingMs = 50

/** `overtaken`: when those came that the receiver did not have when a later one was decided. */
function findDisorder({ name, written, seen, turns }: Conversation) {
  const ackedAt = new Map(written.map((each) => [each.text, each.ackedAt]))
  const turnOf = new Map(turns.map((turn) => [turn.text, turn]))
  const disordered: string[] = []
  const overtaken: number[] = []
  let latest: { readonly index: number; readonly text: string } | undefined
  for (const { text: reply = '' } of seen) {
    const text = readReply(reply)?.text ?? ''
    const index = Number.parseInt(text.slice(1), 10)
    if (latest === undefined || !(index < latest.index)) {
      latest = { index, text }
      continue
    }
    const laterDecided = turnOf.get(latest.text)?.handledTs ?? 0
    const cameAt = ackedAt.get(text) ?? 0
    const seconds = ((laterDecided - cameAt) / 1000).toFixed(1)
    if (cameAt > laterDecided - decidingMs) overtaken.push(cameAt)
    else
      disordered.push(
        `${name} saw the reply to ${text} after that to ${latest.text}, which was decided ${seconds} s after ${text} came`,
      )
  }
  return { disordered, overtaken }
}

const silentStates = new Set(['failed', 'expired', 'suppressed', 'held'])
/** With one of these the customer has a reply, or will get it. */
const repliedOutcomes = new Set(['', 'waiting', 'answered', 'not_understood'])

/** `unanswered`: what the rows say of messages that rightly have no reply. */
function findMissing(
  { name, written, seen, turns }: Conversation,
  afterthoughts: ReadonlyMap<string, Afterthought>,
) {
  const found = {
    missing: new Array<string>(),
    contradicted: new Array<string>(),
    unanswered: new Array<string>(),
  }
  const answers = new Set(seen.map(({ text = '' }) => readReply(text)?.text))
  const turnOf = new Map(turns.map((turn) => [turn.text, turn]))
  if (turnOf.size < turns.length) found.contradicted.push(`${name}: a message has two turns`)
  for (const { text, mid = '' } of written) {
    const { outcome = '', state = '', reason = '' } = turnOf.get(text) ?? {}
    const says = `${outcome || 'no turn'}, ${state || 'no row'}${reason === '' ? '' : ` (${reason})`}`
    const isSilent = !repliedOutcomes.has(outcome) || silentStates.has(state)
    if (answers.has(text)) {
      // A row that is held says that nobody knows: both may be true.
      if ((state !== 'sent' && state !== 'held') || outcome === 'waiting')
        found.contradicted.push(`${name} saw the reply to ${text}; the tables say ${says}`)
    } else if (says.includes('message_unsent') && afterthoughts.get(mid)?.action !== 'unsend')
      found.contradicted.push(`${name}: nobody unsent ${text}; the tables say ${says}`)
    else if (isSilent) found.unanswered.push(says)
    else found.missing.push(`${name} saw no reply to ${text}; the tables say ${says}`)
  }
  return found
}

/** The count goes up by one with every decision; a gap is a reply that was decided and not seen. */
function findWrongContext({ name, seen, turns }: Conversation): string[] {
  const counts = seen.map(({ text = '' }) => readReply(text)?.count ?? Number.NaN)
  const isRising = counts.every((count, index) => index === 0 || count > (counts[index - 1] ?? 0))
  const decided = turns.flatMap(({ reply }) => readReply(reply)?.count ?? [])
  const isWhole = decided.toSorted((a, b) => a - b).every((count, index) => count === index + 1)
  return [
    ...(isRising ? [] : [`${name} saw the counts ${counts.join(' ')}`]),
    ...(isWhole ? [] : [`${name}: the decided counts are not 1 to ${decided.length}`]),
  ]
}

/** What was sent is among the interactions, once; nothing else is. */
function findMisrecorded({
  seen,
  turns,
  recorded,
}: Required<Pick<Evidence, 'seen' | 'turns' | 'recorded'>>): string[] {
  const held = new Set(
    turns.flatMap(({ state, page, psid, reply }) => (state === 'held' ? nameOf(page, psid, reply) : [])),
  )
  const wrong = seen.flatMap(({ mid, page, psid, text = '' }) => {
    const name = nameOf(page, psid, text)
    const times = recorded.get(mid) ?? 0
    return times === 1 || (times === 0 && held.has(name)) ? [] : `${name} is recorded ${times} times`
  })
  const mids = new Set(seen.map(({ mid }) => mid))
  const unseen = [...recorded.keys()].filter((mid) => !mids.has(mid) && !mid.startsWith(foreignMid))
  return [...wrong, ...unseen.map((mid) => `recorded, and nobody saw it: ${mid}`)]
}

function nameOf(page: string, psid: string, text: string): string {
  return `${page} ${psid}: "${text}"`
}
