#!/usr/bin/env -S node --min-semi-space-size=32 --max-semi-space-size=64
// The young generation's size, in MiB: deliveries live until their commit; with the default they are copied again and again.
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { startQuicklyNextTime } from './command-line/compile-cache.ts'
import { endWhenUnread, endWith } from './command-line/end-with.ts'

startQuicklyNextTime()
endWhenUnread(process.stdout)

/** The commands; each is loaded when it is the one asked for, so that a receiver does not load a database driver. */
const commands: Readonly<Record<string, (program: Command) => Promise<void>>> = {
  receive: async (program) => (await import('./commands/receive.ts')).registerReceive(program),
  work: async (program) => (await import('./commands/work.ts')).registerWork(program),
  board: async (program) => (await import('./commands/board.ts')).registerBoard(program),
  migrate: async (program) => (await import('./commands/migrate.ts')).registerMigrate(program),
  sql: async (program) => (await import('./commands/sql.ts')).registerSql(program),
  dead: async (program) => (await import('./commands/dead.ts')).registerDead(program),
  outbound: async (program) => (await import('./commands/outbound.ts')).registerOutbound(program),
  conversation: async (program) => (await import('./commands/conversation.ts')).registerConversation(program),
  page: async (program) => (await import('./commands/page.ts')).registerPage(program),
  param: async (program) => (await import('./commands/param.ts')).registerParam(program),
  storyboard: async (program) => (await import('./commands/storyboard.ts')).registerStoryboard(program),
  nlp: async (program) => (await import('./commands/nlp.ts')).registerNlp(program),
  step: async (program) => (await import('./commands/step.ts')).registerStep(program),
}

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

const program = new Command('pagebeat')
  .description(
    'Tracks Facebook Pages in real time into your MySQL customer tables, and answers the people who talk to them.',
  )
  .version(version)
  .showHelpAfterError()

const asked = commands[process.argv[2] ?? '']
for (const register of asked === undefined ? Object.values(commands) : [asked]) await register(program)
await program.parseAsync().catch(endWith)
