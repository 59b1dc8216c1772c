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

test('a command explains itself in its process', async (t) => {
  const { status, stdout } = await runToEnd(['dead', '--help'], {})
  t.is(status, 0)
  explains(t, 'dead', stdout)
})

test('each command and subcommand explains itself in lines of at most 120 characters', async (t) => {
  let written = ''
  const writeOut = (text: string): void => void (written += text)
  const program = new Command('pagebeat').configureOutput({ ...terminalOutput, writeOut })
  for (const register of await commandRegisters()) register(program)
  const help = (command: Command | undefined): string => {
    written = ''
    command?.outputHelp()
    return written
  }
  for (const [name, subs] of Object.entries(commands)) {
    const command = program.commands.find((each) => each.name() === name)
    explains(t, name, help(command))
    for (const sub of subs)
      explains(t, `${name} ${sub}`, help(command?.commands.find((each) => each.name() === sub)))
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
