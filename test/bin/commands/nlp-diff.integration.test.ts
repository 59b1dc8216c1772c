import path from 'node:path'
import test from 'ava'
import { storeTurn } from '../../helpers/stored-turns.ts'
import { runToEnd } from '../run-to-end.ts'
import { fill, now, openShop, storyboard } from './shop-to-learn-from.ts'

test.serial('diff counts what two storyboards read differently', async (t) => {
  const { nlp, file, fileOf, ...tables } = await openShop(t)
  await fill(tables)
  const changed = fileOf(
    'new.yaml',
    storyboard.replace(
      'none:\n',
      '  bread:\n    - gluten free bread\n    - do you sell gluten free bread\n    - bread rolls\nnone:\n',
    ),
  )
  const labelled = fileOf(
    'labelled.csv',
    'text,category\ngluten free bread 12345,bread\nwhere is my parcel,parcel\n',
  )
  const { status, stdout, stderr } = await nlp(
    'diff',
    file,
    changed,
    '--labelled',
    labelled,
    '--fail-on-worse',
  )
  t.deepEqual([status, stderr], [0, ''])
  t.regex(stdout, /^7 texts, \d understood as before, \d not\n/)
  t.regex(stdout, /\n {2}\d {2}none → bread\n {7}/)
  t.regex(stdout, /\nOf 2 texts whose intent is known, right before: 1, right now: 2\.\n/)
  t.regex(stdout, /\nwrong before, right now: 1\n {2}1 {2}\S+ → bread\n {7}gluten free bread \[number\]\n/)
  t.regex(
    stdout,
    /\nAn agent replied to 1 of them right after the bot\. [01] of these are understood otherwise now\.\n/,
  )

  const back = await nlp('diff', changed, file, '--labelled', labelled, '--fail-on-worse', '--json')
  t.is(back.status, 1)
  const { known, texts, days } = JSON.parse(back.stdout)
  t.deepEqual([texts, days, known.rightBefore, known.rightAfter, known.worse.length], [7, 30, 2, 1, 1])
  t.is((await nlp('diff', changed, file, '--labelled', labelled)).status, 0)
  const same = await nlp('diff', file, file)
  t.regex(same.stdout, /^7 texts, 7 understood as before, 0 not\n/)
  const unknown = await nlp('diff', file, file, '--fail-on-worse')
  t.deepEqual(
    [unknown.status, unknown.stderr],
    [1, '--fail-on-worse needs texts whose intent is known: add --labelled <file.csv>\n'],
  )
})

test.serial('an intent that a customer chose is the right one', async (t) => {
  const { nlp, file, database } = await openShop(t)
  const asked = { text: 'where is my parcel', outcome: 'asked_back', intent: 'cake', psid: '1' }
  const about = await storeTurn(database, { ...asked, ts: now - 60_000 })
  const choice = await storeTurn(database, {
    text: 'Parcel',
    psid: '1',
    ts: now - 30_000,
    facts: { payload: 'x' },
  })
  await database.query("update turn set answersTurnId = ?, meantIntent = 'parcel' where id = ?", [
    about,
    choice,
  ])
  t.regex(
    (await nlp('diff', file, file)).stdout,
    /\nOf 1 text whose intent is known, right before: 1, right now: 1\.\n/,
  )
  t.regex((await nlp('review')).stdout, / {2}1 text {2}chose_other 1 .*\n {4}where is my parcel\n/)
})

test.serial('texts that wit.ai understood are not replayed', async (t) => {
  const { nlp, file, database } = await openShop(t)
  await storeTurn(database, { text: 'hello there', intent: 'greeting', provider: 'wit' })
  t.is(
    (await nlp('diff', file, file)).stdout,
    '0 texts, 0 understood as before, 0 not\n1 more text understood by wit.ai, Facebook or a reader: not compared.\n',
  )
})

test.serial('nothing stored, no storyboard, mistakes and a database that is down are told', async (t) => {
  const { nlp, file, fileOf, database } = await openShop(t)
  t.is((await nlp('review')).stdout, 'Nothing to review in the last 30 days.\n')
  t.is((await nlp('diff', file, file, '--days', '7')).stdout, 'Nothing to compare in the last 7 days.\n')
  const env = { DATABASE_URL: database.url }
  const unnamed = await runToEnd(['nlp', 'review'], env)
  t.deepEqual(
    [unnamed.status, unnamed.stderr],
    [1, 'Name the storyboard, or set STORYBOARD: pagebeat nlp review --storyboard storyboard.yaml\n'],
  )
  const wrong = await nlp('review', '--storyboard', fileOf('wrong.yaml', `${storyboard}\nsenes: {}\n`))
  t.is(wrong.status, 65)
  t.regex(wrong.stderr, /wrong\.yaml:\d+:\d+ the key "senes" is not known/)
  const empty = fileOf(
    'empty.yaml',
    "storyboard: 1\nname: x\nbot: { name: Bo, disclosure: I am a bot }\nfallback: { texts: ['?'] }\nscenes: {}\n",
  )
  t.regex((await nlp('diff', empty, file)).stderr, /empty\.yaml has no intents: add some/)
  t.regex(
    (await nlp('diff', file, path.join(path.dirname(file), 'none.yaml'))).stderr,
    /does not exist: check the path/,
  )
  t.is((await nlp('diff', file, file, '--labelled', fileOf('bad.csv', 'text\nx\n'))).status, 65)
  const down = await runToEnd(['nlp', 'review', '--storyboard', file], {
    DATABASE_URL: 'mysql://root:x@127.0.0.1:1/pagebeat',
  })
  t.is(down.status, 1)
  t.regex(down.stderr, /^The database cannot do it now: .*ECONNREFUSED/)
})
