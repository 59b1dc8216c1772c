import test from 'ava'
import type { Turn } from '../../../src/domain/turn.ts'
import { conversation, spoken, storyboardWith } from '../small-storyboard.ts'

const comment: Partial<Turn> = { kind: 'comment', text: 'bad', postId: 'p', commentId: 'c' }

function reply(actions: readonly unknown[], facts: Partial<Turn> = comment) {
  const on = [{ comment: 'any' }, { rating: 'any' }, { keyword: 'x' }]
  const board = storyboardWith({ scenes: { a: { on, do: actions } } })
  return conversation(board, { context: { told: true } }).turn(facts)
}

const privately = {
  reply_privately: 'Tell us.',
  then_public: 'We have written to you.',
  on_failure: [{ reply_publicly: 'Please write to us.' }],
}

test('what is said in public depends on the private reply, which later texts are joined to', async (t) => {
  const chosen = await reply([{ like: true }, privately, { say: 'We will help.' }])
  t.deepEqual(chosen.actions, [
    { do: 'like' },
    { do: 'private_reply', message: { text: 'Tell us.\n\nWe will help.' } },
    { do: 'comment', text: 'We have written to you.', onlyIf: { step: 1, is: 'accepted' } },
    { do: 'comment', text: 'Please write to us.', onlyIf: { step: 1, is: 'refused' } },
  ])
  t.deepEqual(spoken(chosen, ['reply_privately']), ['(like)', '(publicly) Please write to us.'])
})

test('where no private reply is possible, the other public text is said', async (t) => {
  const rating = await reply([privately], { kind: 'rating', rating: 'negative', postId: 'p' })
  t.deepEqual(rating.actions, [{ do: 'comment', text: 'Please write to us.' }])
  const message = await reply([privately], { kind: 'message', text: 'x' })
  t.deepEqual(message.actions, [{ do: 'say', message: { text: 'Tell us.' } }])
})

test('each act has its remedies, and a remedy has its own', async (t) => {
  for (const act of ['hide', 'unhide', 'delete', 'like', 'block']) {
    const chosen = await reply([{ [act]: true, on_failure: [{ reply_publicly: `cannot ${act}` }] }])
    t.deepEqual(spoken(chosen), [`(${act})`])
    t.deepEqual(spoken(chosen, [act]), [`(publicly) cannot ${act}`])
  }
  const stubborn = [{ hide: true, on_failure: [{ delete: true, on_failure: [{ block: true }] }] }]
  const chosen = await reply(stubborn)
  t.deepEqual(spoken(chosen, ['hide']), ['(delete)'])
  t.deepEqual(spoken(chosen, ['hide', 'delete']), ['(block)'])
})

test('a refused hand-over is told, and a message that may never be seen discloses nothing', async (t) => {
  const board = storyboardWith({
    scenes: {
      a: {
        on: [{ keyword: 'x' }],
        do: [{ hand_over: 'page_inbox', on_failure: [{ say: 'Nobody is here.', quick_replies: ['OK'] }] }],
      },
    },
  })
  const { turn, context } = conversation(board, { context: {} })
  const chosen = await turn({ text: 'x' })
  t.deepEqual(spoken(chosen), ['(hand over to page_inbox)'])
  t.deepEqual(spoken(chosen, ['hand_over']), ['I am Bo, a bot.', 'Nobody is here.'])
  t.is(context()['told'], undefined)
})

test('a deletion is for comments only', async (t) => {
  t.deepEqual(
    (await reply([{ delete: true }], { kind: 'visitor_post', text: 'bad', postId: 'p' })).actions,
    [],
  )
})
