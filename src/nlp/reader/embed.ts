/** One call of `/embeddings`: a vector of length 1 for each text. Everything else than such vectors is refused. */
import { z } from 'zod'
import { failureOf, type ServiceResult } from '../service/service-result.ts'
import type { ReaderService } from './reader-service.ts'

export type Vector = Float32Array

/** Models have 384 to 4,096 numbers a vector. */
const mostNumbers = 4_096
/** A number of JSON has at most some 24 characters. */
const bytesOfVector = 24 * mostNumbers

const response = z.object({
  data: z.array(
    z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()).min(2).max(mostNumbers) }),
  ),
})

export interface EmbedRequest {
  readonly texts: readonly string[]
  readonly signal: AbortSignal
  /** Numbers of a vector, once they are known. */
  readonly numbers?: number | undefined
}

export async function embed(
  { model, call }: ReaderService,
  { texts, signal, numbers }: EmbedRequest,
): Promise<ServiceResult<readonly Vector[]>> {
  const longestBytes = 65_536 + texts.length * bytesOfVector
  const answered = await call('/embeddings', { body: { model, input: texts }, signal, longestBytes })
  const body = await answered.text()
  const failure = failureOf(answered)
  if (failure !== undefined) return failure
  if (body === undefined) return { passedOver: 'too_long' }
  const { data = [] } = response.safeParse(parse(body)).data ?? {}
  const vectors = texts.map((_, at) => toUnit(data.find(({ index }) => index === at)?.embedding ?? []))
  const length = numbers ?? vectors[0]?.length
  const isWhole = data.length === texts.length && vectors.every((vector) => vector?.length === length)
  return isWhole ? { reading: vectors.flatMap((vector) => vector ?? []) } : { passedOver: 'malformed' }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Undefined: it has no direction, as a vector of zeros or with a number that is too large. */
export function toUnit(embedding: ArrayLike<number>): Vector | undefined {
  let squares = 0
  for (let at = 0; at < embedding.length; at++) squares += (embedding[at] ?? 0) ** 2
  const length = Math.sqrt(squares)
  if (!(length > 1e-9 && length < Infinity)) return undefined
  return Float32Array.from(embedding, (number) => number / length)
}
