import test from 'ava'
import { answerDelays, percentile, writeSteadily } from '../../../../sandbox/facebook/people/steady.ts'
import { talk } from '../../../../sandbox/facebook/people/talk.ts'
import { pageId, startTrial } from './trial.ts'
import type { Trial } from './trial.ts'

/** Answers every message of a person at once, with what `reply` makes of its text. The list grows by one an answer. */
function answerAll({ graph, send }: Trial, reply: (text: string) => readonly string[]): Promise<void>[] {
  const answers: Promise<void>[] = []
  graph.ledger.watch((entry) => {
    if (entry.is !== 'act' || entry.text === undefined) return
    const { psid, text } = entry
    answers.push(answer(psid, reply(text)))
  })
  return answers

  async function answer(psid: string, texts: readonly string[]): Promise<void> {
    const quick_replies = [{ content_type: 'text', title: 'More', payload: 'MORE' }]
    for (const text of texts) await send(psid, { message: { text, quick_replies } })
  }
}

test('a person says a line, hears the whole answer, and says the next', async (t) => {
  const trial = await startTrial(t)
  const { graph } = trial
  const answers = answerAll(trial, (text) =>
    text === 'Hello' ? ['Hi', 'What can I do?'] : text === 'More' ? ['That is all'] : [],
  )
  const person = graph.createPerson({ name: 'Ada' })
  const lines = [{ write: 'Hello', hears: 2 }, { tap: 'MORE' }, { write: 'Nothing', hears: 0 }]
  const exchanges = await talk({ graph, person, page: pageId, lines, quietMs: 20, patienceMs: 2_000 })
  t.deepEqual(
    exchanges.map(({ heard }) => heard.map(({ text }) => text)),
    [['Hi', 'What can I do?'], ['That is all'], []],
  )
  await Promise.all(answers)
})

test('a steady stream goes to one hot person as often as asked, and its delays are those of the answers', async (t) => {
  const trial = await startTrial(t, { now: Date.now })
  const { graph } = trial
  const answers = answerAll(trial, (text) => [`answer to ${text}`])
  const people = ['Ada', 'Ben', 'Cleo'].map((name) => graph.createPerson({ name }))
  const hot = graph.createPerson({ name: 'Hot' })
  const stream = { page: pageId, people, perSecond: 100, forMs: 600, hot: { person: hot, share: 0.5 } }
  const written = await writeSteadily(stream)
  t.is(written.length, 60)
  const ofHot = written.filter(({ person }) => person.key === hot.key).length
  t.true(ofHot > 15 && ofHot < 45, `${ofHot} of 60`)
  await Promise.all(answers)
  const delays = answerDelays(graph, written)
  t.deepEqual(
    delays.map(({ index }) => index),
    written.map(({ index }) => index),
  )
  t.true(delays.every(({ ms }) => ms >= 0))
  t.is(percentile([5, 1, 4, 2, 3], 0.5), 3)
})
