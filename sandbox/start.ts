/** `npm start`: everything on this machine, and a simulated Facebook that plays a day on a Page. */
import { Command } from 'commander'
import { endWith } from '../bin/command-line/end-with.ts'
import { runDemo } from './demo/demo.ts'

const program = new Command('npm start --')
  .description(
    'Try it: private Redis and MariaDB, receiver, workers, console, queue monitor, and a simulated Facebook that plays a day on a Page.',
  )
  .option(
    '--once',
    'end after the summary; status 0 if and only if all was tracked and answered as the transcripts say',
  )
  .option('--seed <text>', 'the same seed tells the same day (default: another one each time)')
  .addHelpText(
    'after',
    '\nREDIS_URL and DATABASE_URL name servers to use instead of private ones; PORT, BOARD_PORT and CONSOLE_PORT the ports to prefer.',
  )
  .showHelpAfterError()
  .action(async ({ once = false, seed }: { once?: boolean; seed?: string }) => {
    process.exit(await runDemo({ once, seed: seed ?? String(Date.now()) })) // waiting for Ctrl-C keeps a timer
  })

await program.parseAsync().catch(endWith)
