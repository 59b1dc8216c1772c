import { execFile } from 'node:child_process'
import type { ReviewTexts } from '../../console/server/area-deps.ts'

const longestMs = 60_000
const mostBytes = 20 * 1024 * 1024

/**
 * Runs `pagebeat nlp review` in a process of its own: to train and to group keeps a processor busy for seconds, and the
 * console's pages stay live meanwhile. One at a time. `program`: the file of `pagebeat`.
 */
export function createReviewProcess(program: string): ReviewTexts {
  let isBusy = false
  return async function review(args) {
    if (isBusy) return { is: 'busy' }
    isBusy = true
    try {
      return await run([...process.execArgv, program, 'nlp', 'review', ...args])
    } finally {
      isBusy = false
    }
  }
}

async function run(args: readonly string[]): ReturnType<ReviewTexts> {
  return await new Promise((resolve, reject) => {
    const options = { timeout: longestMs, maxBuffer: mostBytes, encoding: 'utf8' } as const
    execFile(process.execPath, args, options, (error, printed, says) => {
      if (error === null) resolve({ is: 'done', printed })
      // The command says in one line why it refuses, and quotes no text of a customer.
      else if (typeof error.code === 'number') resolve({ is: 'refused', says: says.trim().slice(-500) })
      else reject(new Error('the process that groups texts was ended', { cause: error.code }))
    })
  })
}
