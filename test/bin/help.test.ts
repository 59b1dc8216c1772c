import test, { type ExecutionContext } from 'ava'
import { Command } from 'commander'
import { terminalOutput } from '../../bin/command-line/terminal.ts'
import { commandRegisters } from '../../scripts/command-document.ts'
import { runToEnd } from './run-to-end.ts'

const commands = {
  migrate: [],
  sql: [],
  page: ['listeners', 'add', 'list', 'token', 'subscribe', 'publish', 'check', 'remove'],
  user: ['add', 'list', 'role', 'password', 'link', 'remove', 'sessions'],
  param: ['list', 'get', 'set', 'reseal', 'remove'],
  storyboard: ['check', 'play', 'test', 'draw', 'schema'],
  nlp: ['eval'],
  receive: [],
  work: [],
  board: [],
  console: [],
  why: [],
  conversation: ['show', 'pause', 'resume'],
  customer: ['find', 'merge', 'import', 'invite', 'export', 'forget', 'forgotten', 'deletions'],
  outbound: ['list', 'show', 'resend', 'drop'],
  lead: ['list', 'show', 'sweep', 'map'],
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
  const names = Object.keys(commands)
  for (let from = 0; from < names.length; from += 6) {
    const some = names.slice(from, from + 6)
    const helps = await Promise.all(some.map((name) => runToEnd([name, '--help'], {})))
    for (const [index, { status, stdout }] of helps.entries()) {
      t.is(status, 0, some[index])
      explains(t, some[index] ?? '', stdout)
    }
  }
})

test('so does each of their subcommands', async (t) => {
  let written = ''
  const writeOut = (text: string): void => void (written += text)
  const program = new Command('pagebeat').configureOutput({ ...terminalOutput, writeOut })
  for (const register of await commandRegisters()) register(program)
  for (const [name, subs] of Object.entries(commands)) {
    const command = program.commands.find((each) => each.name() === name)
    for (const sub of subs) {
      written = ''
      command?.commands.find((each) => each.name() === sub)?.outputHelp()
      explains(t, `${name} ${sub}`, written)
    }
  }
})

function explains(t: ExecutionContext, name: string, help: string): void {
  t.true(help.startsWith(`Usage: pagebeat ${name} `) || help.startsWith(`Usage: pagebeat ${name}\n`), name)
  t.deepEqual(
    help.split('\n').filter((line) => line.length > 120),
    [],
    name,
  )
}
