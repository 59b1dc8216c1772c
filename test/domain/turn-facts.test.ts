import test from 'ava'
import type { PageEvent } from '../../src/domain/event.ts'
import type { TurnFacts } from '../../src/domain/turn.ts'
import { correspondentOf, toTurnFacts } from '../../src/domain/turn-facts.ts'
import {
  at,
  comment,
  decodeAll,
  echo,
  feedBody,
  fromPerson,
  message,
  messengerBody,
  pageId,
  post,
  read,
} from '../helpers/decoded.ts'

function eventOf(body: string): PageEvent {
  const [event] = decodeAll([body]).events
  if (event === undefined) throw new Error('the example is no event')
  return event
}

function kindOf(body: string): string | undefined {
  return toTurnFacts(eventOf(body))?.kind
}

/** The facts of an item that the customer 601 sends. */
function itemFacts(item: object): TurnFacts | undefined {
  return toTurnFacts(eventOf(messengerBody({ ...fromPerson('601', at(1)), ...item })))
}

test('a message is a turn with its text, attachments, ref and nlp', (t) => {
  const body = messengerBody({
    ...fromPerson('601', at(1)),
    message: {
      mid: 'm1',
      text: 'One coffee',
      attachments: [{ type: 'image' }],
      referral: { ref: 'spring' },
      nlp: { intents: [] },
    },
  })
  t.deepEqual(toTurnFacts(eventOf(body)), {
    kind: 'message',
    text: 'One coffee',
    mid: 'm1',
    ref: 'spring',
    attachments: ['image'],
    nlp: { intents: [] },
  })
})

test('taps, referrals, opt-ins and reactions to a message are turns', (t) => {
  t.like(itemFacts({ postback: { title: 'Menu', payload: 'MENU' } }), { kind: 'postback', payload: 'MENU' })
  t.deepEqual(itemFacts({ referral: { ref: 'spring' } }), { kind: 'referral', ref: 'spring' })
  t.deepEqual(itemFacts({ optin: { ref: 'news', payload: 'P' } }), {
    kind: 'optin',
    ref: 'news',
    payload: 'P',
  })
  const reaction = { mid: 'm1', action: 'react', reaction: 'love' }
  t.deepEqual(itemFacts({ reaction }), { kind: 'message_reaction', reaction: 'love', mid: 'm1' })
  t.is(itemFacts({ reaction: { ...reaction, action: 'unreact' } }), undefined)
})

test('comments, reactions, mentions, ratings and posts of a visitor are turns', (t) => {
  const visitor = { from: { id: '501', name: 'Ada' } }
  const added = { verb: 'add', post_id: `${pageId}_9`, ...visitor }
  t.is(kindOf(comment('c1', at(1))), 'comment')
  t.is(kindOf(feedBody({ item: 'reaction', ...added, reaction_type: 'wow' }, at(1))), 'post_reaction')
  t.is(kindOf(feedBody({ item: 'post', ...added }, at(1), 'mention')), 'mention')
  t.is(kindOf(feedBody({ item: 'rating', ...added, review_text: 'Good' }, at(1), 'ratings')), 'rating')
  t.is(kindOf(post('9', at(1), visitor)), 'visitor_post')
})

test('the Page itself, standby, echoes, receipts and removals are no turns', (t) => {
  const standby = messengerBody(
    { ...fromPerson('601', at(1)), message: { mid: 'm1', text: 'Hi' } },
    'standby',
  )
  for (const body of [
    post('9', at(1)),
    comment('c1', at(1), { from: { id: pageId, name: 'The Page' } }),
    comment('c1', at(1), { verb: 'remove' }),
    echo('601', 'm1', at(1)),
    read('601', at(1)),
    standby,
  ])
    t.is(toTurnFacts(eventOf(body)), undefined, body)
})

test('the other side of a conversation is the customer, else the comment', (t) => {
  const names = [message('601', 'm1', at(1)), comment('c1', at(1)), comment('c1', at(1), { from: null })].map(
    (body) => {
      const event = eventOf(body)
      return correspondentOf(event, toTurnFacts(event) ?? { kind: 'comment' })
    },
  )
  t.is(names.join(', '), '601, 501, comment:9_c1')
})
