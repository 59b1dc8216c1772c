import test from 'ava'
import { requireHarmless, securityHeaders } from '../../../bin/board/guard.ts'
import { serve } from '../../http/serve.ts'

test('nothing is cached', async (t) => {
  const ask = await serve(t, securityHeaders)
  t.is((await ask({})).headers['cache-control'], 'no-store')
})

test('a read-only queue monitor refuses every change', async (t) => {
  const ask = await serve(t, requireHarmless({ writable: false }))
  t.is((await ask({})).status, 200)
  for (const method of ['PUT', 'POST', 'PATCH', 'DELETE']) {
    t.is(
      (
        await ask({
          method,
          path: '/queues/api/queues/parse/pause',
          headers: { origin: 'http://b', host: 'b' },
        })
      ).status,
      405,
    )
  }
})

test('a writable queue monitor accepts changes only from its own page, and none that loses a job', async (t) => {
  const ask = await serve(t, requireHarmless({ writable: true }))
  const status = async (
    method: string,
    path: string,
    headers: Record<string, string> = { origin: 'http://board:1' },
  ) => (await ask({ method, path: `/queues/api${path}`, headers: { host: 'board:1', ...headers } })).status
  for (const path of ['/queues/pause', '/queues/parse/resume', '/queues/parse/retry/failed', '/queues/parse/clean/completed', '/queues/parse/parse-1/retry']) {
    t.is(await status('PUT', path), 200, path)
    t.is(await status('PUT', path, {}), 403, 'no origin')
    t.is(await status('PUT', path, { origin: 'http://elsewhere' }), 403, 'another origin')
    t.is(await status('PUT', path, { origin: 'null' }), 403, 'a hidden origin')
  } // prettier-ignore
  for (const path of ['/queues/parse/empty', '/queues/parse/obliterate', '/queues/parse/clean/waiting', '/queues/parse/concurrency']) {
    t.is(await status('PUT', path), 403, path)
  } // prettier-ignore
  t.is(await status('POST', '/queues/parse/add'), 403)
  t.is(await status('PATCH', '/queues/parse/parse-1/update-data'), 403)
})
