import test from 'ava'
import { compileModeration, type JudgedComment, type ModerationRules } from '../../src/moderation/rules.ts'

function judging(given: ModerationRules, comment: Partial<JudgedComment>) {
  const judge = compileModeration(given, { atLeast: 0.4 })
  return judge({ pageId: '1000', psid: '77', postId: '1000_5', ...comment })
}

const rules: ModerationRules = {
  rules: {
    links: { link: 'any', allow: ['www.copperkettle.example'] },
    contests: { act: 'delete', link: ['win.example'] },
    numbers: { phone_number: 'any', allow: ['+49 30 1234567'] },
    abuse: { words: ['idiot'] },
    pictures: { picture: ['image', 'video'] },
    spam: { intent: ['spam', 'scam'], at_least: 0.7 },
    rude: { intent: 'rude' },
  },
}

test('the first rule that a comment breaks counts, and names what it found', (t) => {
  t.deepEqual(judging(rules, { text: 'idiot, see win.example' }), {
    rule: 'links',
    act: 'hide',
    found: 'win.example',
  })
  t.deepEqual(judging(rules, { text: 'You idiot' }), { rule: 'abuse', act: 'hide', found: 'idiot' })
  const only = { rules: { contests: rules.rules['contests'] ?? {} } }
  t.deepEqual(judging(only, { text: 'at https://play.win.example/' }), {
    rule: 'contests',
    act: 'delete',
    found: 'play.win.example',
  })
  t.is(judging(only, { text: 'at https://twin.example/' }), undefined)
})

test('domains and numbers that are allowed break no rule', (t) => {
  t.is(judging(rules, { text: 'see shop.copperkettle.example/menu, or call 030 1234567' }), undefined)
  t.is(judging(rules, { text: 'copperkettle.example.evil.net' })?.rule, 'links')
  t.is(judging(rules, { text: 'call 030 7654321' })?.rule, 'numbers')
})

test('a picture counts by its kind, with or without a text', (t) => {
  t.is(judging(rules, { attachments: ['image'] })?.rule, 'pictures')
  t.is(judging(rules, { text: 'nice', attachments: ['sticker'] }), undefined)
  t.is(judging({ rules: { all: { picture: 'any' } } }, { attachments: ['sticker'] })?.rule, 'all')
})

test('an intent needs the confidence of its rule, else that of the storyboard', (t) => {
  t.is(judging(rules, { intent: { name: 'scam', confidence: 0.7 } })?.rule, 'spam')
  t.is(judging(rules, { intent: { name: 'scam', confidence: 0.69 } }), undefined)
  t.is(judging(rules, { intent: { name: 'rude', confidence: 0.4 } })?.rule, 'rude')
  t.is(judging(rules, { intent: { name: 'rude', confidence: 0.39 } }), undefined)
})

test('posts and customers can be left alone, by one rule or by all, and a rule may be of one Page', (t) => {
  const abuse = { words: ['idiot'] }
  const text = 'idiot'
  t.is(judging({ rules: { abuse }, except: { customer: '77' } }, { text }), undefined)
  t.is(judging({ rules: { abuse }, except: { post: ['5', '6'] } }, { text }), undefined)
  t.is(judging({ rules: { abuse: { ...abuse, except: { post: '1000_5' } } } }, { text }), undefined)
  t.is(judging({ rules: { abuse: { ...abuse, except: { customer: '78' } } } }, { text })?.rule, 'abuse')
  t.is(judging({ rules: { abuse: { ...abuse, page: '1001' } } }, { text }), undefined)
  t.is(judging({ rules: { abuse: { ...abuse, page: ['1000', '1001'] } } }, { text })?.rule, 'abuse')
})
