import test from 'ava'
import type { HeldFact } from '../../../src/db/notifier/find-facts.ts'
import { asConversationId, asPageId } from '../../../src/domain/ids.ts'
import { createCollectFacts } from '../../../workers/notifier/collect-facts.ts'

const now = Date.UTC(2026, 10, 28, 3)

test('facts that one look does not reach are found by the next one', async (t) => {
  const rows: HeldFact[] = Array.from({ length: 12_000 }, (_, n) => ({
    id: String(n),
    conversationId: asConversationId('7'),
    pageId: asPageId('1001'),
    settledTs: now - 600_000 + n,
  }))
  const collect = createCollectFacts({
    findHandOvers: async () => [],
    findHeld: async ({ since, limit }) => rows.filter(({ settledTs }) => settledTs > since).slice(0, limit),
    findPaused: async () => [],
    findWords: undefined,
    nameOf: async () => 'Page 1001',
    now: () => now,
  })
  const subjects = new Set<string>()
  for (let round = 0; round < 3; round += 1) {
    const { facts, stored } = await collect()
    for (const { subject } of facts) subjects.add(subject)
    stored()
  }
  t.is(subjects.size, rows.length)
})
