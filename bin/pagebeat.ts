#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { registerBoard } from './commands/board.ts'
import { registerDead } from './commands/dead.ts'
import { registerMigrate } from './commands/migrate.ts'
import { registerReceive } from './commands/receive.ts'
import { registerSimulate } from './commands/simulate.ts'
import { registerSql } from './commands/sql.ts'
import { registerStart } from './commands/start.ts'
import { registerStep } from './commands/step.ts'
import { registerWork } from './commands/work.ts'
import { endWith } from './end-with.ts'

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

const program = new Command('pagebeat')
  .description(
    'Tracks Facebook Pages in real time into your MySQL customer tables, without loss and without duplicates.',
  )
  .version(version)
  .showHelpAfterError()

registerReceive(program)
registerWork(program)
registerBoard(program)
registerMigrate(program)
registerSql(program)
registerDead(program)
registerSimulate(program)
registerStart(program)
registerStep(program)

await program.parseAsync().catch(endWith)
