import test from 'ava'
import { openTables } from '../../helpers/open-tables.ts'
import { runToEnd } from '../run-to-end.ts'
import { insertExpired } from './expired-message.ts'

test.serial('a conversation that does not exist is named, with where to find its id', async (t) => {
  const { database } = await openTables()
  for (const args of [
    ['show', '1001', '7'],
    ['pause', '1001', '7', '--hours', '1', '--local'],
    ['resume', '1001', '7'],
  ]) {
    const { status, stdout, stderr } = await runToEnd(['conversation', ...args], {
      DATABASE_URL: database.url,
    })
    t.deepEqual([status, stdout], [1, ''])
    t.is(
      stderr,
      'Page 1001 has no conversation with customer 7.\n' +
        'Check both ids: the PSID of a customer is in the column chanFacebookMessenger.senderId.\n',
    )
  }
})

test.serial('an operator pauses and resumes the bot, and sees who controls the thread', async (t) => {
  const { db, database } = await openTables()
  const id = await insertExpired(db, { psid: '7', ts: Date.now() })
  const conversation = async (verb: string, ...more: readonly string[]) => {
    const ended = await runToEnd(['conversation', verb, '1001', '7', ...more], {
      DATABASE_URL: database.url,
    })
    t.deepEqual([ended.status, ended.stderr], [0, ''], verb)
    return ended.stdout
  }
  t.regex(await conversation('show'), /last message of the customer: .*\n {2}the bot controls the thread\n/)
  t.regex(await conversation('pause', '--hours', '2', '--local'), /^The bot is silent until \S+Z\.\n$/)
  const shown = await conversation('show')
  t.regex(shown, / {2}the bot is silent until \S+Z \(paused_by_hand\)\n/)
  t.regex(shown, new RegExp(`  outbound ${id}  \\S+  expired\\n`))
  t.false(shown.includes('Hello'), 'the text of a customer is not printed')
  t.is(await conversation('resume', '--local'), 'The bot replies in this thread again.\n')
  t.regex(await conversation('show'), / {2}the bot controls the thread\n/)
})
