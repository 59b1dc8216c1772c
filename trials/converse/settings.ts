import { randomInt } from 'node:crypto'
import type { Given, Options } from '../../sandbox/command-line.ts'
import { type Layout, toLayout } from '../layout.ts'
import type { ReaderKind } from '../../src/nlp/reader/learned-reader.ts'
import { readerFailures } from './reader-verdict.ts'
import { isWitIllness, type WitIllness, witIllnesses } from './wit-verdict.ts'

export type Mode =
  | 'storm'
  | 'agents'
  | 'promises'
  | 'order'
  | 'hot'
  | 'burst'
  | 'outage'
  | 'throttle'
  | 'wit'
  | 'reader'

const storm = {
  replies: 10_000,
  people: 200,
  pages: 10,
  workers: 4,
  concurrency: 4,
  /** Messages a second. */
  perSecond: 60,
  shuffleMs: 50,
  /** Share of faulty Graph calls. */
  faults: 0.34,
  /** Least and most; most 0: no kills. */
  killMs: [150, 600] as readonly [number, number],
  /** Of the outage, the throttling, or each half of `hot`. */
  seconds: 15,
  layout: 'one' as Layout,
  /** How far the workers' clocks are off. */
  skewSeconds: 0,
  lateEchoSeconds: 0,
  lateCommitSeconds: 0,
  /** Of the console. */
  agents: 0,
}

type Defaults = Readonly<typeof storm>

export interface ConverseSettings extends Defaults {
  readonly mode: Mode
  readonly seed: string
  /** A reply that would come later is not sent. */
  readonly answerSeconds: number
  /** The outage is that of one Page. */
  readonly onePage: boolean
  readonly wit?: WitIllness
  readonly reader?: ReaderKind
  /** Only this failure of the reader. */
  readonly readerFailure?: string | undefined
  /** How late a slow wit.ai answers. */
  readonly witSeconds: number
  /** Echoes of other installations and apps name our messages. */
  readonly foreignEchoes: boolean
  /** Messages are unsent and edited, comments removed and hidden a moment later. */
  readonly afterthoughts: boolean
}

const calm: Defaults = { ...storm, faults: 0, killMs: [0, 0], concurrency: 16 }
const trouble: Defaults = {
  ...calm,
  people: 100,
  pages: 4,
  workers: 2,
  shuffleMs: 0,
  perSecond: 10,
  layout: 'compose',
}

const defaults: Readonly<Record<Mode, Defaults>> = {
  storm,
  agents: { ...storm, replies: 2_000, perSecond: 25 },
  /** A Page takes 750 private replies an hour. */
  promises: { ...storm, pages: 250 },
  order: { ...calm, pages: 2, shuffleMs: 2_000, perSecond: 50 },
  /** A p99 is of 250 messages then: the third from the end, not one that met a pause of the machine. */
  hot: { ...calm, pages: 2, shuffleMs: 0, perSecond: 10, seconds: 25, layout: 'compose' },
  burst: { ...calm, people: 50, pages: 2, shuffleMs: 0, perSecond: 10, seconds: 20, layout: 'compose' },
  outage: { ...trouble, seconds: 120 },
  throttle: trouble,
  wit: { ...trouble, replies: 300 },
  /** For each failure. */
  reader: { ...trouble, replies: 100 },
}

export const about = `Proves that people are answered once and in order while everything goes wrong. People write to
Pages of a simulated Facebook and do not wait for replies. 10% of the webhooks come twice, all of them a little
shuffled. A share of the Graph calls is faulty: refused, slow, failed before or after it took effect, its response
lost, late or garbage. Echoes come early, late, twice or never, and workers are killed (-9) all the time. Kills and
faulty calls end when 3% of the replies are left, the run when every message is settled. The judge reads what the
simulated Facebook noted that each customer saw. Status 0 if nobody saw a reply twice or out of order, no reply is
missing without a row that says why, and each reply was given with the context of the one before.`

export const options: Options = {
  'seed <text>': 'the same seed gives the same people, faults and kills (default: random, printed)',
  'replies <number>': 'messages to be answered (default 10000)',
  'people <number>': 'people who write them (default 200)',
  'workers <number>': 'worker processes with --layout one (default 4)',
  'layout compose|one':
    'worker processes: one a stage as in docker-compose.yml, or --workers processes of all\nstages (default: one for storm and order, where kills need equal workers; else compose)',
  'faults <share>': 'of the Graph calls (default 0.34: look-ups meet fewer, so 30% of all are faulty)',
  'skew <seconds>': "by chance, a worker's clock is right, or this far ahead or behind (default 0)",
  'late-echoes <seconds>':
    'half of the echoes come this much later, and lists of threads are as far behind, or empty',
  'foreign-echoes': 'echoes of other installations, apps and customers name the messages of this one',
  afterthoughts:
    'customers unsend or edit 30% of their messages a moment later. They also comment, and as many\ncomments are removed or hidden: no reply to what is gone, and one at most to what was edited',
  'late-commits <seconds>':
    'a tenth of the sends takes effect this long after the connection broke. Workers of this trial\nwait 3.5 s for it: customers see a message twice that comes later',
  'kill-ms <from,to>': 'from one kill to the next (default 150,600; 0: none)',
  'rate <number>': 'messages a second, at most (default 60)',
  'shuffle-ms <number>': 'longest delay of a webhook after its message (default 50)',
  'pages <number>': 'Pages they write to (default 10)',
  'concurrency <number>': 'jobs of a stage under way at once in a worker (default 4)',
  'agents <number>':
    'agents of the console also write, take over, undo and give back in the same conversations, at random;\nthe bot writes nothing while an agent has the thread (with --replies 2000 as the default)',
  promises:
    'instead: --replies customers comment or ask for an agent, each once, with faults and kills, while Facebook\nrefuses 15% of the private replies and hand-overs: nobody is promised what then fails',
  order: 'instead: 200 people, 50 messages each, shuffled within 2 s, no faults, no kills',
  hot: 'instead: how long others wait for replies, without and with one customer who writes as much\nas all others; seven times each, in turn, --seconds (default 25) with --rate (default 10)',
  burst:
    'instead: how long customers in Messenger wait, without and with 200 comments on one post in a\nsecond, 20 of them by the same customers; three times each, in turn',
  outage:
    'instead: one Page is throttled, then Facebook is out of reach for --seconds (default 120);\npeople go on writing. Replies that are still in time must come, none may come late,\nand Pages without trouble must not wait',
  'one-page': 'with --outage: Facebook fails for one Page only',
  throttle: 'instead: one Page is throttled for --seconds (default 15); the others go on',
  [`wit ${witIllnesses.join('|')}`]:
    "instead: wit.ai refuses connections, never answers, or answers after --wit-seconds, while\npeople write free text: the p99 of replies stays below 3 s, everybody is answered, and\nthe workers' metrics name the provider that understood, and why wit.ai was passed over",
  'reader embeddings|llm':
    'instead: the reader of an operator fails in every way, one after another, with --replies messages\nin each (default 100): the p99 of replies stays below 3 s, everybody is answered',
  'reader-failure <name>': 'only this failure',
  'wit-seconds <number>': 'seconds that a slow wit.ai takes (default 10)',
  'seconds <number>': 'length of the outage, of the throttling, or of each half of --hot and --burst',
  'answer-seconds <number>':
    'a reply that would come later is not sent (default 900; with --burst 60; with --outage half of --seconds,\n90 at least)',
}

const modes = ['agents', 'promises', 'order', 'hot', 'burst', 'outage', 'throttle', 'wit', 'reader'] as const

/** Throws an Error that says which argument is wrong. */
export function settingsOf(given: Given): ConverseSettings {
  const wit = given.text('wit')
  const reader = given.text('reader')
  const readerFailure = given.text('reader-failure')
  const named = { wit, reader, agents: given.text('agents') }
  const chosen = modes.filter((mode) =>
    mode === 'wit' || mode === 'reader' || mode === 'agents' ? named[mode] !== undefined : given.isOn(mode),
  )
  if (chosen.length > 1) throw new Error(`--${chosen.join(' and --')} do not go together`)
  const mode = chosen[0] ?? 'storm'
  const usual = defaults[mode]
  const seconds = given.whole('seconds', usual.seconds)
  const usualLimit = mode === 'burst' ? 60 : mode === 'outage' ? Math.max(90, Math.ceil(seconds / 2)) : 900
  if (given.isOn('one-page') && mode !== 'outage') throw new Error('--one-page goes with --outage')
  if (wit !== undefined && !isWitIllness(wit))
    throw new Error(`--wit must be one of ${witIllnesses.join(', ')}`)
  if (reader !== undefined && reader !== 'embeddings' && reader !== 'llm')
    throw new Error('--reader must be embeddings or llm')
  if (readerFailure !== undefined && reader === undefined)
    throw new Error('--reader-failure goes with --reader')
  if (reader !== undefined && !readerFailures[reader].some((name) => (readerFailure ?? name) === name))
    throw new Error(`--reader-failure must be one of ${readerFailures[reader].join(', ')}`)
  return {
    mode,
    seed: given.text('seed') ?? String(randomInt(2 ** 31)),
    layout: toLayout(given.text('layout'), usual.layout),
    replies: given.whole('replies', usual.replies),
    agents: given.whole('agents', usual.agents, 0),
    people: given.whole('people', usual.people),
    pages: given.whole('pages', usual.pages),
    workers: given.whole('workers', usual.workers),
    concurrency: given.whole('concurrency', usual.concurrency),
    perSecond: given.whole('rate', usual.perSecond),
    shuffleMs: given.whole('shuffle-ms', usual.shuffleMs, 0),
    seconds,
    answerSeconds: given.whole('answer-seconds', usualLimit),
    onePage: given.isOn('one-page'),
    ...(wit === undefined ? {} : { wit }),
    ...(reader === undefined ? {} : { reader, readerFailure }),
    witSeconds: given.whole('wit-seconds', 10),
    faults: given.number('faults', usual.faults, [0, 0.9]),
    foreignEchoes: given.isOn('foreign-echoes'),
    afterthoughts: given.isOn('afterthoughts'),
    lateEchoSeconds: given.number('late-echoes', usual.lateEchoSeconds, [0, 40]),
    lateCommitSeconds: given.number('late-commits', usual.lateCommitSeconds, [0, 60]),
    skewSeconds: given.number('skew', usual.skewSeconds, [0, 540]),
    killMs: toRange(given.text('kill-ms'), usual.killMs),
  }
}

function toRange(given: string | undefined, usual: readonly [number, number]): readonly [number, number] {
  if (given === undefined) return usual
  const [from = Number.NaN, to = from] = given.split(',').map(Number)
  if (!(from >= 0 && to >= from)) throw new Error('--kill-ms must be two numbers, as 150,600, or 0')
  return [from, to]
}
