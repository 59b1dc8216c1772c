import path from 'node:path'
import test from 'ava'
import { makeComments } from '../../../trials/moderation/comments.ts'
import { moderated, ruleNames } from '../../../trials/moderation/rules.ts'
import { compileModeration } from '../../../src/moderation/rules.ts'
import { runTrial } from '../run-trial.ts'

const program = path.join(import.meta.dirname, '../../../trials/moderation/chaos.ts')

test('hides what the rules should hide, as the dry run says, and undo shows all of it again', async (t) => {
  t.timeout(240_000)
  const chaos = runTrial(
    program,
    '--comments 60 --people 30 --pages 2 --workers 2 --kill-ms 3000,6000 --seed moderation'.split(' '),
  )
  t.teardown(() => chaos.child.kill())
  const { status, output } = await chaos.ended
  t.is(status, 0, output)
  t.regex(output, /^hidden and not in the dry run +0$/m)
  t.regex(output, /^undo: still hidden +0$/m)
  t.regex(output, /^comments +60 by 30 customers$/m)
})

test('the comments of the trial break the rules that they are made for, and no others', (t) => {
  const judge = compileModeration(moderated.moderation, { atLeast: 0.6 })
  const wrong = ['a', 'b', 'c', 'd'].flatMap((seed) =>
    makeComments(seed, 1_000).flatMap(({ text, photoUrl, breaks }) => {
      const attachments = photoUrl === undefined ? [] : ['image']
      const rule = judge({ pageId: '1', psid: '2', text, attachments })?.rule
      return breaks === 'spam' || rule === breaks ? [] : [`${text}: ${rule} instead of ${breaks}`]
    }),
  )
  t.deepEqual([...new Set(wrong)], [])
  t.is(new Set(makeComments('a', 1_000).map(({ breaks }) => breaks)).size, ruleNames.length + 1)
})
