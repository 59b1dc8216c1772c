import test from 'ava'
import type { ForgetPlan, Removed } from '../../src/privacy/forget-plan.ts'
import { type ForgetStep, type OpenRun, runForget } from '../../src/privacy/run-forget.ts'

const plan: ForgetPlan = {
  ids: [],
  pIds: [],
  names: [],
  conversationIds: [],
  lastInteractionId: '0',
  forgottenTs: 0,
}

/** Kept in memory: a run, and who died before which note. */
function startRun(dieAt = Infinity) {
  const row = {
    step: undefined as string | undefined,
    progress: undefined as string | undefined,
    isDone: false,
  }
  let notes = 0
  return {
    row,
    run: (): OpenRun => ({ id: '1', plan, step: row.step, progress: row.progress }),
    runs: {
      async note(
        _id: string,
        { step, progress }: { step?: string; progress: string | null; removed: Removed },
      ) {
        notes += 1
        if (notes === dieAt) throw new Error('killed')
        row.step = step ?? row.step
        row.progress = progress ?? undefined
      },
      async finish() {
        notes += 1
        if (notes === dieAt) throw new Error('killed')
        row.isDone = true
      },
    },
  }
}

test('a run that died at any moment goes on where it was, and repeats one piece of work at most', async (t) => {
  for (let dieAt = 1; dieAt <= 6; dieAt += 1) {
    const work: string[] = []
    const steps: ForgetStep[] = ['one', 'two'].map((name) => ({
      name,
      async run(_plan, { progress, note }) {
        for (const piece of ['a', 'b'].slice(progress === undefined ? 0 : 1)) {
          work.push(name + piece)
          if (piece === 'a') await note(piece, { rows: 1 })
        }
        return { rows: 1 }
      },
    }))
    const { row, run, runs } = startRun(dieAt)
    await runForget(run(), { steps, runs }).catch((error: Error) => t.is(error.message, 'killed'))
    if (!row.isDone) await runForget(run(), { steps, runs })
    t.true(row.isDone)
    t.deepEqual([...new Set(work)], ['onea', 'oneb', 'twoa', 'twob'], `died at ${dieAt}`)
    t.true(work.length <= 5)
  }
})
