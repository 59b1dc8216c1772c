import type { ForgetPlan, Removed } from './forget-plan.ts'

export interface ForgetStep {
  readonly name: string
  /** May be repeated. Calls `note` after each piece of work; the text is passed as `progress` after a crash. */
  run(plan: ForgetPlan, hooks: StepHooks): Promise<Removed>
}

export interface StepHooks {
  readonly progress: string | undefined
  note(progress: string, removed: Removed): Promise<void>
}

export interface OpenRun {
  readonly id: string
  readonly plan: ForgetPlan
  /** The last step that is done. */
  readonly step: string | undefined
  readonly progress: string | undefined
}

export interface RunPort {
  note(
    id: string,
    done: { readonly step?: string; readonly progress: string | null; readonly removed: Removed },
  ): Promise<void>
  finish(id: string): Promise<void>
}

/**
 * The steps of the run that are not done are done in their order, and the run is closed. After a crash another process
 * calls this with the same run, and goes on.
 */
export async function runForget(
  run: OpenRun,
  {
    steps,
    runs,
    onStep,
  }: {
    readonly steps: readonly ForgetStep[]
    readonly runs: RunPort
    readonly onStep?: (name: string) => void
  },
): Promise<void> {
  const doneSteps = steps.findIndex(({ name }) => name === run.step) + 1
  let progress = run.progress
  for (const step of steps.slice(doneSteps)) {
    onStep?.(step.name)
    const removed = await step.run(run.plan, {
      progress,
      note: (so, rows) => runs.note(run.id, { progress: so, removed: rows }),
    })
    await runs.note(run.id, { step: step.name, progress: null, removed })
    progress = undefined
  }
  await runs.finish(run.id)
}
