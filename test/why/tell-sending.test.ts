import test from 'ava'
import type { StoredOutbound } from '../../src/why/stored-event.ts'
import { tellSending } from '../../src/why/tell-sending.ts'

const now = 1_795_000_000_000

test('a part behind one that waits is not on its way', (t) => {
  const part: StoredOutbound = {
    id: '3',
    act: 'say',
    text: undefined,
    state: 'pending',
    reason: undefined,
    attempts: 0,
    createdTs: now,
    claimedTs: undefined,
    settledTs: undefined,
    dueTs: undefined,
    platformId: undefined,
    isRecorded: false,
    deliveredTs: undefined,
    readTs: undefined,
  }
  const says = (parts: readonly StoredOutbound[]) =>
    tellSending(parts, { now, withTexts: false }).map((step) => step.says)
  t.true(says([part]).includes('outbound 3: pending. It is on its way.'))
  t.true(
    says([
      { ...part, reason: 'policy_block' },
      { ...part, id: '4' },
    ]).includes('outbound 4: pending. It waits for the part before it.'),
  )
})
