/**
 * The stages of the pipeline, in the order in which an event meets them. One word names a stage's queue, worker, file
 * and test.
 */
export const stageNames = ['parse', 'stitch', 'enrich', 'nlp', 'respond', 'receipts'] as const
export type StageName = (typeof stageNames)[number]
