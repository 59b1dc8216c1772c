import { printError } from '../command-line/terminal.ts'

const every = 25_000

/** Prints on standard error how far a long read is: a line for each 25,000 turns. */
export function createProgress(): (turns: number) => void {
  let told = 0
  return (turns) => {
    if (turns - told < every) return
    told = turns
    printError(`read ${turns} turns`)
  }
}
