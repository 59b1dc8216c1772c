import test from 'ava'
import type { Kysely } from 'kysely'
import { hop } from '../../queues/define-queue.ts'
import { respondQueue } from '../../queues/respond.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
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
import type { GraphCall } from '../../src/facebook/graph/graph-call.ts'
import { findPage } from '../../src/facebook/graph/page-info.ts'

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

/** Never run: the compiler reads it. */
export const wrongUses = (db: Kysely<Database>, call: GraphCall): readonly unknown[] => [
  // @ts-expect-error a column of Pages compared with the id of a customer
  db.selectFrom('page').where('pageId', '=', asPsid('200')),
  // @ts-expect-error the id of a turn compared with that of a conversation
  db.selectFrom('turn').where('id', '=', asConversationId('2')),
  // @ts-expect-error a row with an unchecked id
  db.insertInto('conversation').values({ pageId: '100', psid: asPsid('200') }),
  // @ts-expect-error the access of a Page named by a profile
  findPage(call, { pageId: asProfileId('page:100'), token: 'a token' }),
  // @ts-expect-error a job for a turn in place of a conversation
  hop(respondQueue, { v: 1, conversationId: asTurnId('1') }),
]

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
