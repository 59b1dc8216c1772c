import { readdirSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'

export interface SiteFile {
  readonly type: string
  readonly bytes: Buffer
}

/** The page's own, and what it shares with the console. */
const folders = ['site', '../../console/page/shared'].map((name) => path.join(import.meta.dirname, name))

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The browser loads nothing from other sites, runs nothing inline, and no site can frame the page. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The files by the path of their URL. They are read once, and no other file is served. */
export function loadSite(): ReadonlyMap<string, SiteFile> {
  const site = new Map(folders.flatMap(filesOf))
  const index = site.get('/index.html')
  if (index !== undefined) site.set('/', index)
  return site
}

function filesOf(folder: string): [string, SiteFile][] {
  return readdirSync(folder).flatMap((name): [string, SiteFile][] => {
    const type = types[path.extname(name)]
    return type === undefined ? [] : [[`/${name}`, { type, bytes: readFileSync(path.join(folder, name)) }]]
  })
}

export function answerFile(response: ServerResponse, { type, bytes }: SiteFile): void {
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  })
  response.end(bytes)
}
