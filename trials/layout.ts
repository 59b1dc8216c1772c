import type { StageName } from '../src/domain/stage-name.ts'

/**
 * How the stages are spread over worker processes. `compose`: as docker-compose.yml does, each stage in a process of its own.
 * `one`: every process runs all stages.
 */
export type Layout = 'compose' | 'one'

/** The worker services of docker-compose.yml with their usual number of processes; a test compares the two. */
export const composeWorkers: readonly { readonly stage: StageName; readonly processes: number }[] = [
  { stage: 'parse', processes: 1 },
  { stage: 'stitch', processes: 2 },
  { stage: 'enrich', processes: 1 },
  { stage: 'nlp', processes: 1 },
  { stage: 'respond', processes: 1 },
  { stage: 'receipts', processes: 1 },
]

export interface WorkerProcess {
  readonly name: string
  /** What follows `pagebeat work`. */
  readonly stages: readonly StageName[]
}

/** The processes of a layout. `workers` counts those of `one`; `only` leaves out stages that have nothing to do. */
export function workersOf(
  layout: Layout,
  { workers, only }: { readonly workers: number; readonly only: readonly StageName[] },
): readonly WorkerProcess[] {
  if (layout === 'one')
    return Array.from({ length: workers }, (_, index) => ({ name: `worker ${index + 1}`, stages: only }))
  return composeWorkers
    .filter(({ stage }) => only.includes(stage))
    .flatMap(({ stage, processes }) =>
      Array.from({ length: processes }, (_, index) => ({
        name: processes === 1 ? stage : `${stage} ${index + 1}`,
        stages: [stage],
      })),
    )
}

/** `--layout` as given. Throws an Error for another word. */
export function toLayout(given: string | undefined, usual: Layout): Layout {
  const layout = given ?? usual
  if (layout === 'compose' || layout === 'one') return layout
  throw new Error('--layout must be compose or one')
}
