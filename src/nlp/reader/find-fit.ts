/** What was fitted for these examples before, or fits it and keeps it. A restart of a worker need not fit again. */
import { z } from 'zod'
import { keyOf } from './example-vectors.ts'
import { fitCurve } from './fit-curve.ts'
import { fitWeight, type FitWeightInput } from './fit-weight.ts'
import type { KernelCurve } from './kernel-guess.ts'
import type { ReaderStore } from './reader-store.ts'

export interface Fit {
  readonly curve: KernelCurve
  /** The share of the vectors in a confidence, 0 to 1. */
  readonly weight: number
}

/** Raise it when fitting changes. */
const fitVersion = '1'

const kept = z.object({
  curve: z.object({ base: z.number(), lead: z.number(), near: z.number() }),
  weight: z.number().min(0).max(1),
})

export async function findFit(
  { set, texts, names }: Omit<FitWeightInput, 'curve'>,
  { store, keys }: { readonly store: ReaderStore | undefined; readonly keys: readonly string[] },
): Promise<Fit> {
  const key = keyOf('fit', fitVersion, ...keys)
  // A store that fails keeps nothing: it is fitted again.
  const [bytes] = (await store?.find([key]).catch(() => undefined)) ?? []
  const before = bytes === undefined ? undefined : kept.safeParse(parse(bytes)).data
  if (before !== undefined) return before
  const curve = await fitCurve(set, names.indexOf(undefined))
  const fit = { curve, weight: await fitWeight({ set, texts, names, curve }) }
  await store?.keep(new Map([[key, Buffer.from(JSON.stringify(fit))]])).catch(() => undefined)
  return fit
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
