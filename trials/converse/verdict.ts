/**
 * Whether the promise was kept, by what the simulated Facebook itself noted that each customer saw: no reply twice, none out of
 * order, none missing without a row that says why, and each with the context of the one before.
 */
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import type { Written } from './chatter.ts'
import { readReply } from './echoing-storyboard.ts'
import type { FoundTurn } from './found-turns.ts'

export interface Evidence {
  readonly written: readonly Written[]
  readonly seen: readonly SeenMessage[]
  readonly turns: readonly FoundTurn[]
  /** mid → interactions; left out: not judged. */
  readonly recorded?: ReadonlyMap<string, number>
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
  /** The last of them came so long after the first message of all, ms. */
  readonly overtakenUntilMs: number
}

export type Breach = 'doubled' | 'disordered' | 'missing' | 'contradicted' | 'wrongContext' | 'misrecorded'

interface Conversation {
  readonly name: string
  readonly written: Written[]
  readonly seen: SeenMessage[]
  readonly turns: FoundTurn[]
}

export function judge({ written, seen, turns, recorded }: Evidence): Verdict {
  const broken: Record<Breach, string[]> = {
    doubled: [],
    disordered: [],
    missing: [],
    contradicted: [],
    wrongContext: [],
    misrecorded: [],
  }
  const unanswered: Record<string, number> = {}
  const overtaken: number[] = []
  for (const conversation of group(written, seen, turns)) {
    findDoubled(conversation, broken)
    overtaken.push(...findDisorder(conversation, broken))
    findMissing(conversation, { broken, unanswered })
    findWrongContext(conversation, broken)
  }
  if (recorded !== undefined) findMisrecorded({ seen, turns, recorded }, broken)
  const began = written.reduce((first, { ackedAt }) => Math.min(first, ackedAt), Infinity)
  return {
    written: written.length,
    answered: seen.length,
    broken,
    unanswered,
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

function findDoubled({ name, seen }: Conversation, broken: Record<Breach, string[]>): void {
  const times = new Map<string, number>()
  for (const { text = '' } of seen) {
    const said = readReply(text)?.text ?? text
    times.set(said, (times.get(said) ?? 0) + 1)
  }
  for (const [said, count] of times)
    if (count > 1) broken.doubled.push(`${name} saw the reply to ${said} ${count} times`)
}

/** Between the look at what is on its way and the decision. */
const decidingMs = 50

/** Returns how many were answered late because they came late: the receiver did not have them when the later one was decided. */
function findDisorder(
  { name, written, seen, turns }: Conversation,
  broken: Record<Breach, string[]>,
): number[] {
  const ackedAt = new Map(written.map((each) => [each.text, each.ackedAt]))
  const turnOf = new Map(turns.map((turn) => [turn.text, turn]))
  const overtaken: number[] = []
  let latest: { readonly index: number; readonly text: string } | undefined
  for (const { text: reply = '' } of seen) {
    const text = readReply(reply)?.text ?? ''
    const index = Number.parseInt(text.slice(1), 10)
    if (latest !== undefined && index < latest.index) {
      const laterDecided = turnOf.get(latest.text)?.handledTs ?? 0
      const cameAt = ackedAt.get(text) ?? 0
      if (cameAt > laterDecided - decidingMs) overtaken.push(cameAt)
      else {
        const seconds = ((laterDecided - cameAt) / 1000).toFixed(1)
        broken.disordered.push(
          `${name} saw the reply to ${text} after that to ${latest.text}, which was decided ${seconds} s after ${text} came`,
        )
      }
    } else latest = { index, text }
  }
  return overtaken
}

const silentStates = new Set(['failed', 'expired', 'suppressed', 'held'])

function findMissing(
  { name, written, seen, turns }: Conversation,
  { broken, unanswered }: { broken: Record<Breach, string[]>; unanswered: Record<string, number> },
): void {
  const answers = new Set(seen.map(({ text = '' }) => readReply(text)?.text))
  const turnOf = new Map(turns.map((turn) => [turn.text, turn]))
  if (turnOf.size < turns.length) broken.contradicted.push(`${name}: a message has two turns`)
  for (const { text } of written) {
    const { outcome = '', state = '', reason = '' } = turnOf.get(text) ?? {}
    const says = `${outcome || 'no turn'}, ${state || 'no row'}${reason === '' ? '' : ` (${reason})`}`
    const isSilent = (outcome !== 'answered' && outcome !== '') || silentStates.has(state)
    if (answers.has(text)) {
      // A row that is held says that nobody knows: both may be true.
      if (state !== 'sent' && state !== 'held')
        broken.contradicted.push(`${name} saw the reply to ${text}; the tables say ${says}`)
    } else if (isSilent) unanswered[says] = (unanswered[says] ?? 0) + 1
    else broken.missing.push(`${name} saw no reply to ${text}; the tables say ${says}`)
  }
}

/** The count goes up by one with every decision; a gap is a reply that was decided and not seen. */
function findWrongContext({ name, seen, turns }: Conversation, broken: Record<Breach, string[]>): void {
  const counts = seen.map(({ text = '' }) => readReply(text)?.count ?? Number.NaN)
  const isRising = counts.every((count, index) => index === 0 || count > (counts[index - 1] ?? 0))
  if (!isRising) broken.wrongContext.push(`${name} saw the counts ${counts.join(' ')}`)
  const decided = turns.flatMap(({ reply }) => readReply(reply)?.count ?? [])
  const isWhole = decided.toSorted((a, b) => a - b).every((count, index) => count === index + 1)
  if (!isWhole) broken.wrongContext.push(`${name}: the decided counts are not 1 to ${decided.length}`)
}

/** What was sent is among the interactions, once; nothing else is. */
function findMisrecorded(
  { seen, turns, recorded }: Required<Omit<Evidence, 'written'>>,
  broken: Record<Breach, string[]>,
): void {
  const held = new Set(
    turns.filter(({ state }) => state === 'held').map(({ page, psid, reply }) => `${page} ${psid} ${reply}`),
  )
  const mids = new Set<string>()
  for (const { mid, page, psid, text = '' } of seen) {
    mids.add(mid)
    const times = recorded.get(mid) ?? 0
    if (times !== 1 && !(times === 0 && held.has(`${page} ${psid} ${text}`)))
      broken.misrecorded.push(`${page} ${psid}: "${text}" is recorded ${times} times`)
  }
  for (const mid of recorded.keys())
    if (!mids.has(mid)) broken.misrecorded.push(`recorded, and nobody saw it: ${mid}`)
}
