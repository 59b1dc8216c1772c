import { printLine } from './terminal.ts'

/**
 * A command that changes something only with `--yes` has shown what it would do. The status is 1, so that a script does
 * not go on as if it were done. A dry run that was asked for (`--dry-run`) ends with 0.
 */
export function leaveUndone(line = 'Nothing was changed. To do it, repeat the command with --yes.'): void {
  printLine(line)
  process.exitCode = 1
}
