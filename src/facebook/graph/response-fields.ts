/** Readers of the fields of Graph API responses. */
import type { FaultReason } from '../../domain/graph-fault.ts'
import type { JsonValue } from '../../domain/reply.ts'
import { GraphUnavailableError, SendOutcomeUnknownError } from '../../errors.ts'
import { property, toId, toText } from '../wire-values.ts'
import type { GraphResponse, GraphCall, GraphRequest } from './graph-call.ts'

/** Makes a call whose response only says that it succeeded. Throws GraphUnavailableError if it does not say so. */
export async function callForSuccess(call: GraphCall, request: GraphRequest): Promise<void> {
  const { body } = await call(request)
  const { success, result, data } = body
  const said = [success, result, property(data, 'success')]
  if (!said.some((word) => word === true || word === 'true' || word === 'success'))
    throw notUnderstood('no_success')
}

/** The objects of the list under `data`. */
export function listOf({ body }: Pick<GraphResponse, 'body'>): readonly JsonValue[] {
  const { data } = body
  if (!Array.isArray(data)) throw notUnderstood('no_list')
  return data
}

/** A list as Facebook showed it at one moment. */
export interface ShownList<T> {
  readonly items: readonly T[]
  /** Facebook's clock at its response, ms, cut to the second. Undefined: the response has no usable `Date`. */
  readonly facebookTs: number | undefined
  /** The most items that Facebook shows. */
  readonly limit: number
}

export interface Dated {
  readonly createdTime: number
}

/**
 * The list, which must be newest first if `limit` may have cut it. Otherwise the newest item may be missing, and a
 * look-up would find that a message was not sent.
 */
export function requireNewestFirst<T extends Dated>(items: readonly T[], limit: number): readonly T[] {
  const sorted = items.toSorted((a, b) => b.createdTime - a.createdTime)
  if (items.length >= limit && sorted.some((item, index) => item.createdTime !== items[index]?.createdTime))
    throw notUnderstood('not_newest_first')
  return sorted.slice(0, limit)
}

/**
 * The id under `name`. Throws SendOutcomeUnknownError if it is missing: the call had an effect, but the response does
 * not name it.
 */
export function requireSentId({ body }: GraphResponse, name: string): string {
  const id = idOf(body, name)
  if (id === undefined) throw new SendOutcomeUnknownError({ reason: 'no_id', meaning: 'outcome_unclear' })
  return id
}

/** The id as Facebook wrote it. A message id may have some hundred characters. */
export function idOf(value: unknown, name: string): string | undefined {
  return toId(property(value, name), 255)
}

export function textOf(value: unknown, name: string): string | undefined {
  const text = toText(property(value, name))
  return text === '' ? undefined : text
}

export function notUnderstood(reason: FaultReason): GraphUnavailableError {
  return new GraphUnavailableError({ reason, meaning: 'service_trouble' })
}

/** The object without its undefined properties, as optional properties need it. */
export function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.assign(
    {},
    ...Object.entries(object).map(([key, value]) => (value === undefined ? {} : { [key]: value })),
  )
}
