import { once } from 'node:events'
import { request } from 'node:http'
import type { ExecutionContext } from 'ava'
import test from 'ava'
import { startGraph } from '../../../sandbox/facebook/graph-api/server.ts'
import { startPage } from '../../../sandbox/page/server.ts'

const beanery = { id: '100200300', name: 'Beanery', token: 'EAAB-1' }

async function run(t: ExecutionContext) {
  const graph = await startGraph({ appId: '1', appSecret: 'shh', seed: t.title, pages: [beanery] })
  // Nobody listens there: a database that is away.
  const shown = await startPage({ graph, databaseUrl: 'mysql://nobody:none@127.0.0.1:9/none' })
  t.teardown(async () => {
    await shown.close()
    await graph.close()
  })
  const ask = (path: string, options: RequestInit = {}) => fetch(new URL(path, shown.url), options)
  return { graph, url: shown.url, ask }
}

test('serves the files of the page, and lets a browser load nothing from elsewhere', async (t) => {
  const { ask } = await run(t)
  const index = await ask('/')
  t.is(index.headers.get('content-type'), 'text/html; charset=utf-8')
  const policy = index.headers.get('content-security-policy') ?? ''
  t.regex(policy, /default-src 'none'/)
  t.notRegex(policy, /unsafe|https?:|\*/)

  const html = await index.text()
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '')
  t.deepEqual(files, ['/icon.svg', '/tokens.css', '/rules.css', '/style.css', '/app.js'])
  for (const path of files) t.is((await ask(path)).status, 200)
  t.notRegex(html, /https?:\/\//)
})

test('serves no other file, and accepts a POST only for the world', async (t) => {
  const { ask } = await run(t)
  const paths = ['/server.ts', '/../server.ts', '/%2e%2e/server.ts', '/..%2fserver.ts', '/app.js/']
  t.deepEqual(
    await Promise.all(paths.map(async (path) => (await ask(path)).status)),
    [404, 404, 404, 404, 404],
  )
  t.is((await ask('/', { method: 'POST' })).status, 405)
  t.is((await ask('/rows?page=100200300&person=nobody')).status, 404)
})

test('refuses pages of other sites, under any name of this machine', async (t) => {
  const { url, ask } = await run(t)
  const { port } = new URL(url)
  t.is((await ask('/_world', { headers: { origin: 'https://elsewhere.example' } })).status, 403)
  t.is((await ask('/_world', { headers: { origin: `http://localhost:${port}` } })).status, 200)
  const asked = request({
    host: '127.0.0.1',
    port,
    path: '/',
    headers: { host: `elsewhere.example:${port}` },
  })
  const answered = once(asked.end(), 'response')
  const [answer] = await answered
  answer.resume()
  t.is(answer.statusCode, 403)
})

test('an action on the page changes the world, and a wrong action is refused', async (t) => {
  const { graph, ask } = await run(t)
  const post = (path: string, body: unknown) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const made = await post('/_world/people', { name: 'Mira Sol' })
  const { key } = (await made.json()) as { key: string }
  t.is((await post(`/_world/people/${key}/write`, { page: beanery.id, text: 'Hello' })).status, 200)
  t.deepEqual(
    graph.ledger.actionsOf({ key }).map(({ action, text }) => [action, text]),
    [['write', 'Hello']],
  )
  t.is((await post('/_world/people/nobody/write', { page: beanery.id, text: 'Hello' })).status, 400)
  t.is((await ask('/_world/people', { method: 'POST', body: '{"name":"X"}' })).status, 400)
})

test('says that the database does not answer, and gives the verdict all the same', async (t) => {
  const { graph, ask } = await run(t)
  const [person] = graph.people()
  const answer = await ask(`/rows?page=${beanery.id}&person=${person?.key}`)
  t.is(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  let text = ''
  const decoder = new TextDecoder()
  for await (const bytes of answer.body ?? []) {
    text += decoder.decode(bytes, { stream: true })
    if (text.includes('event: verdict') && text.includes('event: trouble')) break
  }
  t.regex(text, /event: trouble\ndata: \{\}\n/)
  t.regex(text, /event: verdict\ndata: \{"seen":0,"twice":\[\],"faults":\{\},"crashes":0\}\n/)
})
