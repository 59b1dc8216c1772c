#!/usr/bin/env -S node --min-semi-space-size=32 --max-semi-space-size=64 --no-memory-reducer
// MiB of the young generation. A delivery lives until its commit; a smaller generation would copy it again and again.
// A process at rest would collect its whole memory again and again: a quarter of what it costs to wait.
import { Command } from 'commander'
import { startQuicklyNextTime } from './command-line/compile-cache.ts'
import { endWhenUnread, endWith } from './command-line/end-with.ts'
import { terminalOutput } from './command-line/terminal.ts'
import { programVersion } from '../src/program-version.ts'

startQuicklyNextTime()
endWhenUnread(process.stdout)

/**
 * The commands in the order in which an installation needs them. Only the one that runs is loaded: a receiver needs no
 * database driver.
 */
const groups: Readonly<Record<string, Readonly<Record<string, (program: Command) => Promise<void>>>>> = {
  'Set up:': {
    migrate: async (program) => (await import('./commands/migrate.ts')).registerMigrate(program),
    sql: async (program) => (await import('./commands/sql.ts')).registerSql(program),
    page: async (program) => (await import('./commands/page.ts')).registerPage(program),
    user: async (program) => (await import('./commands/user.ts')).registerUser(program),
    param: async (program) => (await import('./commands/param.ts')).registerParam(program),
  },
  'Write a storyboard:': {
    storyboard: async (program) => (await import('./commands/storyboard.ts')).registerStoryboard(program),
    nlp: async (program) => (await import('./commands/nlp.ts')).registerNlp(program),
  },
  'Run:': {
    receive: async (program) => (await import('./commands/receive.ts')).registerReceive(program),
    work: async (program) => (await import('./commands/work.ts')).registerWork(program),
    board: async (program) => (await import('./commands/board.ts')).registerBoard(program),
    console: async (program) => (await import('./commands/console.ts')).registerConsole(program),
    step: async (program) => (await import('./commands/step.ts')).registerStep(program),
  },
  'Look after:': {
    why: async (program) => (await import('./commands/why.ts')).registerWhy(program),
    conversation: async (program) =>
      (await import('./commands/conversation.ts')).registerConversation(program),
    customer: async (program) => (await import('./commands/customer.ts')).registerCustomer(program),
    outbound: async (program) => (await import('./commands/outbound.ts')).registerOutbound(program),
    lead: async (program) => (await import('./commands/lead.ts')).registerLead(program),
    moderation: async (program) => (await import('./commands/moderation.ts')).registerModeration(program),
    dead: async (program) => (await import('./commands/dead.ts')).registerDead(program),
    spool: async (program) => (await import('./commands/spool.ts')).registerSpool(program),
  },
}

const helpCommand = new Command('help')
  .argument('[command]')
  .description('print the help of a command')
  .helpGroup('Help:')

const program = new Command('pagebeat')
  .description(
    'Tracks Facebook Pages in your MySQL tables in real time, and replies to the customers who write to them.',
  )
  .version(programVersion())
  .showHelpAfterError()
  .configureOutput(terminalOutput)
  .addHelpCommand(helpCommand)
  .addHelpText(
    'after',
    `
Examples:
  pagebeat migrate
  pagebeat page add 1122334455 --name "Coffee House" < token.txt
  pagebeat storyboard play storyboards/coffee/storyboard.yaml
  pagebeat receive        # one process
  pagebeat work           # another one

A command that needs --yes prints what it would do, changes nothing without it and exits with 1. --dry-run exits with 0.
Settings come from environment variables; a command lists those it lacks. Also: pagebeat <command> --help`,
  )

const asked = process.argv[2] ?? ''
const isKnown = Object.values(groups).some((commands) => Object.hasOwn(commands, asked))
for (const [heading, commands] of Object.entries(groups)) {
  program.commandsGroup(heading)
  for (const [name, register] of Object.entries(commands))
    if (!isKnown || name === asked) await register(program)
}
await program.parseAsync().catch(endWith)
