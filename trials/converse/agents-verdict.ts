/**
 * Judges a storm with agents by what the simulated Facebook noted: no message of an agent twice or out of order, none lost
 * without a reason, none that was taken back, and none of the bot while an agent has the thread.
 */
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import type { ActOutcome, AgentAct } from '../../src/domain/agent-act.ts'
import { createJudgement, type Judged } from '../report.ts'

/** An act, as the agent saw it. It was committed between the two times, ms. */
export interface Deed {
  readonly agent: string
  readonly page: string
  readonly psid: string
  readonly act: AgentAct['act']
  readonly text: string | undefined
  /** The row that an undo is about. */
  readonly undoes: string | undefined
  readonly startedAt: number
  readonly endedAt: number
  readonly outcome: ActOutcome
}

/** A row of `outbound` in Messenger, of the bot or of an agent. */
export interface SentRow {
  readonly id: string
  readonly page: string
  readonly psid: string
  readonly text: string
  readonly userId: string | undefined
  readonly state: string
  readonly reason: string
  readonly claimedTs: number
}

export interface AgentsEvidence {
  readonly deeds: readonly Deed[]
  /** Messenger's, in the order in which Facebook committed them. */
  readonly seen: readonly SeenMessage[]
  readonly rows: readonly SentRow[]
  /**
   * A message of the bot that was claimed before an agent took over may still come so much later, ms: its bytes are on
   * their way, and Facebook takes nothing back.
   */
  readonly allowanceMs: number
}

/** States of a row whose message was not sent, or of which nobody knows. Each needs a reason. */
const unsentStates = new Set(['failed', 'expired', 'suppressed', 'held'])

export function judgeAgents(evidence: AgentsEvidence): Judged {
  const judgement = createJudgement()
  const { line, expect } = judgement
  const { deeds, rows } = evidence
  const conversations = toConversations(evidence)
  const found = conversations.map((each) => ({
    'seen twice': findDoubled(each),
    'out of order': findDisorder(each),
    'lost without a reason': findLost(each),
    'seen although taken back': findUndone(each),
    'of the bot while an agent had the thread': findBots(each, evidence.allowanceMs),
    'with a wrong author': findWrongAuthors(each),
  }))
  const count = (fits: (deed: Deed) => boolean): number => deeds.filter(fits).length
  const undone = count(({ act, outcome }) => act === 'undo' && outcome.is === 'done')
  const taken = count(({ act }) => act === 'take_over')
  const given = count(({ act }) => act === 'give_back')
  const agents = new Set(deeds.map(({ agent }) => agent)).size
  const seen = conversations.reduce((sum, { byAgents }) => sum + byAgents.length, 0)
  const suppressed = rows.filter(({ reason }) => reason === 'silent_taken_over').length
  line('acts of agents', `${deeds.length} by ${agents} agents: ${taken} take-overs, ${given} given back`)
  line('messages of agents', `${count(({ act }) => act === 'reply')}, ${seen} seen, ${undone} taken back`)
  line('replies of the bot that a take-over kept back', suppressed)
  for (const breach of Object.keys(found[0] ?? {}) as (keyof (typeof found)[number])[]) {
    const examples = found.flatMap((each) => each[breach])
    line(`agents: ${breach}`, examples.length)
    expect(
      examples.length === 0,
      `${examples.length} messages ${breach}:${examples
        .slice(0, 8)
        .map((example) => `\n    ${example}`)
        .join('')}`,
    )
  }
  for (const { act, outcome, agent } of deeds)
    expect(
      outcome.is !== 'refused' || act === 'undo',
      `a ${act} of agent ${agent} was refused: ${outcome.reason}`,
    )
  expect(seen > 0, 'no message of an agent was seen: nothing is proved')
  expect(taken > 0 && given > 0, 'nobody took over and gave back: nothing is proved')
  expect(undone > 0, 'nothing was taken back: nothing is proved')
  return judgement
}

interface Conversation {
  readonly name: string
  readonly deeds: Deed[]
  readonly seen: SeenMessage[]
  /** Of `seen`, with the deed of each. */
  readonly byAgents: { readonly message: SeenMessage; readonly deed: Deed }[]
  /** By text. */
  readonly rows: Map<string, SentRow>
}

function toConversations({ deeds, seen, rows }: AgentsEvidence): Conversation[] {
  const all = new Map<string, Conversation>()
  const of = ({ page, psid }: { readonly page: string; readonly psid: string }): Conversation => {
    const name = `${page} ${psid}`
    const known = all.get(name) ?? { name, deeds: [], seen: [], byAgents: [], rows: new Map() }
    all.set(name, known)
    return known
  }
  for (const deed of deeds) of(deed).deeds.push(deed)
  for (const row of rows) of(row).rows.set(row.text, row)
  for (const message of seen) {
    const conversation = of(message)
    conversation.seen.push(message)
    const deed = conversation.deeds.find(({ text }) => text !== undefined && text === message.text)
    if (deed !== undefined) conversation.byAgents.push({ message, deed })
  }
  return [...all.values()]
}

function findDoubled({ name, seen }: Conversation): string[] {
  const byText = Map.groupBy(seen, ({ text = '' }) => text)
  return [...byText].flatMap(([text, { length }]) =>
    length > 1 ? `${name} saw "${text}" ${length} times` : [],
  )
}

/**
 * An act that ended before another began was committed before it, and its message is seen before that. Rows of one
 * conversation have ids in the order of their commits, so messages of bot and agents are seen in the order of their ids.
 */
function findDisorder({ name, seen, byAgents, rows }: Conversation): string[] {
  const byTime = byAgents.flatMap(({ deed }, at) =>
    byAgents
      .slice(at + 1)
      .filter(({ deed: later }) => later.endedAt < deed.startedAt)
      .map(({ deed: later }) => `${name} saw "${later.text}" after "${deed.text}", which was written later`),
  )
  const byId: string[] = []
  let latest: SentRow | undefined
  for (const { text = '' } of seen) {
    const row = rows.get(text)
    if (row === undefined) continue
    if (latest !== undefined && BigInt(row.id) < BigInt(latest.id))
      byId.push(`${name} saw "${text}" (row ${row.id}) after "${latest.text}" (row ${latest.id})`)
    else latest = row
  }
  return [...byTime, ...byId]
}

function findLost({ name, deeds, byAgents, rows }: Conversation): string[] {
  const seen = new Set(byAgents.map(({ deed }) => deed))
  return deeds
    .filter((deed) => deed.act === 'reply' && deed.outcome.is === 'queued' && !seen.has(deed))
    .flatMap(({ text = '' }) => {
      const { state = 'no row', reason = '' } = rows.get(text) ?? {}
      const isExplained = unsentStates.has(state) && reason !== ''
      return isExplained ? [] : `${name} did not see "${text}"; the tables say ${state} (${reason})`
    })
}

function findUndone({ name, deeds, byAgents }: Conversation): string[] {
  const undone = new Set(
    deeds.flatMap(({ act, outcome, undoes }) => (act === 'undo' && outcome.is === 'done' ? undoes : [])),
  )
  return byAgents.flatMap(({ deed: { text, outcome } }) =>
    undone.has(outcome.outboundId) ? `${name} saw "${text}", which was taken back` : [],
  )
}

/** A time in which an agent certainly had the thread, ms. */
interface Held {
  readonly from: number
  readonly until: number
}

function findBots({ name, deeds, seen, rows }: Conversation, allowanceMs: number): string[] {
  const held = heldTimes(deeds)
  return seen.flatMap(({ text = '', at }) => {
    const row = rows.get(text)
    if (row?.userId !== undefined || deeds.some((deed) => deed.text === text)) return []
    const during = held.find(({ from, until }) => at > from && at < until)
    if (during === undefined) return []
    const isUnderWay = row !== undefined && row.claimedTs <= during.from && at <= during.from + allowanceMs
    const afterMs = Math.round(at - during.from)
    return isUnderWay ? [] : `${name} saw "${text}" ${afterMs} ms after an agent had taken over`
  })
}

/** From the end of each act that takes the thread to the start of the first that may have given it back after it. */
function heldTimes(deeds: readonly Deed[]): Held[] {
  const done = deeds.filter(({ outcome }) => outcome.is !== 'refused')
  const given = done.filter(({ act }) => act === 'give_back')
  return done
    .filter(({ act }) => act === 'take_over' || act === 'reply')
    .flatMap(({ startedAt, endedAt: from }) => {
      const ends = given.filter(({ endedAt }) => endedAt >= startedAt).map((deed) => deed.startedAt)
      const until = Math.min(...ends)
      return until > from ? [{ from, until }] : []
    })
}

function findWrongAuthors({ name, byAgents, rows }: Conversation): string[] {
  return byAgents.flatMap(({ deed: { agent, text = '' } }) => {
    const { userId = 'nobody', state = 'no row' } = rows.get(text) ?? {}
    const isRight = userId === agent && (state === 'sent' || state === 'held')
    return isRight ? [] : `${name} saw "${text}"; the tables say ${state}, by ${userId}`
  })
}
