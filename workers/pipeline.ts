import { enrichQueue } from '../queues/enrich.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { parseQueue } from '../queues/parse.ts'
import { receiptsQueue } from '../queues/receipts.ts'
import { respondQueue } from '../queues/respond.ts'
import { stitchQueue } from '../queues/stitch.ts'
import { createEnrichStep, type EnrichDeps } from './enrich.ts'
import { createNlpStep, type NlpDeps } from './nlp.ts'
import { createParseStep, type ParseDeps } from './parse.ts'
import { createReceiptsStep, type ReceiptsDeps } from './receipts.ts'
import { createRespondStep, type RespondDeps } from './respond.ts'
import { defineStage, type Stage } from './stage.ts'
import { createStitchStep, type StitchDeps } from './stitch.ts'

export type TrackingDeps = ParseDeps & StitchDeps & ReceiptsDeps
export type ConversationDeps = EnrichDeps & NlpDeps & RespondDeps

/**
 * The stages, in the order in which an event meets them. Each is a queue (what travels into it) and a step (its one effect);
 * the receiver stands before them, Facebook behind them. Without a storyboard Pagebeat only tracks: the second line is missing.
 *
 *     receiver ─▶ parse ─▶ stitch ─▶ enrich ─▶ nlp ─▶ respond ─▶ Facebook
 *                   └────▶ receipts
 *
 * The path is the same whichever process runs which stage.
 */
export function createPipeline(tracking: TrackingDeps, conversation?: ConversationDeps): readonly Stage[] {
  return [
    defineStage(parseQueue, createParseStep(tracking)),
    defineStage(stitchQueue, createStitchStep(tracking)),
    ...(conversation === undefined ? [] : conversationStages(conversation)),
    defineStage(receiptsQueue, createReceiptsStep(tracking)),
  ]
}

function conversationStages(deps: ConversationDeps): readonly Stage[] {
  return [
    defineStage(enrichQueue, createEnrichStep(deps)),
    defineStage(nlpQueue, createNlpStep(deps)),
    defineStage(respondQueue, createRespondStep(deps)),
  ]
}

/** The queues behind the stages: for the board, the dead letters and the metrics. */
export const queues = [parseQueue, stitchQueue, enrichQueue, nlpQueue, respondQueue, receiptsQueue] as const

export type StageName = (typeof queues)[number]['name']
export const stageNames: readonly StageName[] = queues.map(({ name }) => name)

/** Those at work without a storyboard. */
export const trackingStageNames: readonly StageName[] = [parseQueue, stitchQueue, receiptsQueue].map(
  ({ name }) => name,
)
