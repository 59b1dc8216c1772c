import test from 'ava'
import type { TurnToUnderstand } from '../../src/db/conversation/turns.ts'
import type { Understanding, Utterance } from '../../src/domain/understanding.ts'
import { createNlpStep } from '../../workers/nlp.ts'
import { conversationId, jobsOf, now, tapOf, turnOf } from '../helpers/worker-ports.ts'

const understanding: Understanding = {
  provider: 'local',
  version: '1',
  intent: { name: 'order', confidence: 0.9 },
  entities: [],
}
const job = {
  v: 1,
  turnId: turnOf().id,
  conversationId,
  recordedBy: ['stitch-1', 'parse-1'],
} as const

/** What the step recorded, and the jobs it published. */
async function runNlp(found: TurnToUnderstand | undefined) {
  const recorded: unknown[] = []
  const nlp = createNlpStep({
    turns: {
      find: async () => found,
      recordUnderstanding: async ({ id }, given) => void recorded.push([id, given]),
    },
    understand: async () => understanding,
  })
  const { hops } = await nlp(job)
  return { recorded, jobs: jobsOf(hops) }
}

const wakeUp = ['respond', { v: 1, conversationId, recordedBy: job.recordedBy }]

test('records the understanding, then wakes the conversation', async (t) => {
  t.deepEqual(await runNlp(turnOf()), { recorded: [['7', understanding]], jobs: [wakeUp] })
})

test('a tap and a turn that is understood only wake the conversation', async (t) => {
  for (const found of [tapOf({ payload: 'MENU', text: 'Menu' }), turnOf({ understanding })])
    t.deepEqual(await runNlp(found), { recorded: [], jobs: [wakeUp] })
})

test('a turn that is closed ends here', async (t) => {
  t.deepEqual(await runNlp(undefined), { recorded: [], jobs: [] })
})

test('a provider gets the text, its time, and the language and time zone of the customer', async (t) => {
  const asked: Utterance[] = []
  const nlp = createNlpStep({
    turns: {
      find: async () => ({ ...turnOf(), locale: 'de_DE', timezone: '1' }),
      recordUnderstanding: async () => undefined,
    },
    understand: async (utterance) => {
      asked.push(utterance)
      return understanding
    },
  })
  await nlp(job)
  t.deepEqual(asked, [{ text: 'a latte, please', referenceTime: now, locale: 'de_DE', timezone: '1' }])
})

test('a failure to record fails the job, and the conversation is not woken', async (t) => {
  const nlp = createNlpStep({
    turns: { find: async () => turnOf(), recordUnderstanding: () => Promise.reject(new Error('busy')) },
    understand: async () => understanding,
  })
  await t.throwsAsync(nlp(job), { message: 'busy' })
})

test('a job that runs again understands nothing twice, and wakes the conversation again', async (t) => {
  let found = turnOf()
  let asked = 0
  const nlp = createNlpStep({
    turns: {
      find: async () => found,
      recordUnderstanding: async (_turnId, given) => void (found = { ...found, understanding: given }),
    },
    understand: async () => {
      asked += 1
      return understanding
    },
  })
  const [first, second] = [await nlp(job), await nlp(job)] // the worker died before it published the wake-up
  t.is(asked, 1)
  t.deepEqual(jobsOf(second.hops), jobsOf(first.hops))
})
