import test from 'ava'
import { trainTellLanguage } from '../../../src/nlp/local/tell-language.ts'

const filipino = trainTellLanguage({
  languages: {
    en: ['Which order do you mean?', 'It is on its way.'],
    tl: ['Aling order po ang tinutukoy ninyo?', 'Papunta na po ito sa inyo.'],
  },
  examples: [
    'where is my order',
    'has my parcel been sent',
    'how much is shipping',
    'nasaan na ang order ko',
    'magkano po ang padala',
    'kailan darating ang parcel ko',
  ],
})
const iberian = trainTellLanguage({
  languages: {
    es: ['¿Qué talla necesita?', 'Este vestido cuesta 40 euros.'],
    pt: ['Que tamanho você precisa?', 'Esse vestido custa 40 euros.'],
  },
  examples: [
    'cuánto cuesta este vestido',
    'tienen otra talla',
    'cuándo llega mi pedido',
    'quanto custa esse vestido',
    'vocês têm outro tamanho',
    'quando chega meu pedido',
  ],
})

const german = trainTellLanguage({
  languages: {
    de: ['Welches Rad?', 'Wir haben dir geschrieben.'],
    en: ['Which bike?', 'We have sent you a message.'],
  },
  examples: ['price?', 'Preis?', 'how much is it', 'was kostet ein Rad', 'flat tyre', 'Platten'],
})

const languageOf = (tell: typeof iberian, text: string, locale?: string) => tell(text, locale)?.language

test('only the languages of the storyboard compete, by its own examples', (t) => {
  for (const text of [
    'Nasaan na po yung order ko?',
    'Magkano po?',
    'Pwede po bang palitan yung size',
    'Salamat po',
  ])
    t.is(languageOf(filipino, text), 'tl', text)
  for (const text of ['Where is my order please?', 'how much does it cost', 'thanks a lot'])
    t.is(languageOf(filipino, text), 'en', text)
  for (const text of ['quanto é esse vestido', 'vocês entregam amanhã?', 'nao sei o tamanho', 'obrigada'])
    t.is(languageOf(iberian, text), 'pt', text)
  for (const text of ['cuánto es este vestido', '¿lo tienen en azul?', 'no se la talla', 'gracias'])
    t.is(languageOf(iberian, text), 'es', text)
})

test('one word is enough where only one language has it', (t) => {
  for (const text of ['price?', 'Hello', 'thanks', 'tomorrow?', 'really bad service'])
    t.is(languageOf(german, text), 'en', text)
  for (const text of ['Preis?', 'Hallo', 'danke', 'morgen?', 'sehr schlecht'])
    t.is(languageOf(german, text), 'de', text)
})

test('what says nothing of the language has none, and the locale tips the scales', (t) => {
  for (const text of ['', '12345', '👍', '???']) t.is(languageOf(iberian, text), undefined, text)
  t.is(languageOf(iberian, 'vestido'), undefined)
  t.is(languageOf(iberian, 'vestido azul', 'pt_BR'), 'pt')
})
