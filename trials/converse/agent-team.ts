/**
 * Agents of the console who take over, write, undo and give back at random. They act through the console's own functions; for
 * half of the acts no worker is woken, as if the console died between its commit and the wake-up.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { producerConnection } from '../../queues/connection.ts'
import { hop } from '../../queues/define-queue.ts'
import { createPublisher } from '../../queues/publish.ts'
import { respondQueue } from '../../queues/respond.ts'
import type { Random } from '../../sandbox/facebook/world/random.ts'
import { recordAgentAct } from '../../src/db/console/agent-acts.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { ActOutcome, AgentAct } from '../../src/domain/agent-act.ts'
import { asPageId, asPsid, type ConversationId } from '../../src/domain/ids.ts'
import { repeat } from '../repeat.ts'
import type { Deed } from './agents-verdict.ts'
import type { Writer } from './chatter.ts'
import type { Setup } from './setup.ts'

export interface TeamOptions {
  readonly agents: number
  readonly writers: readonly Writer[]
  readonly random: Random
  /** How long an agent may take a message back, ms. */
  readonly undoMs: number
}

const restMs = [100, 400] as const
/** Of the acts, this share is requested twice at once with one key. */
const twice = 0.1
const silenceMs = 3_600_000
/** Without one of them a storm proves nothing. */
const provingActs = ['take_over', 'give_back', 'undo'] as const

export async function startAgents(
  { host, installation }: Pick<Setup, 'host' | 'installation'>,
  { agents, writers, random, undoMs }: TeamOptions,
) {
  const db = createDatabase({ url: installation.databaseUrl, poolSize: agents })
  const redis = producerConnection(host.servers.redisUrl, { commandTimeoutMs: 1_000 })
  const publisher = createPublisher(redis, installation.prefix)
  const now = await databaseTime(db)
  const rules = { undoMs, silenceMs, mayUseHumanAgent: false }
  const deeds: Deed[] = []
  const problems: string[] = []
  const found = new Map<Writer, ConversationId>()
  let keys = 0

  async function find(writer: Writer): Promise<ConversationId | undefined> {
    const known = found.get(writer)
    if (known !== undefined) return known
    const row = await db
      .selectFrom('conversation')
      .select('id')
      .where('pageId', '=', asPageId(writer.page))
      .where('psid', '=', asPsid(writer.person.psid(writer.page)))
      .executeTakeFirst()
    if (row !== undefined) found.set(writer, row.id)
    return row?.id
  }

  async function act(agent: string, writer: Writer, given: Given): Promise<ActOutcome | undefined> {
    const conversationId = await find(writer)
    if (conversationId === undefined) return undefined
    const user = { id: agent, email: `agent-${agent}@example.com` }
    const whole: AgentAct = { ...given, key: `storm-key-${(keys += 1)}` }
    const request = { user, conversationId, act: whole, now: now(), rules }
    const startedAt = Date.now()
    const asked = random.chance(twice) ? [request, request] : [request]
    const [outcome, again] = await Promise.all(asked.map((one) => recordAgentAct(db, one)))
    if (outcome === undefined) return undefined
    const { page } = writer
    const psid = writer.person.psid(page)
    const text = given.act === 'reply' ? given.text : undefined
    const undoes = given.act === 'undo' ? given.outboundId : undefined
    deeds.push({ agent, page, psid, act: given.act, text, undoes, startedAt, endedAt: Date.now(), outcome })
    const isRefused = outcome.is === 'refused' || again?.is === 'refused' // nothing was done: it may be asked again
    if (!isRefused && again !== undefined && JSON.stringify(again) !== JSON.stringify(outcome))
      problems.push(`a repeated ${given.act} had another result: ${JSON.stringify([outcome, again])}`)
    const channel = 'facebookMessenger'
    if (random.chance(0.5))
      await publisher.publish([hop(respondQueue, { v: 1, conversationId, channel })]).catch(() => {})
    return outcome
  }

  const shifts = Array.from({ length: agents }, (_, index) => {
    const agent = String(index + 1)
    let messages = 0
    return repeat(async ({ rest }) => {
      await rest(restMs[0] + random.below(restMs[1] - restMs[0]))
      const writer = writers[random.below(writers.length)]
      if (writer === undefined || writer.written === 0) return
      if (random.chance(0.4)) await act(agent, writer, { act: 'take_over' })
      for (let left = random.below(2); left >= 0; left -= 1) {
        const text = agentText(agent, (messages += 1))
        const outcome = await act(agent, writer, { act: 'reply', text })
        if (outcome?.outboundId === undefined || !random.chance(0.15)) continue
        await rest(random.below(undoMs * 1.5))
        await act(agent, writer, { act: 'undo', outboundId: outcome.outboundId })
      }
      if (random.chance(0.85)) await act(agent, writer, { act: 'give_back' })
    })
  })

  function wasDone(name: AgentAct['act']): boolean {
    return deeds.some(({ act: done, outcome }) => done === name && outcome.is === 'done')
  }

  return {
    deeds,
    problems,
    /** Resolves when a message was taken back, and a conversation taken over and given back; or after `ms`. */
    async untilEachAct(ms: number): Promise<void> {
      const giveUpAt = Date.now() + ms
      while (!provingActs.every(wasDone) && Date.now() < giveUpAt) await pause(100)
    },
    /** All acts are committed. */
    async stop(): Promise<void> {
      await Promise.all(shifts.map((shift) => shift.stop()))
      await publisher.close()
      redis.disconnect()
      await db.destroy()
    },
  }
}

type Given = AgentAct extends infer One ? (One extends AgentAct ? Omit<One, 'key'> : never) : never

function agentText(agent: string, count: number): string {
  return `agent ${agent} says ${count}`
}

export function isOfAgent(text: string | undefined): boolean {
  return text !== undefined && /^agent \d+ says \d+$/.test(text)
}
