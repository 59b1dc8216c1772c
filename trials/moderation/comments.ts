/** Comments with known truth: which rule each of them breaks. The same seed gives the same comments. */
import { createRandom, type Random } from '../../sandbox/facebook/world/random.ts'
import { disguiseDomain, disguiseNumber, disguiseWord } from './disguises.ts'
import { allowedDomain, allowedNumber, type RuleName, wordList } from './rules.ts'

export interface MadeComment {
  readonly text: string
  readonly photoUrl?: string
  /** The rule that it breaks. */
  readonly breaks: RuleName | undefined
}

const around: readonly ((part: string) => string)[] = [
  (part) => `You should see this: ${part}`,
  (part) => `${part} !!!`,
  (part) => `Hello everyone, ${part}, thank you`,
  (part) => `Hallo zusammen, ${part} und bis bald`,
  (part) => `Also wirklich. ${part}`,
  (part) => `Hola a todos, ${part} y gracias`,
  (part) => `Bonjour, ${part}, merci`,
  (part) => `Привет всем, ${part}`,
  (part) => `مرحبا ${part}`,
  (part) => `大家好 ${part}`,
  (part) => `नमस्ते ${part}`,
  (part) => part,
]

const harmless: readonly ((random: Random) => string)[] = [
  () => 'So good, first class as always',
  () => 'Is the latte with oat milk?',
  () => 'How much is a latte',
  () => 'A classic assortment, what a lovely place',
  (random) => `My order is ${4_000_000_000 + random.below(900_000_000)}, where is it?`,
  (random) => `Bestellung Nr. 0${random.below(900_000) + 100_000}${random.below(900) + 100} ist da`,
  (random) => `I was there on ${1 + random.below(28)}.0${1 + random.below(9)}.2026 at 1${random.below(9)}:30`,
  (random) => `2026-0${1 + random.below(9)}-1${random.below(9)} 10:00 works for me`,
  (random) => `It was ${random.below(90) + 10}.${random.below(90) + 10} € last year, e.g. in May`,
  (random) => `$1,${random.below(900) + 100},000 is a lot`,
  () => 'Danke.Ich komme morgen.Bis dann',
  () => 'Super, z.B. am Dienstag, d.h. morgen',
  () => 'gracias.de nada',
  () => 'Open at 9.30 a.m. or 10.am?',
  () => 'Write to info@beans.example please',
  () => `More on ${allowedDomain}/menu`,
  () => `Call the shop: ${allowedNumber}`,
  () => 'I read the idiot by Dostoevsky with your espresso',
  () => 'Das schmeckt wie bei Oma, danke',
  () => 'Мне очень нравится ваш кофе',
  () => 'Очень вкусно, спасибо',
  () => 'قهوة رائعة شكرا',
  () => '咖啡很好喝，操作也很简单',
  () => 'コーヒーばかり飲んでいます',
  () => 'बहुत अच्छी कॉफ़ी',
  () => 'El café es muy rico, felicidades',
  () => 'Le café est très bon',
  () => 'My friend works there',
  () => 'See you on Sunday at 5',
  () => '☕☕☕',
  (random) => `tracking 0034043416109404${random.below(9_000) + 1_000}`,
  () => 'I have a Galaxy A55 and the app is great',
]

const spam = [
  'I earn 7000 a week from home, ask me how',
  'earn money from home today',
  'get rich fast, ask me how to earn money',
  'our method doubles your money in a week',
  'make money online without work',
  'invest today and double your money',
]

const names = ['cheap-shoes', 'win4you', 'crypto-star', 'hotdeals24', 'rich-uncle', 'bestpills']
const ends = ['com', 'biz', 'ru', 'net']
const numbers = [
  '+49 171 1234567',
  '0171 123 45 67',
  '+1 415 555 2671',
  '06 12 34 56 78',
  '+34 612 345 678',
  '010 1234 5678',
]
const unspaced = new Set(['傻逼', 'ばか'])

function withWord(random: Random): string {
  const entry = random.pick(wordList).replace('*', random.pick(['', 's']))
  const isLatin = /^[a-zA-Z ]+$/.test(entry)
  const said = isLatin ? disguiseWord(entry.toLowerCase(), random) : entry
  return unspaced.has(entry) ? `你们都是${said}` : random.pick(around)(said)
}

const broken: Readonly<Record<RuleName, (random: Random) => Omit<MadeComment, 'breaks'>>> = {
  words: (random) => ({ text: withWord(random) }),
  links: (random) => ({
    text: random.pick(around)(disguiseDomain({ name: random.pick(names), end: random.pick(ends) }, random)),
  }),
  numbers: (random) => ({ text: random.pick(around)(disguiseNumber(random.pick(numbers), random)) }),
  pictures: (random) => ({
    text: random.pick(['look', '', 'schau mal']),
    photoUrl: `https://scontent.example/v/t39.30808-6/${random.below(100_000)}.jpg`,
  }),
  spam: (random) => ({ text: random.pick(spam) }),
}

/** Half of them are harmless. */
const kinds: readonly (readonly [weight: number, kind: RuleName | 'harmless'])[] = [
  [50, 'harmless'],
  [14, 'words'],
  [13, 'links'],
  [13, 'numbers'],
  [5, 'pictures'],
  [5, 'spam'],
]

export function makeComment(random: Random, kind: RuleName | 'harmless'): MadeComment {
  return kind === 'harmless'
    ? { text: random.pick(harmless)(random), breaks: undefined }
    : { ...broken[kind](random), breaks: kind }
}

export function makeComments(seed: string, count: number): MadeComment[] {
  const random = createRandom(`${seed} comments`)
  return Array.from({ length: count }, () => makeComment(random, random.weighted(kinds)))
}
