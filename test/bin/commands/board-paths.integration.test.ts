import test from 'ava'
import { openQueue } from '../../../queues/publish.ts'
import { environment, get, redis, run } from '../board/board-trial.ts'
import { until } from '../../helpers/until.ts'

test.after.always(() => redis.close())

test.serial('shows at most 20 jobs of a state, whatever the form of the path and the query', async (t) => {
  const prefix = `${redis.prefix}-many`
  const board = await run(t, ['board'], environment(prefix))
  const queue = openQueue('stitch', redis.connection, prefix)
  t.teardown(() => queue.close())
  await queue.addBulk(Array.from({ length: 60 }, (_, index) => ({ name: 'stitch', data: { index } })))
  const paths = ['/queues/api/queues', '/queues/API/queues', '/queues/Api/QUEUES', '/queues/%61pi/queues']
  const forms = [...paths, '/queues//api/queues', '/queues/api/queues/', '/QUEUES/api/queues']
  const amounts = ['100000', '1e5', '0x10000', '-1', '-1000', '0', 'x', '5.5', '1&jobsPerPage=100000', '']
  const shown = new Set<number>()
  for (const path of forms)
    for (const amount of amounts)
      for (const page of ['1', '-1', '1&page=0']) {
        const query = `activeQueue=stitch&status=waiting&page=${page}&jobsPerPage=${amount}`
        const { status, text } = await get(board, `${path}?${query}`)
        t.true(status < 500 || status === 503, `${path}?${query}: ${status}`)
        const jobs = text.split('"id":"').length - 1
        t.true(jobs <= 20, `${path}?${query}: ${jobs} jobs`)
        shown.add(jobs)
      }
  t.true(shown.has(20), 'the bounded query still shows jobs')
})

test.serial('a read-only queue monitor refuses a change under every form of its path', async (t) => {
  const board = await run(t, ['board'], environment(`${redis.prefix}-forms`))
  for (const path of [
    '/queues/api/queues/parse/pause',
    '/queues/API/queues/parse/pause',
    '/QUEUES/api/queues/pause',
    '//queues/api/queues/pause',
    '/queues/%61pi/queues/pause',
    '/healthz',
    '/metrics/',
  ])
    for (const method of ['PUT', 'POST', 'PATCH', 'DELETE'])
      t.is(
        (await get(board, path, { method, origin: `http://127.0.0.1:${board.port}` })).status,
        405,
        `${method} ${path}`,
      )
  for (const path of [
    '/Healthz',
    '/healthz/',
    '//healthz',
    '/healthz/../metrics',
    '/METRICS',
    '/metrics/',
    '/%6detrics',
    '/Queues',
    '/queues/API/queues',
  ])
    t.is((await fetch(`http://127.0.0.1:${board.port}${path}`, { redirect: 'manual' })).status, 401, path)
})

test.serial('shows the stages in the order of the pipeline, sorted by their names', async (t) => {
  const board = await run(t, ['board'], environment(`${redis.prefix}-order`))
  // On a busy machine it may say once that Redis does not answer.
  const text = await until('the queue monitor lists the queues', async () => {
    const answer = await get(board, '/queues/api/queues')
    return answer.text.startsWith('{') && answer.text
  })
  const { queues }: { queues: readonly { readonly displayName: string }[] } = JSON.parse(text)
  const sorted = queues.map(({ displayName }) => displayName).toSorted((a, b) => a.localeCompare(b))
  t.deepEqual(sorted, ['1 parse', '2 stitch', '3 enrich', '4 nlp', '5 respond', '6 receipts'])
})
