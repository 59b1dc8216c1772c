import { asProfileId } from '../../../src/domain/ids.ts'
import test from 'ava'
import { storyboardWith, conversation, noUnderstanding } from '../small-storyboard.ts'

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
