import { asProfileId } from '../../../src/domain/ids.ts'
import test from 'ava'
import { storyboardWith, conversation, noUnderstanding, spoken } from '../small-storyboard.ts'

const inLanguage = (language: string | undefined) =>
  language === undefined ? noUnderstanding : { ...noUnderstanding, language }

test('a short message gets a reply in the language of the conversation; a whole sentence changes it, a borrowed word does not', async (t) => {
  const say = { en: 'English', de: 'Deutsch', ru: 'Russki' }
  const storyboard = storyboardWith({
    languages: ['en', 'de', 'ru'],
    scenes: { any: { on: [{ message: 'any' }], do: [{ say }] } },
  })
  const steps = [
    ['ok', undefined, 'English'],
    ['Hallo', 'de', 'Deutsch'],
    ['zwei', undefined, 'Deutsch'],
    ['123-45678', undefined, 'Deutsch'],
    ['sorry', 'en', 'Deutsch'],
    ['can you speak English', 'en', 'English'],
    ['zwei', 'de', 'English'],
    ['on parle français ici', 'fr', 'English'],
    ['Привет', 'ru', 'Russki'],
    ['ok', undefined, 'Russki'],
  ] as const
  for (const profile of [{ pId: asProfileId('5') }, { pId: asProfileId('5'), locale: 'fr_FR' }]) {
    const { writes } = conversation(storyboard, { profile })
    for (const [text, language, answer] of steps)
      t.deepEqual(await writes(text, inLanguage(language)), [answer], text)
  }
  const german = conversation(storyboard, {
    profile: { pId: asProfileId('5'), locale: 'de_DE' },
    context: { told: true, language: 7 },
  })
  t.deepEqual(await german.writes('ok'), ['Deutsch'])
  t.deepEqual(await german.writes('where is my order', inLanguage('en')), ['English'])
  t.deepEqual(await german.writes('123-45678', inLanguage('de')), ['English'])
  t.deepEqual(await german.writes('wo ist mein Paket', inLanguage('de')), ['Deutsch'])
  t.is(german.context()['language'], 'de')
})

test('addresses, codes and values of entities change no language', async (t) => {
  const storyboard = storyboardWith({
    languages: ['en', 'de'],
    scenes: { any: { on: [{ message: 'any' }], do: [{ say: { en: 'English', de: 'Deutsch' } }] } },
  })
  const { writes } = conversation(storyboard)
  t.deepEqual(await writes('ich möchte morgen ein Rad mieten', inLanguage('de')), ['Deutsch'])
  const written = [
    'office@company.at',
    'thomas.baker@outlook.com',
    'anna＠the-open-bikes．com',
    'https://www.open-bikes.com/where/is/my/order',
    'www.the-open-shop.de',
    'AB1234 XY9876 the-3-of-them-7',
  ]
  for (const text of written) t.deepEqual(await writes(text, inLanguage('en')), ['Deutsch'], text)
  const value = { name: 'date', value: '2026-12-24', text: 'twenty fourth of December', confidence: 0.9 }
  t.deepEqual(await writes(value.text, { ...inLanguage('en'), entities: [value] }), ['Deutsch'])
  t.deepEqual(await writes('please write to anna@firma.de in English', inLanguage('en')), ['English'])
  t.deepEqual(await writes('verein@die-radler.de', inLanguage('de')), ['English'])
})

test('what answers the first question leaves the language of the profile', async (t) => {
  const storyboard = storyboardWith({
    languages: ['en', 'de'],
    entities: { bike: { values: { cargo: ['cargo bike'] } } },
    scenes: {
      any: {
        on: [{ payload: 'RENT' }],
        do: [
          { ask: 'bike', question: { en: 'Which?', de: 'Welches?' }, entity: 'bike' },
          { say: { en: 'English', de: 'Deutsch' } },
        ],
      },
    },
  })
  const { turn } = conversation(storyboard, { profile: { pId: asProfileId('5'), locale: 'de_DE' } })
  await turn({ kind: 'postback', payload: 'RENT' })
  const value = { name: 'bike', value: 'cargo', text: 'cargo bike', confidence: 1 }
  const reply = await turn(
    { text: 'cargo bike' },
    { understanding: { ...inLanguage('en'), entities: [value] } },
  )
  t.deepEqual(spoken(reply), ['Deutsch'])
})
