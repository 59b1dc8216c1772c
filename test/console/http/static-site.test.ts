import { request } from 'node:http'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import Koa from 'koa'
import { serveSite } from '../../../console/server/http/static-site.ts'
import { ConfigError } from '../../../src/errors.ts'
import { listen } from '../../../src/listen.ts'
import { createServer } from 'node:http'

const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-site-'))
test.after.always(() => rmSync(folder, { recursive: true }))

interface Got {
  readonly status: number | undefined
  readonly type: string | undefined
  readonly cache: string | undefined
  readonly encoding: string | undefined
  readonly etag: string | undefined
  readonly bytes: number
}

test('serves the files that were built, the page for every other address, and no file beside them', async (t) => {
  t.throws(() => serveSite(folder), { instanceOf: ConfigError, message: /npm run build:console/ })
  const site = path.join(folder, 'site')
  mkdirSync(path.join(site, 'assets'), { recursive: true })
  writeFileSync(path.join(folder, 'secret.txt'), 'secret')
  writeFileSync(path.join(site, 'index.html'), '<!doctype html>')
  writeFileSync(path.join(site, 'assets', 'console-7PXX6KCA.js'), 'a'.repeat(1_000))
  const app = new Koa()
  app.use(serveSite(site))
  const handle = app.callback()
  const server = createServer((req, res) => void handle(req, res))
  const port = await listen(server, { port: 0, host: '127.0.0.1' })
  t.teardown(() => void server.close())
  const get = (asked: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> =>
    new Promise((resolve, reject) => {
      // Not `fetch`: it would tidy the path up.
      const req = request({ host: '127.0.0.1', port, path: asked, headers, method, agent: false }, (res) => {
        let bytes = 0
        res.on('data', (part: Buffer) => (bytes += part.length))
        res.on('end', () =>
          resolve({
            status: res.statusCode,
            type: res.headers['content-type'],
            cache: res.headers['cache-control'],
            encoding: res.headers['content-encoding'],
            etag: res.headers.etag,
            bytes,
          }),
        )
      })
      req.on('error', reject)
      req.end()
    })

  const page = { status: 200, type: 'text/html; charset=utf-8', cache: 'no-cache', bytes: 15 }
  for (const asked of ['/', '/index.html', '/conversations/12', '/conversations/12?state=waiting'])
    t.like(await get(asked), page, asked)
  const script = await get('/assets/console-7PXX6KCA.js')
  t.like(script, {
    status: 200,
    type: 'text/javascript; charset=utf-8',
    cache: 'public, max-age=31536000, immutable',
    encoding: undefined,
    bytes: 1_000,
  })
  const packed = await get('/assets/console-7PXX6KCA.js', { 'Accept-Encoding': 'gzip, br' })
  t.is(packed.encoding, 'br')
  t.true(packed.bytes < 100)
  const known = { 'If-None-Match': packed.etag ?? '' }
  t.like(await get('/assets/console-7PXX6KCA.js', known), { status: 304, bytes: 0 })
  t.like(await get('/', {}, 'HEAD'), { status: 200, bytes: 0 })
  const outside = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/assets/console-7PXX6KCA.js%00.html',
    '/assets/other-AAAAAAAA.js',
    '/.env',
  ]
  for (const asked of outside) t.is((await get(asked)).status, 404, asked)
  t.is((await get('/', {}, 'POST')).status, 404)
})
