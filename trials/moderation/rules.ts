/** The storyboard of the trial: five rules, and a scene that replies to some of the comments that break none. */
export const wordList = [
  'idiot',
  'scumbag*',
  'drop dead',
  'Arschloch',
  'Wichser',
  'gilipollas',
  'connard',
  'дурак',
  'حمار',
  '傻逼',
  'ばか',
  'गधा',
]

export const allowedDomain = 'copperkettle.example'
export const allowedNumber = '+49 30 1234567'

export const ruleNames = ['words', 'links', 'numbers', 'pictures', 'spam'] as const
export type RuleName = (typeof ruleNames)[number]

export const moderated = {
  storyboard: 1,
  name: 'Moderated',
  bot: { name: 'Mo', disclosure: 'I am Mo, a bot.' },
  fallback: { texts: ['Pardon?'] },
  intents: {
    spam: [
      'earn money from home',
      'make money fast without work',
      'I earn 5000 a week from home',
      'work from home and get rich',
      'get rich quickly with our method',
      'ask me how to earn money online',
      'invest now and double your money',
      'our experts double your money in a week',
    ],
    praise: ['I love your coffee', 'best coffee in town', 'so good', 'great service', 'what a lovely place'],
    question: [
      'when do you open',
      'how much is a latte',
      'do you have oat milk',
      'where are you',
      'do you deliver',
      'is it in stock',
    ],
  },
  none: ['I was there yesterday with my sister', 'see you on Sunday', 'my friend works there'],
  moderation: {
    rules: {
      words: { words: wordList, allow: ['the idiot by Dostoevsky'] },
      links: { link: 'any', allow: [allowedDomain] },
      numbers: { phone_number: 'any', allow: [allowedNumber] },
      pictures: { picture: 'any' },
      spam: { intent: 'spam', at_least: 0.6 },
    },
  },
  scenes: {
    price: { on: [{ comment: 'any', keyword: 'latte' }], do: [{ reply_publicly: 'It is 3.80.' }] },
  },
} as const
