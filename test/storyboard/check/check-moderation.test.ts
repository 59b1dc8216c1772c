import test from 'ava'
import { StoryboardError } from '../../../src/storyboard/problem.ts'
import { storyboardWith } from '../small-storyboard.ts'

/** The mistakes in a rule, without their place. */
function mistakesOf(rule: object, more: object = {}): string {
  try {
    storyboardWith({ scenes: {}, moderation: { rules: { rule } }, ...more })
    return ''
  } catch (error) {
    if (!(error instanceof StoryboardError)) throw error
    return error.problems.map(({ message }) => message).join('\n')
  }
}

test('a rule needs exactly one thing to look for, and keys that go with it', (t) => {
  t.regex(mistakesOf({ act: 'hide' }), /needs exactly one of link, phone_number, words, picture, intent/)
  t.regex(mistakesOf({ link: 'any', picture: 'any' }), /needs exactly one of/)
  t.regex(mistakesOf({ link: 'any', at_least: 0.5 }), /has at_least, which needs intent/)
  t.regex(
    mistakesOf({ picture: 'any', allow: ['x.com'] }),
    /has allow, which needs link, phone_number, words/,
  )
  t.regex(mistakesOf({ words: [] }), /./)
  t.is(mistakesOf({ link: 'any', allow: ['example.com'], except: { post: '1000_5' }, page: '1000' }), '')
})

test('a rule names intents that exist, real domains and whole words', (t) => {
  const intents = { spam: ['earn money', 'get rich', 'free bitcoin'] }
  t.regex(mistakesOf({ intent: 'spam' }), /there is no intent "spam"/)
  t.is(mistakesOf({ intent: 'spam' }, { intents }), '')
  t.regex(mistakesOf({ link: 'somewhere' }), /"somewhere" is no domain: write it as example\.com, or any/)
  t.regex(mistakesOf({ link: 'any', allow: ['our shop'] }), /"our shop" is no domain/)
  t.is(mistakesOf({ link: ['https://www.evil.com/x', 'пример.рф'] }), '')
  t.regex(mistakesOf({ words: ['idiot', 'a'] }), /"a" is in nearly every comment/)
  t.regex(mistakesOf({ words: ['*'] }), /"\*" is in nearly every comment/)
  t.is(mistakesOf({ words: ['idiot*', '🖕', '操', 'drop dead'] }), '')
})
