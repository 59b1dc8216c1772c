import test from 'ava'
import type { CommentHistory } from '../../../src/domain/comment-history.ts'
import { asProfileId } from '../../../src/domain/ids.ts'
import type { Turn } from '../../../src/domain/turn.ts'
import type { SceneInput } from '../../../src/storyboard/storyboard.ts'
import { means, noUnderstanding, now, silentHub, storyboardWith, turnOf } from '../small-storyboard.ts'

const storyboard = storyboardWith({
  intents: { spam: ['earn money from home', 'get rich now', 'free bitcoin for you'] },
  moderation: {
    except: { customer: '99' },
    rules: {
      links: { link: 'any' },
      abuse: { words: ['idiot'], act: 'delete' },
      spam: { intent: 'spam', at_least: 0.8 },
      pictures: { picture: 'image' },
    },
  },
  scenes: { thanks: { on: [{ comment: 'any' }], do: [{ reply_publicly: 'Thank you!' }] } },
})

interface Given extends Partial<SceneInput> {
  readonly facts: Partial<Turn>
  readonly history?: CommentHistory
}

async function reply({ facts, history, ...given }: Given) {
  let asked = 0
  const { actions, outcome, scene, silentBecause } = await storyboard.respond(
    {
      turn: turnOf({ kind: 'comment', commentId: '5_6', postId: '1000_5', ...facts }),
      understanding: noUnderstanding,
      profile: { pId: asProfileId('5') },
      context: { told: true },
      recent: [],
      now,
      ...given,
    },
    {
      hub: silentHub,
      findCommentHistory: async () => {
        asked += 1
        return history ?? { isReplied: false }
      },
    },
  )
  const done = actions.map((action) => ('rule' in action ? `${action.do} by ${action.rule}` : action.do))
  return { done, outcome, scene, silentBecause, asked }
}

const edited = { kind: 'edited_comment' } as const
const nothing = { done: [], outcome: undefined, scene: undefined }
const hidden = {
  done: ['hide by links'],
  outcome: 'moderated',
  scene: undefined,
  silentBecause: undefined,
  asked: 1,
}

test('a comment that breaks a rule is hidden or deleted, and no scene starts', async (t) => {
  t.deepEqual(await reply({ facts: { text: 'see evil.com' } }), hidden)
  t.deepEqual((await reply({ facts: { text: 'idiot' } })).done, ['delete by abuse'])
  t.deepEqual((await reply({ facts: { text: 'Free!' }, understanding: means('spam', 0.8) })).done, [
    'hide by spam',
  ])
})

test('a harmless comment gets its reply, and nobody asks what became of it', async (t) => {
  const { done, scene, asked } = await reply({
    facts: { text: 'so good' },
    understanding: means('spam', 0.79),
  })
  t.deepEqual({ done, scene, asked }, { done: ['comment'], scene: 'thanks', asked: 0 })
  t.deepEqual((await reply({ facts: { text: 'see evil.com', kind: 'message' } })).asked, 0)
  t.deepEqual((await reply({ facts: { text: 'see evil.com', psid: turnOf({}).psid } })).asked, 1)
})

test('a comment that the bot replied to stays', async (t) => {
  const isReplied = { isReplied: true }
  t.deepEqual((await reply({ facts: { ...edited, text: 'see evil.com' }, history: isReplied })).done, [])
  t.deepEqual((await reply({ facts: { text: 'see evil.com' }, history: isReplied })).done, ['comment'])
})

test('an edited comment is looked at again: hidden, left hidden, or shown again', async (t) => {
  const byLinks = { isReplied: false, hiddenBy: 'links' }
  t.deepEqual(await reply({ facts: { ...edited, text: 'see evil.com' } }), hidden)
  t.deepEqual(await reply({ facts: { ...edited, text: 'see other.com' }, history: byLinks }), {
    ...nothing,
    silentBecause: 'moderated',
    asked: 1,
  })
  const byOther = { isReplied: false, hiddenBy: 'spam' }
  t.deepEqual(await reply({ facts: { ...edited, text: 'see other.com' }, history: byOther }), hidden)
  t.deepEqual((await reply({ facts: { ...edited, text: 'idiot' }, history: byLinks })).done, [
    'delete by abuse',
  ])
  t.deepEqual((await reply({ facts: { ...edited, text: 'so good' }, history: byLinks })).done, [
    'unhide by links',
  ])
  t.deepEqual((await reply({ facts: { ...edited, text: 'so good' } })).done, [])
  const byPictures = { isReplied: false, hiddenBy: 'pictures' } // the edit may leave the picture out
  t.deepEqual((await reply({ facts: { ...edited, text: 'so good' }, history: byPictures })).done, [])
})

test('a comment that gets no reply for another reason is still hidden', async (t) => {
  t.deepEqual(await reply({ facts: { text: 'see evil.com' }, silentBecause: 'loop_guard' }), hidden)
  t.deepEqual(await reply({ facts: { text: 'so good' }, silentBecause: 'loop_guard' }), {
    ...nothing,
    silentBecause: 'loop_guard',
    asked: 0,
  })
})

test('an act without a reply has as long as any other act of moderation', async (t) => {
  const facts = { ...edited, text: 'so good' }
  const history = { isReplied: false, hiddenBy: 'links' }
  t.deepEqual(await reply({ facts, history, silentBecause: 'too_late' }), {
    ...hidden,
    done: ['unhide by links'],
  })
})

test('a storyboard with rules listens to comments and their edits', (t) => {
  const kinds = ['comment', 'edited_comment', 'mention'] as const
  t.deepEqual(kinds.map(storyboardWith({ scenes: {} }).listensTo), [false, false, false])
  const rules = { rules: { links: { link: 'any' } } }
  t.deepEqual(kinds.map(storyboardWith({ scenes: {}, moderation: rules }).listensTo), [true, true, false])
})
