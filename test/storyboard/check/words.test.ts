import test from 'ava'
import { StoryboardError } from '../../../src/storyboard/problem.ts'
import { storyboardWith } from '../small-storyboard.ts'

test('a word under two of yes, no and cancel is a mistake', (t) => {
  const questions = { yes: ['Passt!', '🦊'], no: ['passt', 'nope'], cancel: ['🦊', 'stop'] }
  const error = t.throws(() => storyboardWith({ scenes: {}, questions }), { instanceOf: StoryboardError })
  t.deepEqual(
    error.problems.map(({ message }) => message),
    [
      '"passt" is under questions.yes too: keep it in one of them',
      '"🦊" is under questions.yes too: keep it in one of them',
    ],
  )
})
