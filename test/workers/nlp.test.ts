import { asConversationId, asPageId, asProfileId, asPsid, asTurnId } from '../../src/domain/ids.ts'
import test from 'ava'
import type { TurnToUnderstand } from '../../src/db/conversation/turns.ts'
import type { Understanding } from '../../src/domain/understanding.ts'
import { createNlpStep } from '../../workers/nlp.ts'

const meaning: Understanding = {
  provider: 'local',
  version: '1',
  intent: { name: 'order', confidence: 0.9 },
  entities: [],
}
const turn: TurnToUnderstand = {
  id: asTurnId('7'),
  conversationId: asConversationId('3'),
  pageId: asPageId('1001'),
  psid: asPsid('77'),
  pId: asProfileId('facebook:77'),
  ts: 1_700_000_000_000,
  kind: 'message',
  text: 'a latte, please',
  understanding: undefined,
  readyTs: 0,
  openedTs: 0,
}
const job = {
  v: 1,
  turnId: asTurnId('7'),
  conversationId: asConversationId('3'),
  recordedBy: ['stitch-1', 'parse-1'],
} as const

/** What the step recorded, and the jobs it published. */
async function runNlp(found: TurnToUnderstand | undefined) {
  const recorded: unknown[] = []
  const nlp = createNlpStep({
    turns: {
      find: async () => found,
      recordUnderstanding: async (...given) => void recorded.push(given),
    },
    understand: async () => meaning,
  })
  const { hops } = await nlp(job)
  return { recorded, hops: hops.map(({ to, job: data }) => [to, data]) }
}

const wakeUp = ['respond', { v: 1, conversationId: asConversationId('3'), recordedBy: job.recordedBy }]

test('records the understanding, then wakes the conversation', async (t) => {
  t.deepEqual(await runNlp(turn), { recorded: [['7', meaning]], hops: [wakeUp] })
})

test('a tap, a turn that is understood and a turn that is closed only wake the conversation', async (t) => {
  const { text: _, ...tapped } = turn
  for (const found of [{ ...tapped, payload: 'MENU' }, { ...turn, understanding: meaning }, undefined])
    t.deepEqual(await runNlp(found), { recorded: [], hops: [wakeUp] })
})

test('a failure to record fails the job: nobody is woken', async (t) => {
  const nlp = createNlpStep({
    turns: { find: async () => turn, recordUnderstanding: () => Promise.reject(new Error('busy')) },
    understand: async () => meaning,
  })
  await t.throwsAsync(nlp(job), { message: 'busy' })
})
