import { once } from 'node:events'
import { createServer } from 'node:http'
import test from 'ava'
import type { ExecutionContext } from 'ava'
import { createOutbox } from '../../../../sandbox/facebook/webhooks/outbox.ts'
import { createLedger } from '../../../../sandbox/facebook/ledger/ledger.ts'
import type { Item } from '../../../../sandbox/facebook/webhooks/delivery.ts'
import { startTrial, pageId } from './trial.ts'
import { until } from '../../../helpers/until.ts'

/** A receiver that answers with these statuses, then with 200; the bodies it was sent. */
async function startReceiver(t: ExecutionContext, statuses: readonly number[]) {
  const bodies: string[] = []
  const left = [...statuses]
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString())
      response.writeHead(left.shift() ?? 200).end()
    })
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  t.teardown(() => receiver.close())
  const address = receiver.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { bodies, webhook: { url: `http://127.0.0.1:${port}/webhook`, secret: 'shh' } }
}

/** A message to the Page of a trial as an item, and what `createOutbox` needs. */
async function someItem(t: ExecutionContext) {
  const { graph } = await startTrial(t)
  const page = graph.page(pageId)
  if (page === undefined) throw new Error('no page')
  const ledger = createLedger()
  const values = { mid: 'm_1', interactionType: 'message' }
  const event = ledger.events.recordMessenger({ ts: 1, actor: undefined, standby: false, values })
  const item: Item = {
    event,
    page: pageId,
    field: 'messages',
    list: 'messaging',
    time: 1,
    json: '{"message":{"mid":"m_1"}}',
    order: 0,
    timeless: false,
  }
  return { item, given: { ledger, pages: new Map([[pageId, page]]) } }
}

test('a delivery counts as acked with its first copy, and is pending until the last one, which leaves on its own', async (t) => {
  const { bodies, webhook } = await startReceiver(t, [])
  const { item, given } = await someItem(t)
  const second = Promise.withResolvers<void>()
  const waits: number[] = []
  const outbox = createOutbox({
    webhook,
    ...given,
    sleep: async (ms) => {
      waits.push(ms)
      await second.promise
    },
  })
  t.teardown(() => outbox.close())
  t.is(await outbox.post(item, { copies: 2, apartMs: 700 }), 'acked')
  t.deepEqual([bodies.length, outbox.pending, waits], [1, 1, [700]])
  second.resolve()
  await until('the copy is sent', () => outbox.pending === 0)
  t.is(bodies.length, 2)
  t.is(bodies[0], bodies[1])
  t.is(outbox.repeats, 0)
  t.true(given.ledger.events.wasAcked(item.event))
})

test('a delivery that was refused is counted as sent again', async (t) => {
  const { bodies, webhook } = await startReceiver(t, [503])
  const { item, given } = await someItem(t)
  const outbox = createOutbox({ webhook, ...given, sleep: async () => {} })
  t.teardown(() => outbox.close())
  t.is(await outbox.post(item), 'acked')
  t.deepEqual([bodies.length, outbox.repeats], [2, 1])
})
