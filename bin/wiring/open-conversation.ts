/** The conversation's half of the pipeline with everything it needs: storyboard, language understanding, the Graph API. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Kysely } from 'kysely'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { createCustomers } from '../../src/db/conversation/customers.ts'
import type { Conversing } from '../../src/db/record-events.ts'
import { createMinds, type Minds } from '../../src/db/conversation/minds.ts'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createPagePauses } from '../../src/db/pages/page-pauses.ts'
import { createPageTokens } from '../../src/db/pages/page-tokens.ts'
import { createProfileRefreshes } from '../../src/db/conversation/profile-refreshes.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createTurns, type OpenTurn, type Turns } from '../../src/db/conversation/turns.ts'
import { anonymousProfileId } from '../../src/domain/event-key.ts'
import type { Decision } from '../../src/domain/reply.ts'
import { messengerTurnKinds, type Turn } from '../../src/domain/turn.ts'
import { createSender } from '../../src/facebook/send-outbound.ts'
import { createGraph } from '../../src/facebook/graph/compose.ts'
import { createProfileRefresh } from '../../src/facebook/profile-refresh.ts'
import type { Understand } from '../../src/domain/understanding.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import type {
  CallHub,
  HubResponse,
  HubRequest,
  LoadedStoryboard,
  SceneInput,
} from '../../src/storyboard/storyboard.ts'
import { countTurn, countReplied, countSettled } from '../../src/telemetry/count-replies.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import type { ConversationDeps } from '../../workers/pipeline.ts'
import { createUnderWay } from '../../queues/under-way.ts'
import { createPageGate } from '../../src/redis/shared-page-gate.ts'
import { shareLateness } from '../../src/redis/shared-lateness.ts'
import { tellUnreadable } from './tell-unreadable.ts'

export interface ConversationConfig {
  readonly graphUrl: string
  readonly graphVersion: string
  readonly appSecret: string
  readonly appId: string | undefined
  readonly secretKeys: readonly string[]
  readonly wit: { readonly url: string; readonly token: string } | undefined
  readonly answerMinutes: number
  readonly silenceMinutes: number
  readonly repliesPerMinute: number
}

export interface OpenConversation {
  /** For stitch: which events become turns. */
  readonly conversing: Conversing
  readonly turns: Turns
  readonly minds: Minds
  deps(): ConversationDeps
  close(): Promise<void>
}

export interface ConversationOptions {
  readonly db: Kysely<Database>
  readonly redis: Redis
  readonly prefix: string
  readonly storyboard: () => Pick<LoadedStoryboard, 'listensTo' | 'respond' | 'asksForRecent'>
  readonly understand: Understand
  readonly callHub: CallHub
  /** Left out: as long as in production. */
  readonly waits?: Partial<typeof usualWaits>
  readonly config: ConversationConfig
  readonly log: Logger
}

const minuteMs = 60_000

const usualWaits = {
  /** One call of the Send API may take this long; a claim older than it and a little more is nobody's any longer. */
  sendMs: 5_000,
  claimMs: 7_000,
  /** Echoes come within a second or two; a look-up earlier than this proves nothing. */
  graceMs: 6_000,
  /** After so long without an answer a person decides. */
  giveUpMs: 120_000,
  /** An answer waits so long for the person's profile, and for what the text means. */
  profileMs: 700,
  understandingMs: 2_500,
}

export function openConversation(options: ConversationOptions): OpenConversation {
  const { db, redis, prefix, storyboard, understand, config, log } = options
  const waits = { ...usualWaits, ...options.waits }
  const now = Date.now
  const turns = createTurns(db)
  const minds = createMinds(db)
  const outbox = createOutboundRows(db)
  const customers = createCustomers(db)
  const refreshes = createProfileRefreshes(db)
  const tokens = createPageTokens(createAppParams(db, createSecretBox(config.secretKeys)))
  const findToken = tellUnreadable(tokens.find, { log })
  const gate = createPageGate({ pauses: createPagePauses(db), redis, prefix })
  const underWay = createUnderWay(redis, prefix)
  const sharing = shareLateness(redis, prefix)
  const graph = createGraph({
    url: config.graphUrl,
    version: config.graphVersion,
    appSecret: config.appSecret,
    gate,
    readToken(pageId) {
      tokens.forget(pageId)
      return tokens.find(pageId)
    },
    onGateError: (error) =>
      log.warn(
        { reason: error instanceof Error ? error.name : 'unknown' },
        'holds of Pages are out of reach',
      ),
  })
  const sender = createSender({
    call: graph.call,
    findToken,
    isKnown: outbox.isKnown,
    deadlineMs: waits.sendMs,
  })
  /** The person sees that somebody types, before the wait: after the answer it would stay. */
  async function askHub(turn: Turn, request: HubRequest): Promise<HubResponse> {
    if (messengerTurnKinds.includes(turn.kind)) await sender.show('typing_on', turn)
    return await options.callHub(request)
  }

  /** Several times within a moment: as a rule what tells of the person is done a few ms later. */
  async function isOvertaking(turn: OpenTurn, recordedBy: readonly string[] | undefined): Promise<boolean> {
    if (!messengerTurnKinds.includes(turn.kind)) return false // no dialogue, and times in seconds
    for (let look = 0; look < 4; look += 1) {
      if (!(await underWay.mentions(turn.psid, turn.ts, recordedBy))) return false
      await pause(8)
    }
    return true
  }

  async function decide(input: SceneInput): Promise<Decision> {
    try {
      return await storyboard().respond(input, { hub: (request) => askHub(input.turn, request) })
    } catch (error) {
      // A mistake of ours must not stop this person's conversation for ever; the turn says what happened.
      log.error(
        { turn: input.turn.id, reason: error instanceof Error ? error.name : 'unknown' },
        'the storyboard failed',
      )
      return { actions: [], context: input.context, silentBecause: 'storyboard_failed' }
    }
  }

  return {
    conversing: {
      listensTo: (kind) => storyboard().listensTo(kind),
      lateness: sharing.lateness,
      ownAppId: config.appId,
      silenceMs: config.silenceMinutes * minuteMs,
      now,
    },
    turns,
    minds,
    deps: () => ({
      turns,
      minds,
      outbox,
      customers: {
        findRecent: async (turn) => (storyboard().asksForRecent ? await customers.findRecent(turn) : []),
      },
      understand,
      decide,
      isOvertaking,
      now,
      refreshProfile: createProfileRefresh({
        call: graph.call,
        findToken,
        isFresh: refreshes.isFresh,
        save: ({ pId }, found) => refreshes.save(pId, found),
        waitMs: waits.profileMs,
        deadlineMs: 5_000,
      }),
      send: async (row) => {
        const { platformId, recipientId } = await sender.send(row)
        countReplied(row)
        if (recipientId !== undefined && recipientId !== row.psid && row.pId !== anonymousProfileId)
          await refreshes
            .link(recipientId, row.pId)
            .catch(() => log.warn({ page: row.pageId }, 'a private reply told an id that could not be kept'))
        return { platformId }
      },
      lookUp: sender.lookUp,
      markSeen: (thread) => sender.show('mark_seen', thread),
      onTurn: countTurn,
      onSettled: countSettled,
      limits: {
        understandingMs: waits.understandingMs,
        answerMs: config.answerMinutes * minuteMs,
        repliesPerMinute: config.repliesPerMinute,
      },
      claimMs: waits.claimMs,
      graceMs: waits.graceMs,
      giveUpMs: waits.giveUpMs,
    }),
    async close() {
      sharing.stop()
      await graph.close()
    },
  }
}
