import test from 'ava'
import { trainClassifier, type Example } from '../../../src/nlp/local/classifier.ts'

const subjects = ['parcel', 'invoice', 'refund', 'password', 'colour', 'bicycle', 'ticket', 'garden']
const frames = ['where is my', 'I have a question about the', 'please help me with this', 'who can change my']

/** Each intent has `each` sentences about a thing of its own. */
function examples(each: number): readonly Example[] {
  return subjects.flatMap((subject) =>
    Array.from({ length: each }, (_, at) => ({
      text: `${frames[at % frames.length] ?? ''} ${subject} number ${at}`,
      intent: subject,
    })),
  )
}

test('an example more changes the signals little, however many there are', (t) => {
  const { guess } = trainClassifier(examples(187)) // 1,496
  const { guess: guessOfMore } = trainClassifier(examples(188)) // 1,504
  for (const text of ['where is my parcel', 'who can change my garden', 'the weather is nice']) {
    const [one, more] = [guess(text)?.signals, guessOfMore(text)?.signals]
    for (const name of ['certainty', 'pull'] as const)
      t.true(Math.abs((one?.[name] ?? 0) - (more?.[name] ?? 9)) < 0.25, `${text}: ${name}`)
  }
})

test('a text of known words is pulled more than a stranger, and without any there is no guess', (t) => {
  const { guess } = trainClassifier(examples(5))
  const [known, strange] = ['where is my parcel', 'my zebra sleeps'].map((text) => guess(text)?.signals.pull)
  t.true((known ?? -9) > -0.7 && (strange ?? 0) < -1.5, `${known} ${strange}`)
  t.is(guess('zzz'), undefined)
})

test('a mark for an entity tells intents apart whose words are the same', (t) => {
  const few: readonly Example[] = [
    ...['from Rosewell', 'from Dunmore', 'from Tollgate'].map((text) => ({ text, intent: 'route' })),
    ...['from Anna', 'from Peter', 'from Maria'].map((text) => ({ text, intent: 'sender' })),
  ]
  const places = /Rosewell|Dunmore|Tollgate|Wexley/
  const toMarks = (text: string) => (places.test(text) ? ['#place'] : ['#person'])
  const { guess } = trainClassifier(few, { toMarks })
  t.deepEqual(
    ['from Wexley', 'from Susan'].map((text) => guess(text)?.intent),
    ['route', 'sender'],
  )
})

test('the name of an intent and words of the same meaning count as if an example had them', (t) => {
  const few: readonly Example[] = [
    ...['where is my parcel', 'has my parcel left'].map((text) => ({ text, intent: 'track_order' })),
    ...['raise my limit', 'I want a higher limit'].map((text) => ({ text, intent: 'raiseLimit' })),
  ]
  const { guess } = trainClassifier(few)
  t.deepEqual(
    ['track it', 'increase it please'].map((text) => guess(text)?.intent),
    ['track_order', 'raiseLimit'],
  )
})
