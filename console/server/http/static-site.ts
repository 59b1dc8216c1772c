/** Serves the page that `npm run build:console` made, from memory: a path is only looked up, and no file is opened. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Context, Next } from 'koa'
import { ConfigError } from '../../../src/errors.ts'
import { ApiFailure } from './api-failure.ts'
import { isSafe } from './own-origin.ts'

export const siteFolder = fileURLToPath(new URL('../../site/', import.meta.url))

interface SiteFile {
  readonly type: string
  readonly etag: string
  readonly isImmutable: boolean
  readonly bodies: Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** The name holds a hash of what is in it, as `page-3F2A9C1B.js`. */
const hashedName = /^assets\/.*[-.][0-9A-Za-z_]{8,}\.[a-z0-9]+$/

/**
 * The files of the folder by their paths; every other address of a page is `index.html`, which reads it. Throws
 * ConfigError when the page was not built.
 */
export function serveSite(folder: string): (ctx: Context, next: Next) => Promise<void> {
  const files = readSite(folder)
  return async function site(ctx, next) {
    if (!isSafe(ctx.method)) return await next()
    const isPage = !path.posix.basename(ctx.path).includes('.')
    const file = files.get(ctx.path) ?? (isPage ? files.get('/index.html') : undefined)
    if (file === undefined) return await next()
    send(ctx, file)
  }
}

/** Without a page: for tests of the API alone. */
export async function noSite(): Promise<void> {
  throw new ApiFailure(404, { code: 'not_found', says: 'There is nothing here.' })
}

function readSite(folder: string): ReadonlyMap<string, SiteFile> {
  if (!existsSync(path.join(folder, 'index.html')))
    throw new ConfigError(['the page of the console is not built: run `npm run build:console`'])
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return new Map(
    found.map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const name = path.relative(folder, file).split(path.sep).join('/')
      return [`/${name}`, toSiteFile(name, readFileSync(file))]
    }),
  )
}

function toSiteFile(name: string, bytes: Buffer): SiteFile {
  return {
    type: types[path.extname(name)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    isImmutable: hashedName.test(name),
    bodies: { identity: bytes, gzip: gzipSync(bytes), br: brotliCompressSync(bytes) },
  }
}

function send(ctx: Context, { type, etag, isImmutable, bodies }: SiteFile): void {
  // Browsers name gzip first, and brotli is smaller.
  const chosen = (['br', 'gzip'] as const).find((one) => ctx.acceptsEncodings(one) === one) ?? 'identity'
  ctx.set('Cache-Control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  ctx.set('ETag', etag)
  ctx.vary('Accept-Encoding')
  ctx.status = 200
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  if (chosen !== 'identity') ctx.set('Content-Encoding', chosen)
  ctx.type = type
  ctx.body = bodies[chosen]
}
