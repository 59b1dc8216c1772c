import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import test from 'ava'
import type { ExecutionContext } from 'ava'
import type { Delivery } from '../../../sandbox/facebook/webhooks/delivery.ts'
import { createFaults, decodeFaults } from '../../../sandbox/facebook/faults.ts'
import { play } from '../../../sandbox/facebook/webhooks/play.ts'
import { createSubscriptions, retryDelaysMs } from '../../../sandbox/facebook/webhooks/retry-schedule.ts'
import { createSender } from '../../../sandbox/facebook/webhooks/sender.ts'
import type { Sender, SenderOptions } from '../../../sandbox/facebook/webhooks/sender.ts'
import { verifyWebhook } from '../../../sandbox/facebook/webhooks/verify.ts'
import { createRandomWorld } from '../../../sandbox/facebook/world/random-world.ts'
import { until } from '../../helpers/until.ts'

const hour = 3_600_000
interface Seen {
  readonly body: string
  readonly headers: IncomingHttpHeaders
}

/** Answers with the statuses given in turn, then with the last one for ever; `hang` never answers. */
async function createFlakyServer(t: ExecutionContext, statuses: readonly (number | 'hang')[]) {
  const seen: Seen[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const status = statuses[Math.min(seen.length, statuses.length - 1)] ?? 200
      seen.push({ body: Buffer.concat(chunks).toString('latin1'), headers: request.headers })
      if (status === 'hang') return
      const challenge = new URL(request.url ?? '', 'http://localhost').searchParams.get('hub.challenge')
      response.writeHead(status).end(challenge ?? 'EVENT_RECEIVED')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { seen, url: `http://127.0.0.1:${port}/webhook` }
}

function createTestSender(t: ExecutionContext, options: SenderOptions): Sender {
  const sender = createSender(options)
  t.teardown(() => sender.close())
  return sender
}

/** An hour is a third of a millisecond, and no Page ever fails for long. */
const quick = { timeScale: 1e7, clock: () => 0 }

function worldOf(regime: 'messenger' | 'page', events = 20, faults = '') {
  return createRandomWorld({
    seed: 3,
    secret: 'shh',
    events,
    baseTime: 1_780_000_000_000,
    messenger: regime === 'messenger' ? 1 : 0,
    pages: 1,
    faults: decodeFaults(faults),
  })
}

function firstOf(regime: 'messenger' | 'page'): Delivery {
  const delivery = worldOf(regime)
    .next(1)
    .find((each) => each.regime === regime)
  if (delivery === undefined) throw new Error('the world made no delivery')
  return delivery
}

test('sends the bytes with both signatures and the headers of Facebook', async (t) => {
  const server = await createFlakyServer(t, [200])
  const sender = createTestSender(t, { url: server.url, secret: 'shh' })
  const delivery = firstOf('page')
  t.is(await sender.send(delivery), 'acked')
  t.is(server.seen[0]?.body, delivery.body.toString('latin1'))
  t.like(server.seen[0]?.headers, {
    'content-type': 'application/json',
    'user-agent': 'facebookexternalua',
    'x-hub-signature': delivery.signature.sha1,
    'x-hub-signature-256': delivery.signature.sha256,
  })
  t.is(delivery.signature.sha256.length, 71)
})

for (const regime of ['messenger', 'page'] as const) {
  test(`${regime}: tries again at once and then ever less often, with the same bytes, and drops it in the end`, async (t) => {
    const server = await createFlakyServer(t, [503])
    const sender = createTestSender(t, { url: server.url, secret: 'shh', ...quick })
    t.is(await sender.send(firstOf(regime)), 'dropped')
    t.is(server.seen.length, 1 + retryDelaysMs[regime].length)
    t.is(new Set(server.seen.map(({ body }) => body)).size, 1)
  })

  test(`${regime}: a delivery that is answered in the end is acked, and the ledger knows`, async (t) => {
    const server = await createFlakyServer(t, [500, 503, 200])
    const world = worldOf(regime)
    const sender = createTestSender(t, { url: server.url, secret: 'shh', ...quick, ledger: world.ledger })
    const [delivery] = world.next(1)
    if (delivery === undefined) throw new Error('the world made no delivery')
    t.false(world.ledger.events.wasSent(0))
    t.is(await sender.send(delivery), 'acked')
    t.is(sender.counts.retries, 2)
    for (const event of delivery.events) t.true(world.ledger.events.wasAcked(event))
  })
}

test('the delays are those of the documents: the first retry at once, falling frequency, within 36 hours', (t) => {
  for (const delays of Object.values(retryDelaysMs)) {
    t.is(delays[0], 0)
    t.deepEqual(
      [...delays],
      delays.toSorted((a, b) => a - b),
    )
  }
  t.true(retryDelaysMs.page.reduce((sum, delay) => sum + delay, 0) <= 36 * hour)
  t.true(retryDelaysMs.page.reduce((sum, delay) => sum + delay, 0) > 30 * hour)
})

test('an hour of Messenger failure without a single answer unsubscribes the Page; one answer starts the hour anew', (t) => {
  const subscriptions = createSubscriptions(1)
  subscriptions.note(['1', '2'], 'failed', 0)
  subscriptions.note(['1', '2'], 'failed', hour / 4)
  t.deepEqual([...subscriptions.alerted], ['1', '2'])
  subscriptions.note(['2'], 'answered', hour / 2)
  subscriptions.note(['1', '2'], 'failed', hour)
  t.deepEqual([...subscriptions.unsubscribed], ['1'])
})

test('an unsubscribed Page gets nothing more of its Messenger, and the ledger does not count it as sent', async (t) => {
  const server = await createFlakyServer(t, [500])
  const world = worldOf('messenger', 400)
  const sender = createTestSender(t, {
    url: server.url,
    secret: 'shh',
    timeScale: 36_000,
    ledger: world.ledger,
  })
  const page = world.pages[0]?.id ?? ''
  await until('the Page is unsubscribed', async () => {
    await Promise.all(world.next(1).map((delivery) => sender.send(delivery)))
    return sender.unsubscribed.has(page)
  })
  const posts = server.seen.length
  const [next] = world.next(1)
  if (next === undefined) throw new Error('the world made no delivery')
  t.is(await sender.send(next), 'unsubscribed')
  t.is(server.seen.length, posts)
  for (const event of next.events) t.false(world.ledger.events.wasSent(event))
})

test('a response that takes too long counts as none', async (t) => {
  const server = await createFlakyServer(t, ['hang', 200])
  const sender = createTestSender(t, { url: server.url, secret: 'shh', timeoutMs: 200 })
  t.is(await sender.send(firstOf('messenger')), 'acked')
  t.deepEqual(
    [...sender.counts.answers],
    [
      [0, 1],
      [200, 1],
    ],
  )
})

test('a forged delivery is tried once; that it was accepted is counted', async (t) => {
  const world = worldOf('messenger', 200, 'wrong-secret=1')
  const forged = world.next(400).filter(({ kind }) => kind === 'forged')
  const server = await createFlakyServer(t, [403, 200])
  const sender = createTestSender(t, { url: server.url, secret: 'shh' })
  t.is(await sender.send(forged[0] ?? firstOf('page')), 'refused')
  t.is(server.seen.length, 1)
  await sender.send(forged[1] ?? firstOf('page'))
  t.is(sender.counts.acceptedForgeries, 1)
})

test('a whole world is acked through a receiver that fails now and then and loses answers', async (t) => {
  const server = await createFlakyServer(t, [200, 503, 200, 200, 500, 200])
  const faults = decodeFaults('lost-answers=0.2,duplicates=0.2')
  const world = createRandomWorld({ seed: 5, secret: 'shh', events: 300, batch: [1, 20], faults })
  const sender = createTestSender(t, {
    url: server.url,
    secret: 'shh',
    ...quick,
    faults: createFaults({ seed: 5, initial: faults }),
    ledger: world.ledger,
    connections: 3,
  })
  await play({ world, sender })
  for (let event = 0; event < world.ledger.events.length; event += 1)
    t.true(world.ledger.events.wasAcked(event))
  t.is(sender.pending, 0)
})

test('closing ends the wait for retries', async (t) => {
  const server = await createFlakyServer(t, [503])
  const sender = createTestSender(t, { url: server.url, secret: 'shh', timeScale: 1 })
  const sent = sender.send(firstOf('page'))
  await until('the second try', () => server.seen.length >= 2)
  await sender.close()
  t.is(await sent, 'stopped')
})

test('the verification GET passes with the challenge untouched and fails otherwise', async (t) => {
  const good = await createFlakyServer(t, [200])
  t.is(await verifyWebhook({ url: good.url, verifyToken: 'token' }), undefined)
  const bad = await createFlakyServer(t, [403])
  t.regex((await verifyWebhook({ url: bad.url, verifyToken: 'token' })) ?? '', /did not match challenge/)
})
