import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

export interface ChaosSettings {
  readonly seed: string
  /** Different events; copies come on top. */
  readonly events: number
  /** Seconds from one strike to the next. */
  readonly every: number
  /** Every victim once, and the run is over in well under a minute. */
  readonly short: boolean
}

export const usage = `npm run chaos -- [options]

Proves that nothing is lost, doubled or changed while everything is being killed. The same simulated events go
through Pagebeat twice, on a Redis and a MariaDB of its own: in order and undisturbed, then shuffled, with 10% of
copies, in batches of 1 to 1,000, while receiver, workers, Redis and MariaDB are killed (-9), frozen and stopped in
turn. Status 0 if and only if every acked event is stored once, both runs left equal rows in every table, nothing is
in quarantine and the queues are empty.

  --seed <text>       the same seed gives the same events and the same order of strikes (default: random, printed)
  --events <number>   how many different events (default 50000; with --short 3000)
  --every <seconds>   from one strike to the next (default 4; with --short 2)
  --short             each victim once: the form that npm test runs
  --help              this text`

/** The settings, or undefined when help was asked for. Throws an Error that says which argument is wrong. */
export function readSettings(args: readonly string[]): ChaosSettings | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      events: { type: 'string' },
      every: { type: 'string' },
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const { short, seed = String(randomInt(2 ** 31)) } = values
  const events = Number(values.events ?? (short ? 3_000 : 50_000))
  const every = Number(values.every ?? (short ? 2 : 4))
  if (!Number.isSafeInteger(events) || events < 1)
    throw new Error('--events must be a whole number of 1 or more')
  if (!(every >= 0.5 && every <= 600)) throw new Error('--every must be 0.5 to 600 seconds')
  return { seed, events, every, short }
}
