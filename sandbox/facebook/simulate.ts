/** One whole run: world, sender, progress, comparison, result. */
import { createWriteStream } from 'node:fs'
import { randomInt } from 'node:crypto'
import { checkAgainstDatabase, readMark } from './ledger/check-tables.ts'
import type { Delivery } from './webhooks/delivery.ts'
import { createFaults, type FaultShares } from './faults.ts'
import { play, type Played } from './webhooks/play.ts'
import { createSender, type Sender } from './webhooks/sender.ts'
import type { Verdict } from './ledger/verdict.ts'
import { verifyWebhook } from './webhooks/verify.ts'
import { createRandomWorld, type RandomWorldOptions } from './world/random-world.ts'

type Told = 'secret' | 'people' | 'pages' | 'batch' | 'messenger' | 'baseTime'

interface SimulateOptions extends Pick<RandomWorldOptions, Told> {
  readonly url: string
  readonly events: number
  readonly rate?: number | undefined
  readonly seed?: string
  readonly faults: FaultShares
  readonly connections: number
  readonly gapMs?: number | undefined
  readonly timeScale: number
  readonly verifyToken?: string | undefined
  readonly database?: string
  readonly deadlineMs: number
  readonly examples: number
  readonly write?: string
  readonly json: boolean
}

/** Prints progress and the result; true if everything that was sent was acked and, given a database, is in it rightly. */
export async function simulate(options: SimulateOptions): Promise<boolean> {
  const { url, events, rate, json, database, faults } = options
  const seed = options.seed ?? String(randomInt(2 ** 31))
  const gapMs = options.gapMs ?? Math.max(25, 1000 / (rate ?? 1000))
  // Simulated time may run faster than ours; then it starts in the past, so that nothing happens in the future.
  const baseTime =
    options.baseTime ?? Math.floor(Date.now() - Math.max(0, events * (gapMs - 1000 / (rate ?? 1000))))
  const say = json ? () => undefined : (line: string) => console.log(line)
  say(`simulate  ${events} events to ${url}, seed ${seed}, base time ${baseTime}`)
  if (options.verifyToken !== undefined) {
    const why = await verifyWebhook({ url, verifyToken: options.verifyToken })
    say(`verify    ${why === undefined ? 'the receiver echoed the challenge' : `FAILED: ${why}`}`)
    if (why !== undefined) return false
  }
  const mark = database === undefined ? 0n : await readMark(database)
  const world = createRandomWorld({ ...options, seed, gapMs, baseTime, detail: events <= 300_000 })
  const sender = createSender({
    ...options,
    faults: createFaults({ seed: `${seed} sender`, initial: faults }),
    ledger: world.ledger,
  })
  const file = options.write === undefined ? undefined : createWriteStream(options.write)
  const ticker = setInterval(() => say(progressLine(sender)), 1000)
  const onDelivery = (delivery: Delivery) => file?.write(lineOf(delivery))
  const played = await play({ world, sender, rate, onDelivery })
  clearInterval(ticker)
  await sender.close()
  if (file !== undefined) await new Promise<void>((resolve) => file.end(resolve))

  const verdict =
    database === undefined
      ? undefined
      : await checkAgainstDatabase(world.ledger, database, {
          mark,
          deadlineMs: options.deadlineMs,
          mostExamples: options.examples,
          onProgress: ({ rows, acked }) => say(`waiting   ${rows} of ${acked} rows`),
        })
  const { dropped, unsubscribed, stopped } = sender.counts.deliveries
  const isRight =
    verdict === undefined ? dropped + unsubscribed + stopped === 0 : verdict.ok && verdict.acked > 0
  const ok = sender.counts.acceptedForgeries === 0 && isRight
  const result = { seed, baseTime, ok, ...resultOf(sender, played), ...verdict }
  if (json) console.log(JSON.stringify(result))
  else for (const line of resultLines(result, verdict)) console.log(line)
  return ok
}

/** A delivery as a line of NDJSON, for replay. */
function lineOf({ regime, body, signature, kind }: Delivery): string {
  return `${JSON.stringify({ regime, kind, sha256: signature.sha256, sha1: signature.sha1, body: body.toString('base64') })}\n`
}

function progressLine({ counts, pending }: Sender): string {
  const refused = Object.fromEntries([...counts.answers].filter(([status]) => status !== 200))
  const others = Object.keys(refused).length === 0 ? 'all answered 200' : `answers but 200: ${list(refused)}`
  return `sending   ${counts.ackedItems} items acked in ${counts.deliveries.acked} deliveries, ${pending} under way, ${others}${counts.deliveries.acked === 0 ? hintOf(refused) : ''}`
}

/** What it is most likely when nothing at all comes through. */
function hintOf(refused: Readonly<Record<string, number>>): string {
  const [[status] = ['']] = Object.entries(refused).toSorted(([, a], [, b]) => b - a)
  if (status === '0') return '; is the receiver running there?'
  return status === '401' || status === '403' ? '; is --secret the app secret of the receiver?' : ''
}

function resultOf({ counts, unsubscribed }: Sender, { seconds, items }: Played) {
  const { deliveries, attempts, retries, answers, acceptedForgeries } = counts
  return {
    seconds: Math.round(seconds * 100) / 100,
    items,
    itemsPerSecond: Math.round(items / seconds),
    deliveries,
    attempts,
    retries,
    answers: Object.fromEntries(answers),
    acceptedForgeries,
    unsubscribed: [...unsubscribed],
  }
}
type Result = ReturnType<typeof resultOf> & { readonly ok: boolean }

function resultLines(result: Result, verdict: Verdict | undefined): string[] {
  const lines = [
    `took      ${result.seconds} s, ${result.items} items with copies, ${result.itemsPerSecond} a second`,
    `POSTs     ${result.attempts} (${result.retries} retries); answers ${list(result.answers)}`,
    `ends      ${list(result.deliveries)}`,
  ]
  if (result.acceptedForgeries > 0)
    lines.push(`FORGED    ${result.acceptedForgeries} deliveries with a wrong signature were answered 200`)
  if (result.unsubscribed.length > 0)
    lines.push(`unsubscribed from ${result.unsubscribed.join(', ')} after an hour of failure`)
  const end = result.ok ? 'OK' : 'NOT OK'
  if (verdict === undefined) return [...lines, end]
  const { sent, acked, stored, missing, duplicated, wrong, unexpected, people } = verdict
  const found = { sent, acked, stored, missing, duplicated, wrong, unexpected, people }
  const counts = Object.entries(found).map(([name, count]) => `${name} ${count}`)
  const letters = `dead letters ${verdict.deadLetters}/${verdict.malformed}`
  return [...lines, ...verdict.examples, [...counts, letters].join('  '), end]
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name === '0' ? 'none' : name} ${count}`)
    .join(', ')
}
