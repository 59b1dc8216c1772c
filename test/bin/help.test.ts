import test from 'ava'
import { runToEnd } from './run-to-end.ts'

const commands = {
  migrate: [],
  sql: [],
  page: ['listeners', 'add', 'list', 'token', 'subscribe', 'publish', 'check', 'remove'],
  param: ['list', 'get', 'set', 'reseal', 'remove'],
  storyboard: ['check', 'play', 'test', 'draw', 'schema'],
  nlp: ['eval'],
  receive: [],
  work: [],
  board: [],
  conversation: ['show', 'pause', 'resume'],
  customer: ['find', 'merge', 'import', 'invite', 'export', 'forget', 'forgotten', 'deletions'],
  outbound: ['list', 'show', 'resend', 'drop'],
  moderation: ['try', 'apply', 'list', 'undo'],
  dead: ['list', 'show', 'retry', 'drop'],
  spool: ['status', 'drain'],
}

test('the commands are listed in the order of use, in groups, with examples', async (t) => {
  const { status, stdout } = await runToEnd(['--help'], {})
  t.is(status, 0)
  const headings = [...stdout.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading)
  t.deepEqual(headings, ['Options', 'Set up', 'Write a storyboard', 'Run', 'Look after', 'Help', 'Examples'])
  const listed = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[| )/gm)].map(([, name]) => name)
  t.deepEqual(listed, [...Object.keys(commands), 'help'])
  t.false(stdout.includes('step'), 'workers start this command, operators do not')
})

test('each command explains itself in lines of at most 120 characters', async (t) => {
  const all = Object.entries(commands).flatMap(([name, subs]) => [[name], ...subs.map((sub) => [name, sub])])
  for (let from = 0; from < all.length; from += 6) {
    const some = all.slice(from, from + 6)
    const helps = await Promise.all(some.map((args) => runToEnd([...args, '--help'], {})))
    for (const [index, { status, stdout }] of helps.entries()) {
      const name = some[index]?.join(' ') ?? ''
      t.is(status, 0, name)
      t.true(
        stdout.startsWith(`Usage: pagebeat ${name} `) || stdout.startsWith(`Usage: pagebeat ${name}\n`),
        name,
      )
      t.deepEqual(
        stdout.split('\n').filter((line) => line.length > 120),
        [],
        name,
      )
    }
  }
})
