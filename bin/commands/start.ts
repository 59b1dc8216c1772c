import type { Command } from 'commander'
import { runDemo } from '../../sandbox/demo/demo.ts'

export function registerStart(program: Command): void {
  program
    .command('start')
    .description(
      'try it: private Redis and MariaDB, receiver, workers, board, and a simulated Facebook that plays a day on a Page',
    )
    .option(
      '--once',
      'end after the summary; status 0 if and only if all was tracked and answered as the transcripts say',
    )
    .option('--seed <text>', 'the same seed tells the same day (default: another one each time)')
    .addHelpText(
      'after',
      '\nREDIS_URL and DATABASE_URL name servers to use instead of private ones; PORT and BOARD_PORT the ports to prefer.',
    )
    .action(async ({ once = false, seed }: { once?: boolean; seed?: string }) => {
      process.exit(await runDemo({ once, seed: seed ?? String(Date.now()) })) // waiting for Ctrl-C keeps a timer
    })
}
