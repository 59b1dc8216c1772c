import { createInterface } from 'node:readline/promises'
import { leaveUndone } from '../command-line/leave-undone.ts'

/** Whether to do it: `--yes`, or the operator says so on a terminal. Without both, says how to do it. */
export async function confirm(isConfirmed: boolean): Promise<boolean> {
  if (isConfirmed) return true
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    try {
      const reply = await terminal.question('Do it? [y/N] ')
      if (/^y(?:es)?$/i.test(reply.trim())) return true
    } finally {
      terminal.close()
    }
    leaveUndone('Nothing was changed.')
  } else leaveUndone()
  return false
}
