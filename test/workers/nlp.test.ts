import test from 'ava'
import type { UnreadTurn } from '../../src/db/conversation/turns.ts'
import type { Understanding } from '../../src/domain/understanding.ts'
import { createNlpStep } from '../../workers/nlp.ts'
import type { Respond } from '../../workers/respond.ts'

const meaning: Understanding = {
  provider: 'local',
  version: '1',
  intent: { name: 'order', confidence: 0.9 },
  entities: [],
}
const turn: UnreadTurn = {
  id: '7',
  conversationId: '3',
  pageId: '1001',
  psid: '77',
  pId: 'facebook:77',
  ts: 1_700_000_000_000,
  kind: 'message',
  text: 'a latte, please',
  understanding: undefined,
  readyTs: 0,
  openedTs: 0,
}
const job = { v: 1, turnId: '7', conversationId: '3', recordedBy: ['stitch-1', 'parse-1'] } as const

const calm = {
  conversationId: '3',
  outboundId: undefined,
  customer: { pId: 'facebook:77' },
  lately: 0,
  wakeTs: null,
  decisions: 0,
  silentTs: null,
  context: {},
  lastInboundTs: turn.ts,
  silentUntil: undefined,
  silentReason: undefined,
}

/** What the step recorded itself, and where the turn went on. */
async function runNlp(found: UnreadTurn | undefined, respond?: Respond) {
  const recorded: unknown[] = []
  const nlp = createNlpStep({
    turns: {
      find: async () => found,
      recordUnderstanding: async (...given) => void recorded.push(given),
    },
    understand: async () => meaning,
    inPlace: respond && { respond, look: async () => ({ ...calm, turn: found }) },
  })
  const { hops } = await nlp(job)
  return { recorded, to: hops.map(({ to }) => to) }
}

test('where respond is another process, the understanding is recorded and the conversation woken', async (t) => {
  t.deepEqual(await runNlp(turn), { recorded: [['7', meaning]], to: ['respond'] })
})

test('in place, the understanding is recorded with the decision, and nobody need be woken', async (t) => {
  const given: unknown[] = []
  const answered = await runNlp(turn, async (wakeUp, just) => {
    given.push(wakeUp.conversationId, just?.turnId, just?.understanding, just?.recordedBy)
    just?.onRecorded()
    return { hops: [], quarantined: 0 }
  })
  t.deepEqual(answered, { recorded: [], to: [] })
  t.deepEqual(given, ['3', '7', meaning, job.recordedBy])
})

test('in place, a turn that has to wait keeps its understanding, and its conversation is woken', async (t) => {
  const waiting = await runNlp(turn, async () => ({ hops: [], quarantined: 0 }))
  t.deepEqual(waiting, { recorded: [['7', meaning]], to: ['respond'] })
})

test('a failure of the answer is one of the job, which is tried again', async (t) => {
  await t.throwsAsync(
    runNlp(turn, () => Promise.reject(new Error('busy'))),
    { message: 'busy' },
  )
})

test('what was tapped, understood before or answered already needs no understanding', async (t) => {
  const { text: _, ...tapped } = turn
  for (const found of [{ ...tapped, payload: 'MENU' }, { ...turn, understanding: meaning }, undefined])
    t.deepEqual(await runNlp(found), { recorded: [], to: ['respond'] })
})
