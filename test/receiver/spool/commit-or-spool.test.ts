import test from 'ava'
import type { DeliveryCommit, ReceivedDelivery, StoreDeliveries } from '../../../src/receiver/commit.ts'
import { commitOrSpool } from '../../../src/receiver/spool/commit-or-spool.ts'

const delivery: ReceivedDelivery = { body: '{}', at: 1 }

function redisThat(takes: boolean): DeliveryCommit {
  return { commit: () => Promise.resolve(takes), drain: () => Promise.resolve() }
}

interface Fakes {
  readonly store?: StoreDeliveries
  readonly reason?: string
}

function build(takes: boolean, { store = async () => undefined, reason = '' }: Fakes = {}) {
  const counts = { spooled: 0, refused: 0 }
  const commit = commitOrSpool(redisThat(takes), {
    spool: { store, notReadyBecause: () => (reason === '' ? undefined : reason) },
    onSpooled: (deliveries) => (counts.spooled += deliveries),
    onRefused: () => (counts.refused += 1),
  })
  return { commit, counts }
}

test('a delivery that Redis took does not go to the spool', async (t) => {
  const { commit, counts } = build(true)
  t.true(await commit.commit(delivery))
  t.deepEqual(counts, { spooled: 0, refused: 0 })
})

test('a delivery that Redis did not take is acknowledged once the spool has it', async (t) => {
  const { commit, counts } = build(false)
  t.true(await commit.commit(delivery))
  t.deepEqual(counts, { spooled: 1, refused: 0 })
})

test('a delivery that neither takes is refused: the spool is full, fails, or is too slow', async (t) => {
  for (const bad of [
    { reason: 'the spool is full' },
    { store: () => Promise.reject(new Error('EIO')) },
    { store: () => new Promise<void>(() => undefined) },
  ]) {
    const { commit, counts } = build(false, bad)
    t.false(await commit.commit(delivery))
    t.deepEqual(counts, { spooled: 0, refused: 1 })
  }
})
