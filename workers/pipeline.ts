import { enrichQueue } from '../queues/enrich.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { parseQueue } from '../queues/parse.ts'
import { receiptsQueue } from '../queues/receipts.ts'
import { respondQueue } from '../queues/respond.ts'
import { stitchQueue } from '../queues/stitch.ts'
import { createEnrichStep, type EnrichDeps } from './enrich.ts'
import { createNlpStep, type InPlace, type NlpDeps } from './nlp.ts'
import { createParseStep, type ParseDeps } from './parse.ts'
import { createReceiptsStep, type ReceiptsDeps } from './receipts.ts'
import { createRespondStep, lately, type RespondDeps } from './respond.ts'
import { defineStage, type Stage } from './stage.ts'
import { createStitchStep, type StitchDeps } from './stitch.ts'

export type TrackingDeps = ParseDeps & StitchDeps & ReceiptsDeps
export type ConversationDeps = EnrichDeps & Omit<NlpDeps, 'inPlace'> & RespondDeps

/**
 * The stages, in the order in which an event meets them. Each is a queue (what travels into it) and a step (its one effect);
 * the receiver stands before them, Facebook behind them. Without a storyboard nobody answers: the second line is missing.
 *
 *     receiver ─▶ parse ─▶ stitch ─▶ enrich ─▶ nlp ─▶ respond ─▶ Facebook
 *                   └────▶ receipts
 *
 * `respondsInPlace`: this process runs nlp and respond, so a turn that was understood is answered without a job in between. That
 * queue has the wake-ups of everybody else: of the sweeper, and of a process that runs nlp alone.
 */
export function createPipeline(
  tracking: TrackingDeps,
  conversation?: ConversationDeps,
  { respondsInPlace = false }: { readonly respondsInPlace?: boolean } = {},
): readonly Stage[] {
  return [
    defineStage(parseQueue, createParseStep(tracking)),
    defineStage(stitchQueue, createStitchStep(tracking)),
    ...(conversation === undefined ? [] : conversationStages(conversation, respondsInPlace)),
    defineStage(receiptsQueue, createReceiptsStep(tracking)),
  ]
}

function conversationStages(deps: ConversationDeps, respondsInPlace: boolean): readonly Stage[] {
  const respond = createRespondStep(deps)
  const look: InPlace['look'] = (conversationId) => deps.minds.look(conversationId, lately(deps.now()))
  const inPlace = respondsInPlace ? { respond, look } : undefined
  return [
    defineStage(enrichQueue, createEnrichStep(deps)),
    defineStage(nlpQueue, createNlpStep({ ...deps, inPlace })),
    defineStage(respondQueue, respond),
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
