import test from 'ava'
import { trainLocal } from '../../../src/nlp/local/train-local.ts'
import { conversation, now, storyboardWith } from '../small-storyboard.ts'

const rent = {
  languages: ['en', 'de'],
  intents: {
    rent: ['I want to rent a bike', 'book a bike please', 'can I hire a bike', 'ich möchte ein Rad mieten'],
    hours: ['when are you open', 'are you open on saturday', 'what time do you close', 'opening hours'],
    trip: ['I would like a tour', 'book a guided tour', 'city tour please'],
  },
  none: ['tell me a joke', 'what a lovely day'],
  scenes: {
    rent: {
      on: [{ intent: 'rent' }],
      do: [
        {
          ask: 'bike',
          question: 'Which bike?',
          choices: ['City bike', { title: { en: 'E-bike', de: 'E-Rad' }, value: 'e-bike' }, 'Cargo bike'],
          again: 'We have three kinds.',
        },
        { ask: 'day', question: 'Which day?', type: 'date' },
        { ask: 'people', question: 'How many people?', type: 'number', valid: 'value >= 1 and value <= 9' },
        { ask: 'name', question: 'Which name?' },
        { go: 'contact' },
      ],
    },
    contact: {
      do: [
        { ask: 'mail', question: 'Which e-mail address?', type: 'email' },
        { ask: 'sure', question: 'Shall I book it?', type: 'yes_no' },
        {
          say: '{{ slots.bike }}/{{ slots.day }}/{{ slots.people }}/{{ slots.name }}/{{ slots.mail }}/{{ slots.sure }}',
        },
      ],
    },
    trip: {
      on: [{ intent: 'trip' }],
      do: [
        { ask: 'from', question: 'From which day?', type: 'date' },
        { ask: 'to', question: 'Until which day?', type: 'date' },
        { say: '{{ slots.from }} to {{ slots.to }}' },
      ],
    },
    hours: { on: [{ intent: 'hours' }], do: [{ say: 'Nine to six.' }] },
  },
}
const storyboard = storyboardWith(rent)
const model = trainLocal(storyboard.examples)

function chat() {
  const { writes, context } = conversation(storyboard)
  return {
    context,
    says: (text: string) => writes(text, model.understand({ text, referenceTime: now })),
  }
}

test('every question is filled from what was said, also one that comes after others', async (t) => {
  const { says, context } = chat()
  t.deepEqual(await says('I want to rent an e-bike tomorrow'), ['How many people?'])
  t.deepEqual(await says('for 2, and my mail is ada@example.com'), ['Which name?'])
  t.deepEqual(await says('Ada'), ['Shall I book it?'])
  t.deepEqual(await says('👍'), ['e-bike/2026-11-23/2/Ada/ada@example.com/true'])
  t.is(context()['heard'], undefined)
  t.deepEqual(
    await says('I want to rent a bike'),
    ['Which bike?'],
    'what was said is forgotten with the scene',
  )
})

test('a value that is said before its question is not asked for, in any language of the storyboard', async (t) => {
  const { says } = chat()
  t.deepEqual(await says('ich möchte ein Rad mieten'), ['Which bike?'])
  t.deepEqual(await says('am 5.12. ein E-Rad'), ['How many people?'])
  const { says: say } = chat()
  t.deepEqual(await say('I want to rent a bike'), ['Which bike?'])
  t.deepEqual(await say('saturday'), ['We have three kinds.'], 'no change of topic')
  t.deepEqual(await say('the ebike then'), ['How many people?'])
})

test('a later correction wins: in the same message, and in a later one', async (t) => {
  const { says, context } = chat()
  t.deepEqual(await says('I want to rent a city bike, no, an e-bike, tomorrow, sorry, on 5 December'), [
    'How many people?',
  ])
  t.like(context()['slots'], { bike: 'e-bike', day: '2026-12-05' })
  await says('2')
  t.deepEqual(await says('make it 6 December please'), ['Which name?'])
  t.deepEqual(await says('Ada'), ['Which e-mail address?'])
  t.deepEqual(await says('actually the cargo bike'), ['Which e-mail address?'])
  t.deepEqual(await says('ada@example.com, and on 7 December instead of the 6th'), ['Shall I book it?'])
  t.deepEqual(await says('rather on 8 December'), ['Shall I book it?'])
  t.deepEqual(await says('yes'), ['Cargo bike/2026-12-08/2/Ada/ada@example.com/true'])
})

test('two values for one question are asked about; for two questions of the kind they are taken in order', async (t) => {
  const { says } = chat()
  t.deepEqual(await says('I want to rent an e-bike or a city bike'), ['Which bike?'])
  t.deepEqual(await says('e-bike'), ['Which day?'])
  const trip = chat()
  t.deepEqual(await trip.says('book a guided tour from 5 December to 7 December'), [
    '2026-12-05 to 2026-12-07',
  ])
  const rejected = chat()
  t.deepEqual(await rejected.says('book a guided tour on 5 December instead of 4 December'), [
    'Until which day?',
  ])
  t.like(rejected.context()['slots'], { from: '2026-12-05' })
})

test('a clear question is still a change of topic, and a choice may stand in the plural', async (t) => {
  const { says } = chat()
  t.deepEqual(await says('I want to rent an e-bike tomorrow'), ['How many people?'])
  t.deepEqual(await says('are you open on saturday'), ['Nine to six.'])
  const many = chat()
  t.deepEqual(await many.says('I want to rent two e-bikes'), ['Which day?'])
  t.like(many.context()['slots'], { bike: 'e-bike' })
})
