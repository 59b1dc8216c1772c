/** One form for the command lines of simulator and trials: options with defaults, `--help`, exit status and signals. */
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { untilStopped } from './stop-signal.ts'

/** Help by flag: `rate <number>`, or `json` for a switch. Lines of at most 90 characters. */
export type Options = Readonly<Record<string, string>>

export interface Given {
  isOn(name: string): boolean
  text(name: string): string | undefined
  /** Throws an Error when the value is not a whole number of `least` or more. */
  whole(name: string, usual: number, least?: number): number
  /** Throws an Error when the value is not a number in the range. */
  number(name: string, usual: number, range: readonly [number, number]): number
}

export interface Program {
  /** As in package.json. */
  readonly script: string
  readonly about: string
  readonly options: Options
  /** Below the options in `--help`. */
  readonly more?: string
  /** The exit status. */
  run(given: Given): Promise<number>
}

/** A trial: a program that can keep its figures, and ends with a line that says whether all was well. */
export async function runTrial(trial: Program): Promise<never> {
  return await runProgram({
    ...trial,
    options: { ...trial.options, save: 'write the figures to docs/figures/' },
    async run(given) {
      const startedMs = performance.now()
      const status = await trial.run(given)
      const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
      console.log(`${status === 0 ? 'OK' : 'NOT OK'}, ${seconds} s in all`)
      return status
    },
  })
}

/** Ends the process: status 0 or 1 of `run`, 2 for a mistake in the arguments, 130 after Ctrl-C or SIGTERM. */
export async function runProgram(program: Program): Promise<never> {
  const options = { ...program.options, help: 'this text' }
  try {
    const given = readOptions(options, process.argv.slice(2))
    if (given.isOn('help')) {
      console.log(helpOf({ ...program, options }))
      process.exit(0)
    }
    void untilStopped().then(() => process.exit(130))
    process.exit(await program.run(given))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  }
}

function readOptions(options: Options, args: readonly string[]): Given {
  const flags = Object.keys(options).map((flag) => {
    const [name = '', value] = flag.split(' ')
    return [name, { type: value === undefined ? ('boolean' as const) : ('string' as const) }] as const
  })
  const { values } = parseArgs({ args: [...args], options: Object.fromEntries(flags) })
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    isOn: (name) => values[name] === true,
    text,
    whole(name, usual, least = 1) {
      const value = Number(text(name) ?? usual)
      if (Number.isSafeInteger(value) && value >= least) return value
      throw new Error(`--${name} must be a whole number of ${least} or more`)
    },
    number(name, usual, [least, most]) {
      const value = Number(text(name) ?? usual)
      if (value >= least && value <= most) return value
      throw new Error(`--${name} must be a number from ${least} to ${most}`)
    },
  }
}

function helpOf({ script, about, options, more = '' }: Program): string {
  const width = Math.max(...Object.keys(options).map(({ length }) => length)) + '  --  '.length
  const lines = Object.entries(options).map(
    ([flag, help]) => `  --${flag}`.padEnd(width) + help.replaceAll('\n', `\n${' '.repeat(width)}`),
  )
  return `npm run ${script} -- [options]\n\n${about}\n\n${lines.join('\n')}${more}`
}
