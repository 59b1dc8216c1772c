import test from 'ava'
import type { PageEvent } from '../../src/domain/event.ts'
import type { TurnFacts } from '../../src/domain/turn.ts'
import { isLikeButton } from '../../src/domain/sticker.ts'
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

test('a lead that was completed in the thread is a turn, with what was filled in', (t) => {
  const referral = { type: 'LEAD_COMPLETE', source: 'ADS', ad_id: '93001' }
  const data = [{ question: 'City?', answer: 'Leeds' }]
  const told = { adId: '93001', source: 'ADS' }
  t.deepEqual(itemFacts({ referral, lead: { data } }), { kind: 'lead', ...told, lead: { 'City?': 'Leeds' } })
  t.deepEqual(itemFacts({ referral: { ...referral, type: 'LEAD_INCOMPLETE' }, lead: { data } }), {
    kind: 'referral',
    ...told,
  })
  const field = 'messaging_in_thread_lead_form_submit'
  t.deepEqual(itemFacts({ [field]: { form_id: '6', data } }), {
    kind: 'lead',
    formId: '6',
    lead: { 'City?': 'Leeds' },
  })
  t.is(itemFacts({ [field]: { lead_id: '5' } }), undefined)
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

test('a click tells its ad, wherever Facebook put it', (t) => {
  const given = {
    ad_id: 6302572858686,
    source: 'ADS',
    type: 'OPEN_THREAD',
    ads_context_data: { ad_title: 'Summer' },
  }
  const told = { adId: '6302572858686', adTitle: 'Summer', source: 'ADS' }
  t.like(itemFacts({ message: { mid: 'm1', text: 'hi', referral: given } }), { kind: 'message', ...told })
  t.like(itemFacts({ message: { mid: 'm1', text: 'hi' }, referral: given }), { kind: 'message', ...told })
  t.like(itemFacts({ postback: { payload: 'GO', referral: given } }), { kind: 'postback', ...told })
  t.like(itemFacts({ postback: { payload: 'GO' }, referral: given }), { kind: 'postback', ...told })
  t.deepEqual(itemFacts({ referral: given }), { kind: 'referral', ...told })
  const body = messengerBody({ ...fromPerson('601', at(1)), referral: { ad_id: 1 } })
  t.like(toTurnFacts(eventOf(body.replace('"ad_id":1', '"ad_id":120218394857261234'))), {
    adId: '120218394857261234', // a number with more digits than a double holds
  })
})

test('a stop and a resume of marketing messages are no opt-ins', (t) => {
  const optin = { type: 'notification_messages', payload: 'OFFERS_WEEKLY' }
  for (const [notification_messages_status, kind] of [
    ['STOP NOTIFICATIONS', 'optin_stopped'],
    ['STOP_NOTIFICATIONS', 'optin_stopped'],
    ['Resume Notifications', 'optin_resumed'],
    ['RESUME_NOTIFICATIONS', 'optin_resumed'],
  ] as const) {
    const event = eventOf(
      messengerBody({ ...fromPerson('601', at(1)), optin: { ...optin, notification_messages_status } }),
    )
    t.is(event.type, kind)
    t.like(toTurnFacts(event), { kind, payload: 'OFFERS_WEEKLY' })
  }
  t.is(itemFacts({ optin: { ...optin, notification_messages_status: 'PAUSED' } }), undefined)
  t.deepEqual(itemFacts({ optin: { ...optin, user_token_status: 'REFRESHED' } }), {
    kind: 'optin',
    payload: 'OFFERS_WEEKLY',
    isRenewal: true,
  })
  t.is(itemFacts({ optin: { ...optin, user_token_status: 'NOT_REFRESHED' } })?.isRenewal, undefined)
})

test('a sticker is one sticker in all forms in which Facebook sends it', (t) => {
  const sticker = 369239263222822
  const image = { type: 'image', payload: { url: 'https://x.test/s.png', sticker_id: sticker } }
  const forms = [
    { attachments: [image] },
    { attachments: [{ ...image, type: 'sticker' }, image] },
    { attachments: [image, { ...image, type: 'sticker' }] },
    { attachments: [{ ...image, type: 'sticker' }] },
    {
      attachments: [
        { ...image, type: 'sticker' },
        { type: 'image', payload: { url: image.payload.url } },
      ],
    },
    { sticker_id: sticker },
  ]
  for (const form of forms) {
    const {
      kind,
      attachments,
      sticker: id,
    } = itemFacts({ message: { mid: 'm1', ...form } }) ?? { kind: 'optin' }
    t.deepEqual([kind, attachments, id, isLikeButton(id)], ['message', ['sticker'], String(sticker), true])
  }
  const other = [{ type: 'sticker', payload: { url: 'https://x.test/t.png' } }, { type: 'image' }]
  t.deepEqual(itemFacts({ message: { mid: 'm1', attachments: other } }), {
    kind: 'message',
    mid: 'm1',
    attachments: ['sticker', 'image'],
  })
  t.false(isLikeButton(undefined) || isLikeButton('126361874215276'))
})

test('a message that Facebook does not pass on is known as such', (t) => {
  const unsupported = { kind: 'message', mid: 'm1', isUnsupported: true }
  t.like(itemFacts({ message: { mid: 'm1', is_unsupported: true } }), unsupported)
  t.like(itemFacts({ message: { mid: 'm1' } }), unsupported)
  t.like(itemFacts({ message: { mid: 'm1', text: '', attachments: [] } }), unsupported)
  t.like(itemFacts({ message: { mid: 'm1', attachments: [{ type: 'unsupported_type' }] } }), unsupported)
  for (const body of [{ text: 'hi' }, { attachments: [{ type: 'reel' }] }, { referral: { ref: 'spring' } }])
    t.is(itemFacts({ message: { mid: 'm1', ...body } })?.isUnsupported, undefined)
})

test('edits by a customer are turns of their own kinds, with the new text', (t) => {
  t.deepEqual(itemFacts({ message_edit: { mid: 'm1', text: 'Two coffees', num_edit: 1 } }), {
    kind: 'edited_message',
    text: 'Two coffees',
    mid: 'm1',
  })
  t.like(toTurnFacts(eventOf(comment('c1', at(1), { verb: 'edited', message: 'new' }))), {
    kind: 'edited_comment',
    text: 'new',
    commentId: '9_c1',
  })
  const visitor = { from: { id: '501', name: 'Ada' }, verb: 'edited' }
  t.like(toTurnFacts(eventOf(post('9', at(1), { ...visitor, message: 'new' }))), { kind: 'edited_post' })
  t.is(toTurnFacts(eventOf(post('9', at(1), visitor))), undefined)
  t.is(toTurnFacts(eventOf(post('9', at(1), { verb: 'edited', message: 'by the Page' }))), undefined)
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
