import test from 'ava'
import type { Understanding } from '../../../src/domain/understanding.ts'
import { conversation, now, storyboardWith } from '../small-storyboard.ts'

const french: Understanding = { provider: 'local', version: '1', entities: [], otherLanguage: 'fr' }
const small = {
  languages: ['en', 'de'],
  fallback: { texts: ['Pardon?', 'Again?'] },
  scenes: { hours: { on: [{ keyword: ['hours'] }], do: [{ say: 'Nine to six.' }] } },
}

for (const [title, more, expected] of [
  [
    'in the language of the customer',
    {},
    'Je suis désolé, je comprends seulement ces langues : anglais, allemand.',
  ],
  ['with the text of the storyboard', { other_language: { say: { en: 'No.', fr: 'Non.' } } }, 'Non.'],
  ['in the language of the conversation', { other_language: { say: { en: 'No.', it: 'Mai.' } } }, 'No.'],
  ['or as usual', { other_language: { say: false } }, 'Pardon?'],
] as const)
  test(`tells a customer which languages the bot understands, ${title}`, async (t) => {
    const { writes } = conversation(storyboardWith({ ...small, ...more }))
    t.deepEqual(await writes('où est ma commande', french), [expected])
    t.deepEqual(await writes('où est ma commande', french), ['Again?'])
  })

test('tells it again after a day, and not for a text that a scene is about', async (t) => {
  const { turn, writes } = conversation(
    storyboardWith({ ...small, other_language: { say: 'English only.' } }),
  )
  t.deepEqual(await writes('hours', french), ['Nine to six.'])
  t.deepEqual(await writes('où est ma commande', french), ['English only.'])
  const { outcome, actions } = await turn(
    { text: 'où est ma commande' },
    { understanding: french, now: now + 86_400_000 },
  )
  t.is(outcome, 'not_understood')
  t.deepEqual(actions, [{ do: 'say', message: { text: 'English only.' } }])
})
