import type { Layout } from '../layout.ts'
import type { Case, OwnCase, SceneCase } from './case.ts'
import { untilRecovered } from './recovery.ts'
import type { Sample } from './samples.ts'
import { openScene, type Trouble } from './scene.ts'
import { median } from '../statistics.ts'
import { type CaseVerdict, judgeScene } from './verdict.ts'

export interface CaseResult {
  readonly name: string
  readonly promise: string
  readonly seed: string
  readonly holds: boolean
  readonly verdict: CaseVerdict
  readonly troubles: readonly Trouble[]
  readonly samples: readonly Sample[]
  /** When reactions were acked, and when attempts were refused, ms since the epoch. */
  readonly acks: readonly number[]
  readonly refusals: readonly number[]
}

export interface CaseOptions {
  readonly seed: string
  readonly layout: Layout
  readonly messages: number
  readonly reactions: number
  /** Of calm before the trouble, and after its end. */
  readonly calmSeconds: number
  readonly afterSeconds: number | 'until recovered'
  /** False: times are printed, and a promise of time cannot fail. */
  readonly isTimed: boolean
  readonly say: (line: string) => void
}

export async function runCase(one: Case, options: CaseOptions): Promise<CaseResult> {
  return 'judge' in one ? await runOwn(one, options) : await runScene(one, options)
}

async function runOwn({ name, promise, judge }: OwnCase, { seed, layout }: CaseOptions): Promise<CaseResult> {
  const judged = await judge({ seed, layout })
  const holds = judged.failures.length === 0
  const verdict = { ...judged, recoveredMs: 0, logRate: { lines: 0, said: '' } }
  return { name, promise, seed, holds, verdict, troubles: [], samples: [], acks: [], refusals: [] }
}

async function runScene(one: SceneCase, options: CaseOptions): Promise<CaseResult> {
  const { seed, calmSeconds, afterSeconds, isTimed } = options
  const scene = await openScene({
    ...options,
    ...one.traffic,
    replicas: one.replicas === true,
    ...(one.databaseServer === undefined ? {} : { databaseServer: one.databaseServer }),
    setsClocks: one.setsClocks === true,
    ...(one.fsyncMs === undefined ? {} : { fsyncMs: one.fsyncMs }),
    ...(one.redisArgs === undefined ? {} : { redisArgs: one.redisArgs() }),
  })
  try {
    await scene.calm(calmSeconds)
    await one.play(scene)
    if (afterSeconds === 'until recovered') await untilRecovered(scene, { isTimed })
    else await scene.calm(afterSeconds)
    const written = await scene.stopTraffic()
    const verdict = await judgeScene(scene, written, { isTimed })
    const failures = [...verdict.failures, ...excessOf(one, scene.sampling.all, scene.troubles)]
    return {
      name: one.name,
      promise: one.promise,
      seed,
      holds: failures.length === 0,
      verdict: { ...verdict, failures },
      troubles: scene.troubles,
      samples: scene.sampling.all,
      acks: scene.pulses.all.flatMap(({ ackedAt }) => ackedAt ?? []),
      refusals: scene.pulses.all.flatMap(({ refusals }) => refusals.map(({ at }) => at)),
    }
  } finally {
    await scene.close()
  }
}

/** Memory beyond what the case allows. */
function excessOf(
  { receiverMiB, isFlat }: SceneCase,
  samples: readonly Sample[],
  troubles: readonly Trouble[],
): string[] {
  if (isFlat === true) return growthOf(samples)
  if (receiverMiB === undefined) return []
  const began = troubles[0]?.from ?? Infinity
  const most = (wanted: (at: number) => boolean): number =>
    Math.max(0, ...samples.filter(({ at }) => wanted(at)).map((sample) => sample.receiverMiB))
  const above = most((at) => at >= began) - most((at) => at < began)
  return above <= receiverMiB ? [] : [`the receiver used ${Math.round(above)} MiB more than before`]
}

/** A tenth is noise of the garbage collector. */
const mostGrowth = 1.1

function growthOf(samples: readonly Sample[]): string[] {
  const quarter = Math.floor(samples.length / 4)
  return (['receiverMiB', 'workersMiB'] as const).flatMap((name) => {
    const [second, last] = [samples.slice(quarter, 2 * quarter), samples.slice(-quarter)].map((some) =>
      median(some.map((sample) => sample[name])),
    )
    if (second === undefined || last === undefined || last <= second * mostGrowth) return []
    return [`${name} grew from ${Math.round(second)} to ${Math.round(last)}`]
  })
}
