/** `npm run simulate`: the simulated Facebook against any receiver, compared with the database to the last event. */
import { type Given, runProgram } from './command-line.ts'
import { decodeFaults, describeFaults } from './facebook/faults.ts'
import { simulate } from './facebook/simulate.ts'

await runProgram({
  script: 'simulate',
  about: `Plays people, Pages and a simulated Facebook: signed webhooks to --url, repeatable by --seed, faulty by --faults.
With --database it ends by comparing its ledger with the tables. Status 0 if nothing is missing, duplicated, wrong
or unexpected, and something was acked (without --database: if all deliveries were answered 200).`,
  options: {
    'url <url>': 'the webhook, for example http://127.0.0.1:3000/webhook (needed)',
    'secret <secret>': 'the app secret to sign with (default: the first of FACEBOOK_APP_SECRET)',
    'rate <number>': 'events a second; without it as fast as the receiver answers',
    'people <number>': 'people on a Page at most (default 500)',
    'pages <number>': 'Pages (default 3)',
    'seconds <number>': 'how long, at --rate (default 100 a second)',
    'events <number>': 'different events (default 10000, or --seconds times --rate)',
    'seed <text>': 'the same seed, options and base time give the same bytes (default: random, printed)',
    'faults <list>': 'each with a share if you like, for example duplicates=0.1,shuffle',
    'batch <least-most>': 'items a POST, 1 to 1000: a number or a range (default 1)',
    'connections <number>': 'keep-alive connections (default 8)',
    'messenger <share>': 'share of Messenger events, 0 to 1; the rest is the feed (default 0.55)',
    'base-time <time>': 'of the first event: ISO 8601 or milliseconds (default: so that the last one is now)',
    'gap <ms>': 'simulated time between two events',
    'time-scale <number>': 'retries run this many times faster than in real time (default 60)',
    'verify <token>': 'first do the verification GET with this verify token',
    'database <url>': 'mysql://user:password@host:port/database to compare with',
    'examples <number>': 'examples to show of every kind of finding (default 5)',
    'deadline <seconds>': 'how long to wait for the tables (default 120)',
    'write <file>': 'also write each delivery to this file as a line of JSON: body (base64), signatures',
    json: 'print the result as JSON and no progress',
  },
  more: `\n\nFaults (name=usual share; all = every one):\n${describeFaults()}`,
  run,
})

async function run(given: Given): Promise<number> {
  const { url, seed, database, write, verify } = Object.fromEntries(
    ['url', 'seed', 'database', 'write', 'verify'].map((name) => [name, given.text(name)]),
  )
  if (!/^https?:$/.test(URL.parse(url ?? '')?.protocol ?? ''))
    throw new Error('--url is needed: an address that starts with http:// or https://')
  const secret = given.text('secret') ?? process.env['FACEBOOK_APP_SECRET']?.split(',')[0] ?? ''
  if (secret === '') throw new Error('--secret or FACEBOOK_APP_SECRET is needed')
  const positive = (name: string): number | undefined =>
    given.text(name) === undefined ? undefined : given.number(name, 0, [Number.MIN_VALUE, Number.MAX_VALUE])
  const seconds = positive('seconds')
  const rate = positive('rate') ?? (seconds === undefined ? undefined : 100)
  const baseTime = given.text('base-time')
  const isRight = await simulate({
    url: url ?? '',
    secret,
    rate,
    events: given.whole('events', seconds === undefined ? 10_000 : Math.ceil(seconds * (rate ?? 100))),
    people: given.whole('people', 500),
    pages: given.whole('pages', 3),
    faults: decodeFaults(given.text('faults') ?? ''),
    batch: toRange(given.text('batch') ?? '1'),
    connections: given.whole('connections', 8),
    messenger: given.number('messenger', 0.55, [0, 1]),
    gapMs: positive('gap'),
    timeScale: positive('time-scale') ?? 60,
    verifyToken: verify,
    deadlineMs: 1_000 * (positive('deadline') ?? 120),
    examples: given.whole('examples', 5),
    json: given.isOn('json'),
    ...(seed === undefined ? {} : { seed }),
    ...(database === undefined ? {} : { database }),
    ...(write === undefined ? {} : { write }),
    ...(baseTime === undefined ? {} : { baseTime: toTime(baseTime) }),
  })
  return isRight ? 0 : 1
}

function toRange(text: string): [number, number] {
  const [least = Number.NaN, upTo = least] = text.split('-').map(Number)
  if (!(Number.isInteger(least) && Number.isInteger(upTo) && 1 <= least && least <= upTo && upTo <= 1000))
    throw new Error('--batch must be a number or a range within 1-1000')
  return [least, upTo]
}

function toTime(text: string): number {
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isNaN(time)) throw new Error('--base-time must be ISO 8601 or milliseconds')
  return time
}
