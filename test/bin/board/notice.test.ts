import { createServer } from 'node:http'
import { Script } from 'node:vm'
import test, { type ExecutionContext } from 'ava'
import Koa from 'koa'
import { notices } from '../../../bin/board/notice.ts'
import { listen } from '../../../src/listen.ts'

/** A page behind the notices, and what they say about this Redis. */
async function serve(t: ExecutionContext, redis: { readonly isReady: boolean; readonly answers: boolean }) {
  const app = new Koa()
  app.use(
    notices({
      isRedisReady: () => redis.isReady,
      scrape: async () => {
        if (!redis.answers) throw new Error('no response')
        return 'metrics'
      },
      kept: 100,
    }),
  )
  app.use((ctx) => {
    ctx.body = '<html><head><title>Pagebeat</title></head><body></body></html>'
  })
  const handle = app.callback()
  const server = createServer((req, res) => void handle(req, res))
  const port = await listen(server, { port: 0, host: '127.0.0.1' })
  t.teardown(() => server.close())
  return async (path: string) => await (await fetch(`http://127.0.0.1:${port}${path}`)).text()
}

test('the banner is empty while Redis answers', async (t) => {
  const get = await serve(t, { isReady: true, answers: true })
  t.is(await get('/notice'), '')
})

for (const [title, redis] of Object.entries({
  'is not connected': { isReady: false, answers: true },
  'is connected and does not answer': { isReady: true, answers: false },
}))
  test(`the banner says what is wrong where Redis ${title}`, async (t) => {
    const get = await serve(t, redis)
    t.regex(await get('/notice'), /^Redis does not answer\. .* REDIS_URL /)
  })

test('every page has the script, which tells how many finished jobs are kept', async (t) => {
  const get = await serve(t, { isReady: true, answers: true })
  t.regex(await get('/queues/queue/parse'), /<script src="\/notice\.js" defer><\/script><\/head>/)
  const script = await get('/notice.js')
  t.regex(script, /the last 100 jobs of a stage/)
  t.notThrows(() => new Script(script))
})
