import { parseQueue } from '../queues/parse.ts'
import { receiptsQueue } from '../queues/receipts.ts'
import { stitchQueue } from '../queues/stitch.ts'
import { createParseStep, type ParseDeps } from './parse.ts'
import { createReceiptsStep, type ReceiptsDeps } from './receipts.ts'
import { defineStage, type Stage } from './stage.ts'
import { createStitchStep, type StitchDeps } from './stitch.ts'

export type PipelineDeps = ParseDeps & StitchDeps & ReceiptsDeps

/**
 * The stages, in the order in which an event meets them. Each is a queue (what travels into it) and a step (its one effect);
 * the receiver stands before them, Facebook behind them.
 *
 *     receiver ─▶ parse ─▶ stitch ─▶ (enrich ─▶ nlp ─▶ respond)
 *                   └────▶ receipts
 */
export function createPipeline(deps: PipelineDeps): readonly Stage[] {
  return [
    defineStage(parseQueue, createParseStep(deps)),
    defineStage(stitchQueue, createStitchStep(deps)),
    // enrich, nlp and respond stand here: the conversation. Stitch forwards to enrich.
    defineStage(receiptsQueue, createReceiptsStep(deps)),
  ]
}

/** The queues behind the stages: for the board, the dead letters and the metrics. */
export const queues = [parseQueue, stitchQueue, receiptsQueue] as const

export type StageName = (typeof queues)[number]['name']
export const stageNames: readonly StageName[] = queues.map(({ name }) => name)
