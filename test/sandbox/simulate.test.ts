import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import test from 'ava'
import { runTrial } from '../trials/run-trial.ts'

const program = path.join(import.meta.dirname, '../../sandbox/simulate.ts')

test('every delivery is sent and acked, and the result is told as JSON', async (t) => {
  let bodies = 0
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => {
      bodies += 1
      response.end('EVENT_RECEIVED')
    })
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  t.teardown(() => receiver.close())
  const address = receiver.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const url = `http://127.0.0.1:${port}/webhook`
  const args = [
    '--url',
    url,
    '--secret',
    'shh',
    '--rate',
    '2000',
    '--events',
    '200',
    '--batch',
    '1-20',
    '--json',
  ]
  const { status, output } = await runTrial(program, args).ended
  t.is(status, 0, output)
  const result: { items: number; deliveries: { acked: number } } = JSON.parse(output)
  t.is(result.items, 200)
  t.is(result.deliveries.acked, bodies)
})

test('a mistake in the arguments is told in one line', async (t) => {
  const { status, output } = await runTrial(program, ['--url', 'http://127.0.0.1:1', '--batch', '5-2']).ended
  t.is(status, 2)
  t.regex(output, /^--.* (?:is needed|must be a number or a range within 1-1000)\n$/)
})
