import {
  at,
  bodyOf,
  comment,
  delivery,
  echo,
  feedBody,
  fromPage,
  fromPerson,
  message,
  messengerBody,
  pageId,
  post,
  read,
} from './decoded.ts'

const ada = { id: '501', name: 'Ada Lovelace' }
const renamed = { id: '501', name: 'Ada King' }
const twin = { id: '501', name: 'Ada Byron' }
const grace = { id: '502', name: 'Grace Hopper' }

/** Comments, their edits, replies, hidings and removals. */
const comments = [
  comment('c1', at(10)),
  comment('c2', at(20), { from: renamed }),
  comment('c3', at(20), { from: twin }), // another name at the same time
  comment('c4', at(5), { from: { id: '501', name: 'A. Lovelace' } }), // an older name
  comment('c5', at(30), { from: null }), // Facebook does not say who
  comment('c6', at(31), { from: { id: pageId, name: 'The Page' } }),
  comment('c7', at(32), { from: grace, message: 'plain' }),
  feedBody(
    {
      item: 'comment',
      verb: 'add',
      comment_id: '9_c80',
      post_id: `${pageId}_9`,
      parent_id: '9_c1', // a reply to the first comment
      from: grace,
      created_time: at(33) / 1000,
      message: 'a reply',
    },
    at(33),
  ),
  comment('c7', at(60), { verb: 'edited', from: grace, message: 'edited once' }),
  comment('c7', at(70), { verb: 'edited', from: grace, message: 'edited twice 🎈' }),
  comment('c7', at(70), { verb: 'edited', from: grace, message: 'edited twice, same second' }),
  comment('c8', at(33), { from: { id: '503' } }), // a customer without a name
  comment('c8', at(80), { verb: 'hide', from: { id: '503' } }),
  comment('c8', at(90), { verb: 'unhide', from: { id: '503' } }),
  comment('c8', at(100), { verb: 'hide', from: { id: '503' } }),
  comment('c9', at(34), { from: grace }),
  comment('c9', at(95), { verb: 'hide', from: grace }),
  comment('c9', at(95), { verb: 'unhide', from: grace }), // the same second
  comment('c9', at(110), { verb: 'remove', from: grace }),
  comment('c9', at(120), { verb: 'remove', from: grace }), // removed with its post once more
  comment('gone', at(40), { verb: 'edited', message: 'its beginning never came' }),
  comment('gone', at(50), { verb: 'remove' }),
]

/** Posts: one event, or one for each photo. */
const posts = [
  post('p1', at(1), { created_time: at(1) / 1000, message: 'Good morning' }),
  post('p1', at(200), { verb: 'edited', created_time: at(1) / 1000, message: 'Good morning!' }),
  post('p1', at(210), { verb: 'edited', created_time: at(1) / 1000, message: 'Good morning, all' }),
  post('p1', at(220), { verb: 'hide', message: 'Good morning, all' }),
  post('p2', at(2), { item: 'photo', photo_id: '71', created_time: at(2) / 1000, message: 'Two photos' }),
  post('p2', at(2), { item: 'photo', photo_id: '72', created_time: at(2) / 1000, message: 'Two photos' }),
  post('p2', at(230), {
    item: 'photo',
    verb: 'edited',
    photo_id: '72',
    created_time: at(2) / 1000,
    message: 'Zwei',
  }),
  post('p2', at(240), { item: 'photo', verb: 'remove', photo_id: '71', created_time: at(240) / 1000 }),
  post('p3', at(3), { item: 'post', from: grace, created_time: at(3) / 1000, message: 'A visitor' }),
  post('p3', at(250), { item: 'post', verb: 'unhide', from: grace, message: 'A visitor' }),
]

const otherFields = [
  feedBody(
    {
      item: 'reaction',
      verb: 'add',
      reaction_type: 'love',
      post_id: `${pageId}_p1`,
      from: ada,
      created_time: at(300) / 1000,
    },
    at(300),
  ),
  feedBody(
    {
      item: 'reaction',
      verb: 'remove',
      reaction_type: 'love',
      post_id: `${pageId}_p1`,
      from: ada,
      created_time: at(310) / 1000,
    },
    at(310),
  ),
  feedBody({ item: 'like', verb: 'add', user_id: 504 }, at(320)),
  feedBody(
    { item: 'post', verb: 'add', post_id: `${pageId}_m`, sender_name: 'Old Shape', sender_id: 505 },
    at(330),
    'mention',
  ),
  feedBody(
    { leadgen_id: '900', form_id: '901', page_id: pageId, created_time: at(340) / 1000 },
    at(340),
    'leadgen',
  ),
  feedBody({ what: 'is this' }, at(350), 'not_known_yet'),
  bodyOf({ id: pageId, time: at(360) / 1000, changed_fields: ['name', 'picture'] }),
  JSON.stringify({
    object: 'instagram',
    entry: [
      {
        id: '800',
        time: at(370),
        messaging: [{ ...fromPerson('601', at(370)), message: { mid: 'm1', text: 'x' } }],
      },
    ],
  }),
]

/** One conversation with edits and unsends, one with receipts in any form, one that another app holds. */
const messages = [
  message('601', 'm1', at(400)),
  message('601', 'M1', at(400)), // another message: ids differ by case
  message('601', 'm2', at(410)),
  messengerBody({ ...fromPerson('601', at(450)), message_edit: { mid: 'm2', text: 'edit 1', num_edit: 1 } }),
  messengerBody({
    ...fromPerson('601', at(440)),
    message_edit: { mid: 'm2', text: 'edit 2, earlier', num_edit: 2 },
  }),
  messengerBody({ ...fromPerson('601', at(460)), message: { mid: 'm1', is_deleted: true } }),
  messengerBody({ ...fromPerson('601', at(465)), message: { mid: 'never', is_deleted: true } }),
  messengerBody({
    ...fromPerson('601', at(466)),
    reaction: { mid: 'm2', action: 'react', emoji: '😍', reaction: 'love' },
  }),
  messengerBody({ ...fromPerson('601', at(467)), postback: { mid: 'pb', title: 'Start', payload: 'START' } }),
  messengerBody({ ...fromPerson('601', at(468)), optin: { ref: 'door' } }),
  messengerBody({
    sender: { user_ref: 'x' },
    recipient: { id: pageId },
    timestamp: at(469),
    optin: { user_ref: 'x' },
  }),
  messengerBody({ recipient: { id: pageId }, timestamp: at(470), policy_enforcement: { action: 'block' } }),
  ...[1, 2, 3, 4, 5, 6].map((n) => echo('602', `e${n}`, at(500 + n * 10))),
  messengerBody({
    ...fromPage('602', at(555)),
    message_edit: { mid: 'e2', text: 'the Page edits', num_edit: 1 },
  }),
  delivery('602', at(515)), // after the first
  delivery('602', at(535), ['e1', 'e2', 'e3']),
  delivery('602', at(520)), // late, exactly at the second
  delivery('602', at(538), ['e4', 'e5']), // names messages younger than its watermark
  delivery('602', at(545), ['e5']),
  read('602', at(525)),
  read('602', at(512)), // late
  read('602', at(554)), // covers the fifth, which was never reported delivered
  read('603', at(700)), // nothing of the Page there yet, and never delivered
  echo('603', 'f1', at(690)),
  echo('603', 'f2', at(701)),
  delivery('604', at(720), ['unknown']),
  messengerBody({ ...fromPerson('605', at(730)), message: { mid: 's1', text: 'standby only' } }, 'standby'),
  messengerBody({ ...fromPerson('605', at(740)), message: { mid: 's2', text: 'both' } }, 'standby'),
  messengerBody({ ...fromPerson('605', at(740)), message: { mid: 's2', text: 'both' } }),
  messengerBody({ ...fromPage('605', at(745)), message: { mid: 's3', is_echo: true } }, 'standby'),
  messengerBody({ ...fromPerson('605', at(750)), delivery: { watermark: at(749) } }, 'standby'),
  messengerBody({ ...fromPerson('501', at(760)), message: { mid: 'same', text: 'a commenter writes' } }),
]

/** Everything whose order could matter, on one Page, once. */
export const livelyDay: readonly string[] = [...comments, ...posts, ...otherFields, ...messages]
