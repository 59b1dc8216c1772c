import test from 'ava'
import {
  asConversationId,
  asPageId,
  asProfileId,
  asPsid,
  asTurnId,
  type ConversationId,
  isPageId,
  type PageId,
  type ProfileId,
  type Psid,
  type TurnId,
} from '../../src/domain/ids.ts'

// `tsc --noEmit` checks this file: an `@ts-expect-error` above a line that compiles is an error itself.

const right: readonly string[] = [
  asPageId('100'),
  asPsid('200'),
  asProfileId('facebook:200'),
  asTurnId('1'),
  asConversationId('2'),
]

// @ts-expect-error a text that nobody checked
const unchecked: PageId = '100'
// @ts-expect-error the customer's id for the Page's
const psidForPage: PageId = asPsid('200')
// @ts-expect-error the Page's id for the customer's
const pageForPsid: Psid = asPageId('100')
// @ts-expect-error the customer's id on a Page for that of their profile
const psidForProfile: ProfileId = asPsid('200')
// @ts-expect-error a conversation for a turn
const conversationForTurn: TurnId = asConversationId('2')
// @ts-expect-error a turn for a conversation
const turnForConversation: ConversationId = asTurnId('1')

test('an id of another kind, or an unchecked text, does not compile', (t) => {
  t.deepEqual(
    [unchecked, psidForPage, pageForPsid, psidForProfile, conversationForTurn, turnForConversation],
    ['100', '200', '100', '200', '2', '1'],
  )
  t.deepEqual(right, ['100', '200', 'facebook:200', '1', '2'])
})

test('a guard takes a text of 1 to 255 characters and nothing else', (t) => {
  const values = ['100', 'x'.repeat(255), '', 'x'.repeat(256), 100, null, undefined]
  t.deepEqual(values.map(isPageId), [true, true, false, false, false, false, false])
})
