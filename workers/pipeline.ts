import { enrichQueue } from '../queues/enrich.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { parseQueue } from '../queues/parse.ts'
import { receiptsQueue } from '../queues/receipts.ts'
import { respondQueue } from '../queues/respond.ts'
import { stitchQueue } from '../queues/stitch.ts'
import type { StageName } from '../src/domain/stage-name.ts'
import { createEnrichStep, type EnrichDeps } from './enrich.ts'
import { createNlpStep, type NlpDeps } from './nlp.ts'
import { createParseStep, type ParseDeps } from './parse.ts'
import { createReceiptsStep, type ReceiptsDeps } from './receipts.ts'
import { createRespondStep, type RespondDeps } from './respond.ts'
import { defineStage, type Stage } from './stage.ts'
import { createStitchStep, type StitchDeps } from './stitch.ts'

export type TrackingDeps = ParseDeps & Omit<StitchDeps, 'fetchesLeads'> & ReceiptsDeps
export type ConversationDeps = Omit<EnrichDeps, 'settleLead'> & NlpDeps & RespondDeps
export type LeadDeps = Required<Pick<EnrichDeps, 'settleLead'>>

/**
 * The stages, in the order in which an event meets them. Each is a queue with its jobs, and a step with its one effect.
 * The receiver is in front of them, Facebook behind them. Without a storyboard Pagebeat only tracks: enrich, nlp and
 * respond are missing, but enrich fetches leads where the Graph API is set up.
 *
 *     receiver ─▶ parse ─▶ stitch ─▶ enrich ─▶ nlp ─▶ respond ─▶ Facebook
 *                   └────▶ receipts
 *
 * The path is the same whichever process runs which stage.
 */
export function createPipeline(
  tracking: TrackingDeps,
  { conversation, leads }: { readonly conversation?: ConversationDeps; readonly leads?: LeadDeps } = {},
): readonly Stage[] {
  const enrich = { refreshProfile: noRefresh, ...leads, ...conversation }
  const isEnriched = conversation !== undefined || leads !== undefined
  return [
    defineStage(parseQueue, createParseStep(tracking)),
    defineStage(stitchQueue, createStitchStep({ ...tracking, fetchesLeads: leads !== undefined })),
    ...(isEnriched ? [defineStage(enrichQueue, createEnrichStep(enrich))] : []),
    ...(conversation === undefined ? [] : replyStages(conversation)),
    defineStage(receiptsQueue, createReceiptsStep(tracking)),
  ]
}

/** Without a storyboard no turn waits for a profile. */
async function noRefresh(): Promise<void> {
  return undefined
}

function replyStages(deps: ConversationDeps): readonly Stage[] {
  return [defineStage(nlpQueue, createNlpStep(deps)), defineStage(respondQueue, createRespondStep(deps))]
}

/** The stages that run without a storyboard. */
export const trackingStageNames: readonly StageName[] = ['parse', 'stitch', 'receipts']
