import { existsSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** As strict as the server's own. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** The built page: its assets, and index.html for every other path. */
export function serveSite(folder: string, pathname: string, response: ServerResponse): void {
  const isAsset = /^\/assets\/[\w.-]+$/.test(pathname)
  const file = path.join(folder, isAsset ? pathname : 'index.html')
  if (!existsSync(file)) return void response.writeHead(404).end()
  response.writeHead(200, {
    'content-type': types[path.extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
  })
  response.end(readFileSync(file))
}
