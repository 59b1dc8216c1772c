/** One call of the Graph API, decoded: version, path, parameters of query and body in one bag, token and proof. */
import type { IncomingMessage } from 'node:http'
import { badParameter, GraphError } from './graph-error.ts'
import type { Page } from '../world/state.ts'

export type Json = string | number | boolean | null | readonly Json[] | JsonBag
export interface JsonBag {
  readonly [key: string]: Json
}

export interface GraphCall {
  readonly method: string
  /** Without the version: `['me', 'messages']`. */
  readonly path: readonly string[]
  /** `v26.0`, as the response's header says it: an old one is served by the oldest that lives. */
  readonly version: string
  readonly params: JsonBag
  readonly token: string | undefined
}

/** A call whose token is good. `page` is undefined for the app's own token. */
export interface AllowedCall extends GraphCall {
  readonly page: Page | undefined
}

/** A call with the token of a Page; `id` is the first part of the path. */
export interface PageCall extends GraphCall {
  readonly page: Page
  readonly id: string
}

export const newestVersion = 'v27.0'
const oldestVersion = 'v24.0'

/** Throws GraphError when it is not a call at all. */
export function decodeCall(request: IncomingMessage, body: Buffer): GraphCall {
  const url = new URL(request.url ?? '/', 'http://graph.local')
  const segments = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map((part) => decodeURIComponent(part))
  const hasVersion = /^v\d+\.\d+$/.test(segments[0] ?? '')
  const version = liveVersion(hasVersion ? (segments[0] ?? '') : newestVersion)
  const path = hasVersion ? segments.slice(1) : segments
  const params = {
    ...Object.fromEntries(url.searchParams),
    ...decodeBody(request.headers['content-type'] ?? '', body),
  }
  const method =
    typeof params['method'] === 'string' ? params['method'].toUpperCase() : (request.method ?? 'GET')
  return { method, path, version, params, token: bearer(request) ?? textOf(params, 'access_token') }
}

export function bearer(request: IncomingMessage): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** The parameter as text: numbers too, as ids may come so. */
export function textOf(bag: JsonBag | undefined, key: string): string | undefined {
  const value = bag?.[key]
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value : undefined
}

/** Throws GraphError 100 when there is no such parameter. */
export function requireText(bag: JsonBag, key: string): string {
  const value = textOf(bag, key)
  if (value === undefined) throw badParameter(`The parameter ${key} is required`)
  return value
}

/** The parameter as an object; a form carries it as JSON text. */
export function bagOf(bag: JsonBag | undefined, key: string): JsonBag | undefined {
  const value = bag?.[key]
  const parsed = typeof value === 'string' ? parseOr(value) : value
  return isBag(parsed) ? parsed : undefined
}

export function listOf(bag: JsonBag | undefined, key: string): readonly Json[] | undefined {
  const value = bag?.[key]
  const parsed = typeof value === 'string' ? (parseOr(value) ?? value.split(',')) : value
  return isList(parsed) ? parsed : undefined
}

export function isBag(value: Json | undefined): value is JsonBag {
  return typeof value === 'object' && value !== null && !isList(value)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** Throws RangeError for a body of more than `mostBytes`. */
export async function readBody(request: IncomingMessage, mostBytes = Infinity): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > mostBytes) throw new RangeError('the body is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function liveVersion(asked: string): string {
  const number = Number(asked.slice(1))
  if (number > Number(newestVersion.slice(1)))
    throw new GraphError(2500, `Unknown path components: /${asked}`)
  return number < Number(oldestVersion.slice(1)) ? oldestVersion : asked
}

function decodeBody(contentType: string, body: Buffer): JsonBag {
  if (body.length === 0) return {}
  const text = body.toString('utf8')
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text))
  const parsed = parseOr(text)
  if (!isBag(parsed)) throw badParameter('The body is not a JSON object')
  return parsed
}

function parseOr(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
