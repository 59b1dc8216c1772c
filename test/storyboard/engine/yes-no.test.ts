import test from 'ava'
import { readYesNo } from '../../../src/storyboard/engine/yes-no.ts'
import { yesNoWords } from '../../../src/storyboard/engine/yes-no-words.ts'
import { conversation, spoken, storyboardWith } from '../small-storyboard.ts'

const read = (text: string, languages: readonly string[] = ['en']) => readYesNo(text, { languages, own: {} })

test('yes and no are understood in many languages and as emoji, whatever the language of the storyboard', (t) => {
  const yes =
    '👍 👍🏽 ✅ ✔️ 👌🏿 да نعم はい có oui sí sim ja tak hai evet ano はいはい ใช่ค่ะ 是的 好 네네 ναι כן ہاں हाँ হ্যাঁ igen بله'
  for (const text of yes.split(' ')) t.is(read(text), true, text)
  for (const text of 'यस yes,please Sure! OK 👍thanks'.split(' ').slice(1)) t.is(read(text), true, text)
  const no = '👎 👎🏾 ❌ 🚫 нет لا いいえ không non não nein nej hayır 不要 不是 아니요 όχι לא नहीं না nem نه ไม่ใช่'
  for (const text of no.split(' ')) t.is(read(text), false, text)
})

test('each word means what it means in its language, and not sure is neither', (t) => {
  for (const [language, { yes, no, unclear }] of Object.entries(yesNoWords)) {
    for (const word of yes.split('|')) t.is(read(word, [language]), true, `${language}: ${word}`)
    for (const word of no.split('|')) t.is(read(word, [language]), false, `${language}: ${word}`)
    for (const word of unclear?.split('|') ?? [])
      t.is(read(word, [language]), undefined, `${language}: ${word}`)
  }
  t.is(read('jo', ['de']), true)
  t.is(read('jo', ['sq']), false)
  t.is(read('tak', ['pl']), true)
  t.is(read('tak', ['ms']), false)
  for (const text of [
    'not sure',
    'no idea',
    'may I ask something',
    'hello',
    '👍👎',
    '好吃吗',
    '네이버에서 봤어요',
    'what',
  ])
    t.is(read(text), undefined, text)
  t.is(read('no problem'), true)
  t.is(read('oh no'), false)
  t.is(read('yes that would be very nice of you'), true)
})

test('the storyboard adds words of yes and no, and its own come first', async (t) => {
  const storyboard = storyboardWith({
    questions: { yes: ['passt scho', '🦊'], no: ['lass ma', 'sure'] },
    scenes: {
      start: {
        on: [{ keyword: 'start' }],
        do: [{ ask: 'it', question: 'Well?', type: 'yes_no' }, { say: '{{ slots.it }}' }],
      },
    },
  })
  for (const [text, said] of [
    ['Passt scho!', 'true'],
    ['🦊', 'true'],
    ['lass ma bitte', 'false'],
    ['sure', 'false'],
    ['👍', 'true'],
    ['purple', 'Well?'],
  ] as const) {
    const { writes } = conversation(storyboard)
    await writes('start')
    t.deepEqual(await writes(text), [said], text)
  }
})

test('choices of yes and no are chosen by any word for them, and by the thumb beside the input', async (t) => {
  const like = '369239263222822'
  const storyboard = storyboardWith({
    languages: ['en', 'de'],
    scenes: {
      start: {
        on: [{ keyword: 'start' }],
        do: [
          {
            ask: 'it',
            question: 'Well?',
            choices: [
              { title: { en: 'Yes, please', de: 'Ja, gern' }, value: 'book' },
              { title: { en: 'No', de: 'Nein' }, value: 'leave' },
              { title: { en: 'Ask me later', de: 'Später' }, value: 'later' },
            ],
          },
          { say: '{{ slots.it }}' },
        ],
      },
      sure: {
        on: [{ keyword: 'second' }],
        do: [{ ask: 'it', question: 'Sure?', type: 'yes_no' }, { say: '{{ slots.it }}' }],
      },
    },
  })
  for (const [facts, said] of [
    [{ text: '👍' }, 'book'],
    [{ text: 'nö' }, 'leave'],
    [{ text: 'نعم' }, 'book'],
    [{ text: 'later' }, 'later'],
    [{ text: 'not sure' }, 'Well?'],
    [{ attachments: ['sticker'], sticker: like }, 'book'],
  ] as const) {
    const { turn, writes } = conversation(storyboard)
    await writes('start')
    t.deepEqual(spoken(await turn(facts)), [said], JSON.stringify(facts))
  }
  const { turn, writes } = conversation(storyboard)
  await writes('second')
  t.deepEqual(spoken(await turn({ attachments: ['sticker'], sticker: like })), ['true'])
})
