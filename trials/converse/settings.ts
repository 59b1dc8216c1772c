import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { WitIllness } from './wit-verdict.ts'

export type Mode = 'storm' | 'order' | 'hot' | 'outage' | 'throttle' | 'wit'

export interface ConverseSettings {
  readonly mode: Mode
  readonly seed: string
  readonly replies: number
  readonly people: number
  readonly pages: number
  readonly workers: number
  readonly concurrency: number
  /** Messages a second. */
  readonly perSecond: number
  readonly shuffleMs: number
  /** Share of faulty Graph calls. */
  readonly faults: number
  /** Least and most; most 0: nobody is killed. */
  readonly killMs: readonly [number, number]
  /** Of the outage, the throttling, or each half of `hot`. */
  readonly seconds: number
  /** An answer that would come later is not sent. */
  readonly answerSeconds: number
  /** The outage is that of one Page. */
  readonly onePage: boolean
  readonly wit?: WitIllness
  /** How late a slow wit.ai answers. */
  readonly witSeconds: number
}

export const usage = `npm run chaos:converse -- [options]

Proves that people are answered once and in order while everything goes wrong. People write to Pages of a simulated
Facebook and wait for nothing; 10% of the webhooks come twice, all of them a little shuffled; a share of the Graph
calls is faulty (refused, slow, failed before or after it took effect, its answer lost, late or garbage), echoes come
early, late, twice or never, and workers are killed (-9) all the time. Ends when every message is settled. The judge
is what the simulated Facebook noted that each person saw. Status 0 if and only if nobody saw a reply twice or out of
order, none is missing without a row that says why, and each was given with the context of the one before.

  --seed <text>          the same seed gives the same people, faults and kills (default: random, printed)
  --replies <number>     messages to be answered (default 10000)
  --people <number>      who write them (default 200)
  --workers <number>     worker processes (default 4)
  --faults <share>       of the Graph calls (default 0.34: look-ups meet fewer, which makes it 30% of all)
  --kill-ms <from,to>    from one kill to the next (default 150,600; 0: none)
  --rate <number>        messages a second, at most (default 60)
  --shuffle-ms <number>  a webhook leaves so much later than its message, at most (default 50)
  --pages <number>       Pages they write to (default 10)
  --concurrency <number> jobs of a stage under way at once in a worker (default 4)
  --order                instead: 200 people, 50 messages each, shuffled within 2 s, no faults, no kills
  --hot                  instead: how long others wait for answers, without and with one person who writes as much as all;
                         seven times each, in turn, --seconds (default 25) with --rate (default 10) of the others
  --outage               instead: one Page is throttled, then Facebook is out of reach for --seconds (default 120); people
                         go on writing all the time. What can still be answered in time must be, nothing may come late,
                         and Pages without trouble must not wait
  --one-page             with --outage: Facebook fails for one Page only
  --throttle             instead: one Page is throttled for --seconds (default 15); the others go on
  --wit dead|silent|slow instead: wit.ai refuses connections, takes questions and never answers, or answers after
                         --wit-seconds (default 10), while people write free text: the p99 of replies stays below 3 s,
                         everybody is answered, and the workers' metrics say who understood and who was passed over
  --seconds <number>
  --answer-seconds <n>   an answer that would come later is not sent (default 900; with --outage half of --seconds, 90 at least)
  --help                 this text`

const modes = ['order', 'hot', 'outage', 'throttle', 'wit'] as const
const illnesses: readonly string[] = ['dead', 'silent', 'slow'] satisfies readonly WitIllness[]

type Defaults = Omit<ConverseSettings, 'mode' | 'seed' | 'answerSeconds' | 'onePage' | 'wit' | 'witSeconds'>

const storm: Defaults = {
  replies: 10_000,
  people: 200,
  pages: 10,
  workers: 4,
  concurrency: 4,
  perSecond: 60,
  shuffleMs: 50,
  faults: 0.34,
  killMs: [150, 600],
  seconds: 15,
}
const calm: Defaults = { ...storm, faults: 0, killMs: [0, 0], concurrency: 16 }

const defaults: Readonly<Record<Mode, Defaults>> = {
  storm,
  order: { ...calm, people: 200, pages: 2, shuffleMs: 2_000, perSecond: 50 },
  /** A p99 is of 250 messages then: the third from the end, not one that met a pause of the machine. */
  hot: { ...calm, people: 200, pages: 2, shuffleMs: 0, perSecond: 10, replies: 0, seconds: 25 },
  outage: { ...calm, people: 100, pages: 4, workers: 2, shuffleMs: 0, perSecond: 10, seconds: 120 },
  throttle: { ...calm, people: 100, pages: 4, workers: 2, shuffleMs: 0, perSecond: 10 },
  wit: { ...calm, people: 100, pages: 4, workers: 2, shuffleMs: 0, perSecond: 10, replies: 300 },
}

/** The settings, or undefined when help was asked for. Throws an Error that says which argument is wrong. */
export function readSettings(args: readonly string[]): ConverseSettings | undefined {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: text,
      replies: text,
      people: text,
      workers: text,
      faults: text,
      'kill-ms': text,
      rate: text,
      'shuffle-ms': text,
      pages: text,
      concurrency: text,
      seconds: text,
      'answer-seconds': text,
      'one-page': flag,
      wit: text,
      'wit-seconds': text,
      order: flag,
      hot: flag,
      outage: flag,
      throttle: flag,
      help: { ...flag, short: 'h' },
    },
  })
  if (values.help === true) return undefined
  const chosen = modes.filter((mode) => values[mode] !== undefined)
  if (chosen.length > 1) throw new Error(`--${chosen.join(' and --')} do not go together`)
  const mode = chosen[0] ?? 'storm'
  const usual = defaults[mode]
  const seconds = toNumber('seconds', values.seconds, { usual: usual.seconds, least: 1 })
  const usualLimit = mode === 'outage' ? Math.max(90, Math.ceil(seconds / 2)) : 900
  if (values['one-page'] === true && mode !== 'outage') throw new Error('--one-page goes with --outage')
  return {
    mode,
    seed: values.seed ?? String(randomInt(2 ** 31)),
    replies: toNumber('replies', values.replies, { usual: usual.replies, least: 1 }),
    people: toNumber('people', values.people, { usual: usual.people, least: 1 }),
    pages: toNumber('pages', values.pages, { usual: usual.pages, least: 1 }),
    workers: toNumber('workers', values.workers, { usual: usual.workers, least: 1 }),
    concurrency: toNumber('concurrency', values.concurrency, { usual: usual.concurrency, least: 1 }),
    perSecond: toNumber('rate', values.rate, { usual: usual.perSecond, least: 1 }),
    shuffleMs: toNumber('shuffle-ms', values['shuffle-ms'], { usual: usual.shuffleMs, least: 0 }),
    seconds,
    answerSeconds: toNumber('answer-seconds', values['answer-seconds'], { usual: usualLimit, least: 1 }),
    onePage: values['one-page'] === true,
    ...(values.wit === undefined ? {} : { wit: toIllness(values.wit) }),
    witSeconds: toNumber('wit-seconds', values['wit-seconds'], { usual: 10, least: 1 }),
    faults: toShare(values.faults, usual.faults),
    killMs: toRange(values['kill-ms'], usual.killMs),
  }
}

function toNumber(
  name: string,
  given: string | undefined,
  { usual, least }: { usual: number; least: number },
): number {
  if (given === undefined) return usual
  const number = Number(given)
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name} must be a whole number of ${least} or more`)
  return number
}

function toIllness(given: string): WitIllness {
  if (!isIllness(given)) throw new Error(`--wit must be one of ${illnesses.join(', ')}`)
  return given
}

function isIllness(given: string): given is WitIllness {
  return illnesses.includes(given)
}

function toShare(given: string | undefined, usual: number): number {
  const share = given === undefined ? usual : Number(given)
  if (!(share >= 0 && share < 0.9)) throw new Error('--faults must be a share from 0 to 0.9')
  return share
}

function toRange(given: string | undefined, usual: readonly [number, number]): readonly [number, number] {
  if (given === undefined) return usual
  const [from = Number.NaN, to = from] = given.split(',').map(Number)
  if (!(from >= 0 && to >= from)) throw new Error('--kill-ms must be two numbers, as 150,600, or 0')
  return [from, to]
}
