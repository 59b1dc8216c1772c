import test from 'ava'
import { createReviewProcess } from '../../bin/console/review-process.ts'
import { storeTurn } from '../helpers/stored-turns.ts'
import { openTables } from '../helpers/open-tables.ts'

test('the console groups texts in a process of its own, one at a time', async (t) => {
  const { database } = await openTables()
  for (const text of ['where is my parcel', 'where is my parcel now'])
    await storeTurn(database, { text, outcome: 'not_understood', intent: null })
  process.env['DATABASE_URL'] = database.url
  process.env['STORYBOARD'] = 'storyboards/coffee/storyboard.yaml'
  const review = createReviewProcess('bin/pagebeat.ts')
  const reviewing = review(['--json'])
  t.deepEqual(await review(['--json']), { is: 'busy' })
  const found = await reviewing
  t.is(found.is, 'done')
  const printed = found.is === 'done' ? JSON.parse(found.printed) : {}
  t.like(printed, { texts: 2 })
  t.deepEqual(await review(['--patch', '--accept', 'nothing=none']), {
    is: 'refused',
    says: 'There is no group nothing any more: list the groups again with pagebeat nlp review',
  })
})
