/** `npm run simulate`: the simulated Facebook against any receiver, judged by the database to the last event. */
import { Command, InvalidArgumentError } from 'commander'
import { endWith } from '../bin/command-line/end-with.ts'
import { decodeFaults, describeFaults } from './facebook/faults.ts'
import type { FaultShares } from './facebook/faults.ts'
import { simulate } from './facebook/simulate.ts'
import type { SimulateOptions } from './facebook/simulate.ts'

interface Given {
  readonly url: string
  readonly secret?: string
  readonly rate?: number
  readonly people: number
  readonly pages: number
  readonly seconds?: number
  readonly events?: number
  readonly seed?: string
  readonly faults?: FaultShares
  readonly batch?: readonly [number, number]
  readonly connections: number
  readonly messenger: number
  readonly baseTime?: number
  readonly gap?: number
  readonly timeScale: number
  readonly verify?: string
  readonly database?: string
  readonly deadline: number
  readonly examples: number
  readonly write?: string
  readonly json?: boolean
}

function optionsOf(given: Given, signal: AbortSignal): SimulateOptions {
  const { seconds, deadline, json = false, gap, verify, ...rest } = given
  const secret = given.secret ?? process.env.FACEBOOK_APP_SECRET?.split(',')[0] ?? ''
  if (secret === '') throw new InvalidArgumentError('--secret or FACEBOOK_APP_SECRET is needed')
  const rate = given.rate ?? (seconds === undefined ? undefined : 100)
  const events = given.events ?? (seconds === undefined ? 10_000 : Math.ceil(seconds * (rate ?? 100)))
  return {
    ...rest,
    faults: given.faults ?? {},
    batch: given.batch ?? [1, 1],
    secret,
    rate,
    events,
    gapMs: gap,
    verifyToken: verify,
    deadlineMs: deadline * 1000,
    json,
    signal,
  }
}

function httpUrl(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new InvalidArgumentError('must be http:// or https://')
  return text
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('must be a number above 0')
  return value
}

function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('must be a whole number above 0')
  return value
}

function share(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('must be 0 to 1')
  return value
}

function range(text: string): [number, number] {
  const [least = '', most = least] = text.split('-')
  const bounds: [number, number] = [whole(least), whole(most)]
  if (bounds[0] > bounds[1] || bounds[1] > 1000)
    throw new InvalidArgumentError('must be a number or a range within 1-1000')
  return bounds
}

function time(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isNaN(value)) throw new InvalidArgumentError('must be ISO 8601 or milliseconds')
  return value
}

function faults(text: string): FaultShares {
  try {
    return decodeFaults(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}

const program = new Command('npm run simulate --')
  .description(
    'Plays people, Pages and a simulated Facebook: signed webhooks to --url, repeatable by --seed, badly behaved by --faults.\n' +
      'With --database it ends by comparing its ledger with the tables. Status 0 if and only if nothing is missing,\n' +
      'duplicated, wrong or unexpected, and something was acked (without --database: if all deliveries were answered 200).',
  )
  .requiredOption('--url <url>', 'the webhook, for example http://127.0.0.1:3000/webhook', httpUrl)
  .option('--secret <secret>', 'the app secret to sign with (default: the first of FACEBOOK_APP_SECRET)')
  .option('--rate <number>', 'events a second; without it as fast as the receiver answers', positive)
  .option('--people <number>', 'people on a Page at most', whole, 500)
  .option('--pages <number>', 'Pages', whole, 3)
  .option('--seconds <number>', 'how long, at --rate (100 if not given)', positive)
  .option('--events <number>', 'how many different events (default: 10000, or --seconds times --rate)', whole)
  .option(
    '--seed <text>',
    'the same seed, options and base time give the same bytes (default: random, printed)',
  )
  .option(
    '--faults <list>',
    'misbehaviours, each with an optional share, for example duplicates=0.1,shuffle (default: none)',
    faults,
  )
  .option('--batch <least-most>', 'items a POST, 1 to 1000: a number or a range (default: 1)', range)
  .option('--connections <number>', 'keep-alive connections', whole, 8)
  .option('--messenger <share>', 'share of Messenger events, 0 to 1; the rest is the feed', share, 0.55)
  .option(
    '--base-time <time>',
    'when the first event happens: ISO 8601 or milliseconds (default: so that the last is about now)',
    time,
  )
  .option('--gap <ms>', 'simulated time between two events', positive)
  .option(
    '--time-scale <number>',
    'how much faster than real time retries run: at 60 an hour is a minute',
    positive,
    60,
  )
  .option('--verify <token>', 'first do the verification GET with this verify token')
  .option('--database <url>', 'mysql://user:password@host:port/database to compare with')
  .option('--examples <number>', 'examples to show of every sort of finding', whole, 5)
  .option('--deadline <seconds>', 'how long to wait for the tables', positive, 120)
  .option(
    '--write <file>',
    'also write every delivery to this file, a JSON line each: body (base64), signatures, regime',
  )
  .option('--json', 'print the result as JSON and no progress')
  .addHelpText('after', `\nFaults (name=usual share; all = every one):\n${describeFaults()}`)
  .showHelpAfterError()
  .action(async (given: Given) => {
    const stop = new AbortController()
    process.once('SIGINT', () => stop.abort())
    process.exitCode = (await simulate(optionsOf(given, stop.signal))) ? 0 : 1
  })

await program.parseAsync().catch(endWith)
