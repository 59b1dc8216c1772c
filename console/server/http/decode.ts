/** Decodes what the page sends. A value that does not fit its schema is 422, with each mistake in plain words. */
import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import type { z } from 'zod'
import { ApiFailure, notFound } from './api-failure.ts'

const mostBytes = 64 * 1024

/**
 * The body of a request, decoded. Throws ApiFailure: 413 above 64 KiB, 415 for anything but JSON, 400 if it is no JSON,
 * 422 if it does not fit.
 */
export async function decodeBody<Schema extends z.ZodType>(
  ctx: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (ctx.is('application/json') !== 'application/json') throw new ApiFailure(415, { code: 'not_json' })
  return decode(schema, toJson(await readBytes(ctx.req)))
}

/** The query of the address. A name that comes twice is refused. */
export function decodeQuery<Schema extends z.ZodType>(ctx: Context, schema: Schema): z.output<Schema> {
  return decode(schema, { ...ctx.query })
}

/** A parameter of the path that is a row's number. Throws ApiFailure (404) for anything else. */
export function decodeId(given: unknown, what: string): string {
  if (typeof given === 'string' && /^[1-9]\d{0,18}$/.test(given)) return given
  throw notFound(what)
}

function decode<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  throw new ApiFailure(422, { code: 'not_valid', says: describe(read.error) })
}

/** "text: too long; key: …": no value is repeated. */
function describe({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ')
}

async function readBytes(req: IncomingMessage): Promise<Buffer> {
  const tooLarge = new ApiFailure(413, { code: 'too_large' })
  if (Number(req.headers['content-length'] ?? 0) > mostBytes) throw tooLarge
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req) {
    const part: Buffer = chunk
    bytes += part.length
    if (bytes > mostBytes) throw tooLarge
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}

function toJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // The error would quote the body.
    throw new ApiFailure(400, { code: 'not_json' })
  }
}
