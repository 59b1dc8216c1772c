import test from 'ava'
import { createDeliveryCommit, type ReceivedDelivery } from '../../src/receiver/commit.ts'
import { post } from './http.ts'
import { startStubReceiver } from './stub-receiver.ts'

/** A store whose commits end when the test says so. */
function createGate(): {
  readonly store: (group: readonly ReceivedDelivery[]) => Promise<void>
  readonly commits: { readonly group: readonly string[]; readonly end: (error?: Error) => void }[]
  /** Resolves when this many commits have begun. */
  begun(count: number): Promise<void>
} {
  const commits: { group: readonly string[]; end: (error?: Error) => void }[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  return {
    commits,
    store: (group) =>
      new Promise<void>((resolve, reject) => {
        commits.push({
          group: group.map(({ body }) => body),
          end: (error) => (error === undefined ? resolve() : reject(error)),
        })
        for (const wait of waiting) if (commits.length >= wait.count) wait.resolve()
      }),
    begun: (count) =>
      new Promise((resolve) => {
        if (commits.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
  }
}

function deliveryOf(body: string): ReceivedDelivery {
  return { body, at: 1_761_900_000_000 }
}

const isReady = (): boolean => true

/** These tests are about order, not about time. */
const patient = { isReady, deadlineMs: 60_000 }

test('puts deliveries that arrive together into one commit, and those that arrive meanwhile into the next', async (t) => {
  const { store, commits, begun } = createGate()
  const sizes: number[] = []
  const deliveries = createDeliveryCommit(store, { ...patient, onGroup: (size) => sizes.push(size) })
  const bodies = Array.from({ length: 300 }, (_, index) => `b${index}`)
  const first = bodies.slice(0, 2).map((body) => deliveries.commit(deliveryOf(body)))
  await begun(1)
  const others = bodies.slice(2).map((body) => deliveries.commit(deliveryOf(body)))
  commits[0]?.end()
  await begun(2)
  commits[1]?.end()
  t.deepEqual(new Set(await Promise.all([...first, ...others])), new Set([true]))
  t.deepEqual(
    commits.map(({ group }) => group),
    [bodies.slice(0, 2), bodies.slice(2)],
  )
  t.deepEqual(sizes, [2, 298])
})

test('limits a group by number and by size, and lets a larger delivery go alone', async (t) => {
  const groups: number[][] = []
  const deliveries = createDeliveryCommit(async (group) => {
    groups.push(group.map(({ body }) => body.length))
  }, patient)
  const mebi = 1024 * 1024
  const lengths = [1, ...Array.from({ length: 1001 }, () => 2), 600_000, 600_000, 4 * mebi, 3]
  const answers = await Promise.all(
    lengths.map((length) => deliveries.commit(deliveryOf('x'.repeat(length)))),
  )
  t.true(answers.every((stored) => stored))
  t.deepEqual(groups.flat(), lengths)
  t.true(groups.every((group) => group.length <= 500))
  t.true(
    groups.every((group) => group.length === 1 || group.reduce((sum, length) => sum + length, 0) <= mebi),
  )
  t.true(groups.length <= 7)
})

test('fails all deliveries behind a failed commit at once, and works again afterwards', async (t) => {
  const { store, commits, begun } = createGate()
  const deliveries = createDeliveryCommit(store, patient)
  const first = deliveries.commit(deliveryOf('a'))
  await begun(1)
  const behind = deliveries.commit(deliveryOf('b'))
  commits[0]?.end(new Error('OOM command not allowed'))
  t.deepEqual(await Promise.all([first, behind]), [false, false])
  t.is(commits.length, 1)
  const later = deliveries.commit(deliveryOf('c'))
  await begun(2)
  commits[1]?.end()
  t.true(await later)
})

test('fails a delivery whose commit does not end in time, whatever its result', async (t) => {
  const { store, commits, begun } = createGate()
  const deliveries = createDeliveryCommit(store, { isReady, deadlineMs: 20 })
  const first = deliveries.commit(deliveryOf('a'))
  await begun(1)
  t.deepEqual(await Promise.all([first, deliveries.commit(deliveryOf('b'))]), [false, false])
  commits[0]?.end()
  await begun(2) // b is stored after all: Facebook sends it again, and it is the same event
  commits[1]?.end()
  await deliveries.drain()
  t.is(commits.length, 2)
})

test('does not ask a store that is not ready', async (t) => {
  const deliveries = createDeliveryCommit(() => Promise.reject(new Error('asked')), { isReady: () => false })
  t.false(await deliveries.commit(deliveryOf('a')))
  await deliveries.drain()
})

test('commits many concurrent deliveries in two groups and loses none', async (t) => {
  const { store, commits, begun } = createGate()
  const bodies = Array.from({ length: 100 }, (_, index) => `{"n":${index}}`)
  const allArrived = Promise.withResolvers<void>()
  let asked = 0
  const receiver = await startStubReceiver({
    store,
    deadlineMs: 60_000,
    notReadyBecause: () => {
      if (++asked === 101) allArrived.resolve() // asked once for each delivery
      return undefined
    },
  })
  const first = post(receiver.port, 'first')
  await begun(1)
  const others = bodies.map((body) => post(receiver.port, body))
  await allArrived.promise
  commits[0]?.end()
  await begun(2)
  commits[1]?.end()
  t.true((await Promise.all([first, ...others])).every(({ status }) => status === 200))
  t.deepEqual(commits[0]?.group, ['first'])
  t.deepEqual(commits[1]?.group.toSorted(), bodies.toSorted())
  await receiver.close()
})

test('responds with 503 and Retry-After while the store fails, and with 200 afterwards', async (t) => {
  let fails = true
  const receiver = await startStubReceiver({
    store: async () => {
      if (fails) throw new Error('Redis is down, said marker-51')
    },
  })
  const refused = await Promise.all(
    Array.from({ length: 20 }, (_, index) => post(receiver.port, `{"n":${index}}`)),
  )
  t.deepEqual(new Set(refused.map(({ status }) => status)), new Set([503]))
  t.true(
    refused.every(({ headers, text }) => headers['retry-after'] === '1' && text === 'Service Unavailable'),
  )
  fails = false
  t.is((await post(receiver.port, '{}')).status, 200)
  t.deepEqual(receiver.bodies(), ['{}'])
  await receiver.close()
})
