import test from 'ava'
import { compileWords } from '../../src/moderation/word-list.ts'

const list = compileWords(
  [
    'idiot',
    'asshole',
    'ass',
    'Wichser',
    'дурак',
    'get rich quick',
    'betrug*',
    '*scheiße',
    '傻逼',
    'ばか',
    '操',
    'ควาย',
    '바보*',
    'حمار',
    'गधा',
    'μαλάκας',
    '🖕',
    'Ärsche',
    'fuck',
  ],
  ['ass of the king'],
)

const found: readonly (readonly [text: string, entry: string])[] = [
  ['You IDIOT!', 'idiot'],
  ['íđïöt', 'idiot'],
  ['you are an i d i o t', 'idiot'],
  ['such a i d i o t', 'idiot'],
  ['i.d.i.o.t', 'idiot'],
  ['i - d - i - o - t', 'idiot'],
  ['id.iot', 'idiot'],
  ['id_iot', 'idiot'],
  ['i di ot', 'idiot'],
  ['ｉｄｉｏｔ', 'idiot'],
  ['𝕚𝕕𝕚𝕠𝕥', 'idiot'],
  ['🅸🅳🅸🅾🆃', 'idiot'],
  ['ⓘⓓⓘⓞⓣ', 'idiot'],
  ['ɪᴅɪᴏᴛ', 'idiot'],
  ['id\u200Bi\u200Bot', 'idiot'],
  ['id\u00ADiot', 'idiot'],
  ['іdіоt', 'idiot'], // Cyrillic і and о
  ['1d10t', 'idiot'],
  ['!diot', 'idiot'],
  ['idiooooot', 'idiot'],
  ['i̶d̶i̶o̶t̶', 'idiot'],
  ['what an @sshole', 'asshole'],
  ['a$$', 'ass'],
  ['f*ck you', 'fuck'],
  ['f**k you', 'fuck'],
  ['WICHSER', 'Wichser'],
  ['Дурак!', 'дурак'],
  ['дуpaк', 'дурак'], // Latin p and a
  ['д у р а к', 'дурак'],
  ['g e t rich q u i c k', 'get rich quick'],
  ['how to get  rich\nquick', 'get rich quick'],
  ['alles Betrüger', 'betrug*'],
  ['Oberscheisse', '*scheiße'],
  ['你是傻逼吗', '傻逼'],
  ['傻 逼', '傻逼'],
  ['傻*逼', '傻逼'],
  ['お前はバカ', 'ばか'],
  ['ｵﾏｴﾊﾊﾞｶ', 'ばか'],
  ['คุณเป็นควาย', 'ควาย'],
  ['너는 바보야', '바보*'],
  ['أنت حِمَار', 'حمار'],
  ['तुम गधा हो', 'गधा'],
  ['ΜΑΛΑΚΑΣ', 'μαλάκας'],
  ['🖕🏿', '🖕'],
  ['ÄRSCHE', 'Ärsche'],
  ['the ass of the king, you a.s.s', 'ass'],
]

for (const [text, entry] of found)
  test(`finds ${entry} in ${JSON.stringify(text)}`, (t) => t.is(list.find(text), entry))

const harmless = [
  'first class, no problem',
  'Is the class assorted?',
  'a s s o r t e d',
  'I have a Galaxy A55',
  'the ass of the king by Dumas',
  '操作很简单',
  'ばかり食べる',
  'идиотский фильм', // no entry of the list
  'у нас всё хорошо',
  'at 5 I go to it, so do I',
  'is it ok to go on it at 8?',
  'guarantees', // a part of it looks like an entry in no script
  'Was kostet das? 15 € oder 20 $',
  'Bass and glass',
  '5★★★★★',
  'C* for customers: f* is a pointer',
  '',
]

for (const text of harmless)
  test(`finds nothing in ${JSON.stringify(text)}`, (t) => t.is(list.find(text), undefined))

test('a hostile text takes no longer than others', (t) => {
  const many = compileWords(
    Array.from({ length: 2_000 }, (_, index) => (index % 2 === 0 ? `word${index}` : `wörd${index}*`)),
  )
  for (const text of [
    'a '.repeat(4_000),
    'a.'.repeat(4_000),
    'a*'.repeat(4_000),
    '傻 '.repeat(4_000),
    '\u0301'.repeat(8_000),
    'i1'.repeat(4_000),
  ]) {
    const from = performance.now()
    t.is(many.find(text), undefined)
    t.true(performance.now() - from < 10_000, text.slice(0, 5))
  }
})

test('a long run of signs takes about as long as letters', (t) => {
  const some = compileWords(['idiot', 'scam', 'get rich'])
  function processorTimeOf(signs: readonly string[]): number {
    const { user } = process.cpuUsage()
    for (const sign of signs) t.is(some.find(`a${sign.repeat(7_998)}a`), undefined)
    return process.cpuUsage().user - user
  }
  // Some systems count in steps of 10 ms.
  const letters = Math.max(10_000, processorTimeOf(['o', 'b', 'k']))
  // Usually ten times as long: NFKD makes several signs of one. A search that begins again at each takes far longer.
  t.true(processorTimeOf(['—', '⁗', 'ﷺ']) < 100 * letters)
  t.is(some.find(`${'—'.repeat(900)}id—iot${'—'.repeat(900)}`), 'idiot')
})

test('a word behind a Korean text of full length is found', (t) => {
  t.is(list.find(`${'각'.repeat(7_990)} idiot`), 'idiot')
})
