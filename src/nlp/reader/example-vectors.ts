/**
 * The vectors of the examples: those that are kept, and of the rest what the service makes, a batch at a time. A failed
 * batch is tried again until it succeeds, so a service that is down at the start is used later.
 */
import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { createAskService } from '../service/ask-service.ts'
import type { ServiceFailure } from '../service/service-result.ts'
import { embed, toUnit, type Vector } from './embed.ts'
import type { ReaderService } from './reader-service.ts'
import type { ReaderStore } from './reader-store.ts'

export interface ExampleVectors {
  /** In the order of the texts. */
  readonly vectors: readonly Vector[]
  /** How many the service made now. */
  readonly embedded: number
}

export interface FindVectorsInput {
  readonly texts: readonly string[]
  readonly store: ReaderStore | undefined
  /** Ends it. */
  readonly signal: AbortSignal
  readonly onFailure: (reason: ServiceFailure) => void
}

const batch = 32
const batchMs = 30_000
const longestPauseMs = 60_000
/** Of one version of the examples. Others are made again at each start. */
const mostKeptBytes = 33_554_432

/** Throws when the signal is aborted. */
export async function findVectors(
  service: ReaderService,
  { texts, store, signal, onFailure }: FindVectorsInput,
): Promise<ExampleVectors> {
  const embedAll = createEmbedUntilDone(service, { signal, onFailure })
  const different = [...new Set(texts)]
  let known = await findKept(store, { source: service.source, texts: different })
  const [kept] = known
  if (kept !== undefined && !(await isOfThisModel(embedAll, kept))) known = new Map()
  const missing = different.filter((text) => !known.has(text))
  let keptBytes = 0
  for (let from = 0; from < missing.length; from += batch) {
    const part = missing.slice(from, from + batch)
    const vectors = await embedAll(part, known.values().next().value?.length)
    const made = new Map(part.flatMap((text, at) => pairOf(text, vectors[at])))
    for (const [text, vector] of made) known.set(text, vector)
    for (const { byteLength } of made.values()) keptBytes += byteLength
    if (keptBytes <= mostKeptBytes) await keep(store, { source: service.source, made })
  }
  return { vectors: texts.flatMap((text) => known.get(text) ?? []), embedded: missing.length }
}

type EmbedUntilDone = (texts: readonly string[], numbers?: number) => Promise<readonly Vector[]>

function createEmbedUntilDone(
  service: ReaderService,
  { signal, onFailure }: Pick<FindVectorsInput, 'signal' | 'onFailure'>,
): EmbedUntilDone {
  const ask = createAskService<readonly Vector[]>({ name: 'the reader', gate: service.gate, cacheSize: 1 })
  return async function embedUntilDone(texts, numbers) {
    for (let failures = 1; ; failures++) {
      const result = await ask({
        budgetMs: batchMs,
        put: (ended) => embed(service, { texts, numbers, signal: AbortSignal.any([ended, signal]) }),
      })
      signal.throwIfAborted()
      if ('reading' in result) return result.reading
      onFailure(result.passedOver)
      const pauseMs = Math.min(longestPauseMs, 1_000 * 2 ** Math.min(failures, 6))
      await setTimeout(pauseMs, undefined, { signal, ref: false })
    }
  }
}

/** An operator may put another model under the same name. Then what is kept is of no use. */
async function isOfThisModel(
  embedAll: EmbedUntilDone,
  [text, kept]: readonly [string, Vector],
): Promise<boolean> {
  const [now] = await embedAll([text])
  if (now?.length !== kept.length) return false
  return kept.reduce((sum, number, at) => sum + number * (now[at] ?? 0), 0) > sameCosine
}

/** A batch of another size changes the last digits. */
const sameCosine = 0.99

function pairOf(text: string, vector: Vector | undefined): readonly (readonly [string, Vector])[] {
  return vector === undefined ? [] : [[text, vector]]
}

/** Of another model, or another text, it is another key. */
export function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)
}

/** A store that fails keeps nothing: the service makes the vectors again. */
async function findKept(
  store: ReaderStore | undefined,
  { source, texts }: { readonly source: string; readonly texts: readonly string[] },
): Promise<Map<string, Vector>> {
  const found = await store?.find(texts.map((text) => keyOf(source, text))).catch(() => undefined)
  const vectors = (found ?? []).map((bytes) => (bytes === undefined ? undefined : fromBytes(bytes)))
  const length = vectors.find((vector) => vector !== undefined)?.length
  return new Map(
    texts.flatMap((text, at) => (vectors[at]?.length === length ? pairOf(text, vectors[at]) : [])),
  )
}

async function keep(
  store: ReaderStore | undefined,
  { source, made }: { readonly source: string; readonly made: ReadonlyMap<string, Vector> },
): Promise<void> {
  const entries = [...made].map(([text, vector]) => [keyOf(source, text), toBytes(vector)] as const)
  await store?.keep(new Map(entries)).catch(() => undefined)
}

function toBytes(vector: Vector): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
}

/** Undefined: the bytes are damaged. */
function fromBytes(bytes: Uint8Array): Vector | undefined {
  if (bytes.byteLength === 0 || bytes.byteLength % 4 !== 0) return undefined
  return toUnit(new Float32Array(new Uint8Array(bytes).buffer))
}
