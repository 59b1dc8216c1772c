/** Ports of the stages that reply: storyboard, language understanding, Graph API, tables. */
import type { Redis } from 'ioredis'
import type { Kysely } from 'kysely'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { createCustomers } from '../../src/db/conversation/customers.ts'
import type { ConversationRules } from '../../src/db/record-events.ts'
import { commitDecision } from '../../src/db/conversation/commit-decision.ts'
import { findRepeat } from '../../src/db/conversation/repeated-turns.ts'
import { createBursts } from '../../src/db/conversation/bursts.ts'
import { createFollowUps } from '../../src/db/conversation/follow-ups.ts'
import { createReplyLimits } from '../../src/db/conversation/reply-limit.ts'
import { createConversationReader } from '../../src/db/conversation/read-conversation.ts'
import { findAskedTurn } from '../../src/db/conversation/find-asked-turn.ts'
import { findCommentHistory } from '../../src/db/conversation/moderation.ts'
import { createThreadControl } from '../../src/db/conversation/thread-control.ts'
import { createWakeUps, type WakeUps } from '../../src/db/conversation/wake-ups.ts'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createPagePauses } from '../../src/db/pages/page-pauses.ts'
import { createPageTokens } from '../../src/db/pages/page-tokens.ts'
import { createProfileRefreshes } from '../../src/db/conversation/profile-refreshes.ts'
import { linkNow } from '../../src/db/identity/link-now.ts'
import type { KnownForgotten } from '../../src/db/identity/forgotten-links.ts'
import { createDatabaseClock, type DatabaseClock } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createTurns, type Turns } from '../../src/db/conversation/turns.ts'
import { createSender } from '../../src/facebook/send-outbound.ts'
import { createProfileRefresh } from '../../src/facebook/profile-refresh.ts'
import type { Understand } from '../../src/domain/understanding.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import type { CallHub, LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import {
  countGathered,
  countOutcome,
  countReplied,
  countSettled,
  countTooLate,
  countTurn,
} from '../../src/telemetry/count-replies.ts'
import { minuteMs } from '../../src/domain/lateness.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { type Activity, createActivity } from '../../workers/respond/activity.ts'
import type { ConversationDeps } from '../../workers/pipeline.ts'
import { createChooseReply } from '../../workers/respond/choose-reply.ts'
import { linkRecipient } from '../../workers/respond/link-recipient.ts'
import { moderatedMs } from '../../workers/respond/moderated.ts'
import { createUnderWay } from '../../queues/under-way.ts'
import { createPageGate } from '../../src/redis/shared-page-gate.ts'
import { shareLateness } from '../../src/redis/shared-lateness.ts'
import { type GraphConfig, openGraph } from './open-graph.ts'
import { type IdentityConfig, openContactCodes, openIdMatching, openLogIns } from './open-identity.ts'
import { logUnreadableTokens } from './log-unreadable-tokens.ts'
import { createEchoReport } from './report-echoes.ts'
import type { ReaderConfig } from './reader-config.ts'
import { reportPauses } from './report-pauses.ts'
import { usualWaits, type Waits } from './usual-waits.ts'
import { watchClock } from './watch-clock.ts'
import { watchWaitingTurns } from './watch-waiting-turns.ts'

export interface ConversationConfig extends GraphConfig, IdentityConfig {
  readonly appId: string | undefined
  readonly wit: { readonly url: string; readonly token: string } | undefined
  /** Undefined: there is no reader. */
  readonly reader?: ReaderConfig | undefined
  readonly replyMinutes: number
  readonly silenceMinutes: number
  readonly repliesPerMinute: number
  /** The app has Facebook's feature Human Agent. Absent: it has not. */
  readonly mayUseHumanAgent?: boolean
}

export interface OpenConversation {
  /** For stitch: which events become turns, and who controls a thread after them. */
  readonly conversationRules: ConversationRules
  readonly turns: Turns
  /** The brand has a service that knows the customers of log-ins. */
  readonly resolvesLogIns: boolean
  readonly wakeUps: WakeUps
  /** For the sweeper. See `Turns.closeTooLate`. */
  closeTooLate(now: number, limit: number): Promise<number>
  /** The database's clock, ms since the epoch. Every time that several processes compare is of this clock. */
  readonly now: () => number
  deps(): ConversationDeps
  close(): Promise<void>
}

export interface ConversationOptions {
  readonly db: Kysely<Database>
  /** Left out: one that learns the time with its first statement. */
  readonly clock?: DatabaseClock
  readonly redis: Redis
  readonly prefix: string
  readonly storyboard: () => Pick<
    LoadedStoryboard,
    | 'listensTo'
    | 'respond'
    | 'asksForRecent'
    | 'isAutomaticApp'
    | 'gatherMs'
    | 'moderates'
    | 'moderatesByIntent'
  >
  readonly understand: Understand
  readonly callHub: CallHub
  /** Times that differ from those in production: for tests and trials. */
  readonly waits?: Partial<Waits>
  /** For tests: see `ThreadControlRules`. */
  readonly agentsAreFast?: boolean
  readonly config: ConversationConfig
  readonly tombstones: KnownForgotten
  readonly activity?: Activity
  /** Jobs of respond that this process runs at the same time. */
  readonly concurrency?: number
  readonly log: Logger
}

export function openConversation(options: ConversationOptions): OpenConversation {
  const { db, redis, prefix, storyboard, understand, config, tombstones, log, concurrency = 16 } = options
  const waits = { ...usualWaits, ...options.waits }
  const { clock = createDatabaseClock(db) } = options
  const { now } = clock
  const turns = createTurns(db)
  const wakeUps = createWakeUps(db)
  const outbound = createOutboundRows(db, now, countOutcome)
  const customers = createCustomers(db)
  const refreshes = createProfileRefreshes(db, now)
  const tokens = createPageTokens(createAppParams(db, createSecretBox(config.secretKeys)))
  const findToken = logUnreadableTokens(tokens.find, { log })
  const gate = reportPauses(createPageGate({ pauses: createPagePauses(db), redis, prefix, now }), { log })
  const replyMs = Math.min(waits.replyMs, config.replyMinutes * minuteMs)
  const underWay = createUnderWay(redis, prefix, () => now() - replyMs)
  const sharing = shareLateness(redis, { prefix, now })
  const watching = watchClock(clock, { log })
  const waiting = watchWaitingTurns(db)
  const graph = openGraph(config, { gate, now, tokens, onServerTime: watching.facebookTold, log })
  const matchIds = openIdMatching(db, config, { call: graph.call, findToken, now, tombstones })
  const sender = createSender({
    call: graph.call,
    findToken,
    isKnown: outbound.isKnown,
    deadlineMs: waits.sendMs,
    now,
  })
  return {
    conversationRules: {
      listensTo: (kind) => storyboard().listensTo(kind),
      lateness: sharing.lateness,
      ownAppId: config.appId,
      silenceMs: config.silenceMinutes * minuteMs,
      isAutomaticApp: (appId) => storyboard().isAutomaticApp(appId),
      agentsAreFast: options.agentsAreFast === true,
      now,
      replyMs,
      onTooLate: countTooLate,
      onEchoes: createEchoReport({ log }),
    },
    turns,
    resolvesLogIns: config.accountLink !== undefined,
    wakeUps,
    async closeTooLate(at, limit) {
      const closed = await turns.closeTooLate(at, {
        replyMs,
        commentMs: storyboard().moderates === true ? moderatedMs : replyMs,
        limit,
      })
      if (closed > 0) countTooLate(closed)
      return closed
    },
    now,
    deps: () => ({
      turns,
      conversations: createConversationReader(db, clock),
      wakeUps,
      activity: options.activity ?? createActivity(),
      threadControl: createThreadControl(db),
      outbound,
      findRepeat: (turn) => findRepeat(db, turn),
      commitDecision: (turn, decision) =>
        commitDecision(db, turn, { ...decision, isOnce: storyboard().listensTo('mention'), tombstones }),
      customers: {
        findRecent: async (turn) => (storyboard().asksForRecent ? await customers.findRecent(turn) : []),
      },
      understand,
      chooseReply: createChooseReply({
        storyboard,
        callHub: options.callHub,
        findCommentHistory: (turn) => findCommentHistory(db, turn),
        findAskedTurn: (id) => findAskedTurn(db, id),
        codes: openContactCodes(db, config),
        showTyping: (thread) => sender.show('typing_on', thread),
        log,
      }),
      isUnderWay: underWay.mentions,
      now,
      resolveLogIn: openLogIns(db, config, { now, log, tombstones }),
      refreshProfile: createProfileRefresh({
        call: graph.call,
        findToken,
        isFresh: refreshes.isFresh,
        async save(customer, found) {
          await refreshes.save(customer, found)
          await matchIds?.(customer)
        },
        waitMs: waits.profileMs,
        deadlineMs: 5_000,
      }),
      send: linkRecipient({
        async send(row) {
          const sent = await sender.send(row)
          countReplied(row)
          return sent
        },
        link: (links) => linkNow(db, links, { tombstones }),
        log,
      }),
      lookUp: sender.lookUp,
      markSeen: (thread) => sender.show('mark_seen', thread),
      onTurn: countTurn,
      replyLimits: createReplyLimits(db),
      onGathered: countGathered,
      bursts: createBursts(db),
      followUps: createFollowUps(db),
      gatherMs: () => storyboard().gatherMs ?? 0,
      onSettled: countSettled,
      mayUseHumanAgent: config.mayUseHumanAgent === true,
      limits: {
        understandingMs: waits.understandingMs,
        commentUnderstandingMs: () =>
          storyboard().moderatesByIntent === true ? waits.commentUnderstandingMs : waits.understandingMs,
        replyMs,
        repliesPerMinute: config.repliesPerMinute,
        feedAtOnce: Math.max(1, Math.floor(concurrency / 2)),
      },
      claimMs: waits.claimMs,
      graceMs: waits.graceMs,
      endedAfterErrorMs: waits.endedAfterErrorMs,
      endedAfterSilenceMs: waits.endedAfterSilenceMs,
      giveUpMs: waits.giveUpMs,
    }),
    async close() {
      watching.stop()
      waiting.stop()
      sharing.stop()
      await graph.close()
    },
  }
}
