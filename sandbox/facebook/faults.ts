/** What the simulated Facebook can be asked to get wrong, as the real one has been seen to: with webhooks, and with Graph calls. */
import { createRandom, type Random } from './world/random.ts'

/** Name → its usual share of the chances, what happens, and how long it lasts in ms where that matters. */
export type FaultTable<Name extends string = string> = Readonly<
  Record<Name, readonly [share: number, what: string, ms?: number]>
>

export const webhookFaults = {
  duplicates: [0.1, 'the same event twice in one POST, or the whole delivery again later'],
  shuffle: [
    1,
    'events in random order within about 1,000: edits before their message, replies before comments',
  ],
  late: [0.05, 'deliveries held back until much later in the run'],
  'retry-time': [1, 'a retry or a repeated delivery carries a new entry.time, where no event depends on it'],
  'missing-from': [0.2, 'comments, posts and reactions without `from`'],
  nameless: [0.2, '`from` with an id and no name'],
  'old-shapes': [
    0.2,
    'sender_id (a JSON number) and sender_name instead of `from`; `seq`; app_id as a string',
  ],
  'numeric-ids': [0.2, 'ids as bare JSON numbers, also beyond 2^53'],
  seconds: [0.1, 'Messenger timestamps in seconds instead of milliseconds'],
  'string-timestamps': [0.1, 'Messenger timestamps as strings'],
  'no-timestamps': [0.3, 'delivery receipts without a timestamp'],
  'no-mids': [0.5, 'delivery receipts without `mids`'],
  'low-watermark': [0.2, 'receipts whose watermark is below an earlier one'],
  'receipt-first': [0.3, 'a receipt before the echo of the message it is about'],
  'read-without-delivery': [0.3, 'a read receipt and no delivery receipt'],
  'echo-first': [0.3, "the Page's reply arrives before the message that it replies to"],
  standby: [0.1, 'events under entry.standby[], postbacks there without their payload'],
  'standby-twice': [0.05, 'the same message under messaging[] and again under standby[]'],
  'sticker-transition': [0.5, 'one sticker sent as two attachments, sticker and image'],
  'content-times': [0.5, 'hide and unhide carry the created_time of their content'],
  'album-parents': [0.5, 'a comment under a photo has `{album}_{story}` for its parent'],
  'mention-twice': [0.05, 'a comment comes under feed and again under mention, there without its author'],
  'click-twice': [0.3, 'a click on an ad comes in the message and again as a referral'],
  'instant-replies': [0.2, 'the first message of a thread gets an automatic reply of the inbox app'],
  'optin-words': [0.5, 'the status of an opt-in is written with _'],
  'unknown-kinds': [0.02, 'items, fields and messaging events that no document names'],
  'wrong-secret': [0.02, 'forged deliveries: they must be refused and leave no row'],
  malformed: [0.01, 'signed deliveries that are no JSON or have no entries: acked, and kept as dead letters'],
  'lost-answers': [0.02, 'the connection breaks before the response is read, so the delivery comes again'],
} as const satisfies FaultTable

/** Whether a call took effect when its response goes wrong is part of the name's meaning. */
export const graphFaults = {
  refuse: [0.1, 'the connection is reset before the call is read; nothing happened'],
  down: [1, 'every call fails with 503, an HTML page or code 2; nothing happened'],
  slow: [0.1, 'the call waits before it is handled', 3_000],
  'throttle-page': [0.1, 'code 80006 and a usage header with the time to wait; nothing happened', 60_000],
  'throttle-app': [0.1, 'code 4; nothing happened'],
  'token-dead': [0.1, 'code 190, subcode 460; nothing happened'],
  'policy-block': [0.1, 'code 368; nothing happened'],
  'refuse-private-reply': [0.1, 'code 10903: this comment takes no private reply; nothing happened'],
  'refuse-control': [0.1, 'code 100: thread control is not passed; nothing happened'],
  'refuse-act': [0.1, 'code 200: no hide, unhide, deletion, like or block is allowed; nothing happened'],
  'code-2-before-commit': [0.1, 'code 2; nothing happened'],
  'code-2-after-commit': [0.1, 'code 2, although the call took effect'],
  'code-1357046': [0.1, 'code 1, subcode 1357046, although the call took effect'],
  'answer-lost': [0.1, 'the call took effect, then the connection is cut'],
  'answer-late': [0.1, 'the call took effect, the response comes later', 8_000],
  'commit-late': [0.05, 'the connection is cut, and the call takes effect later', 31_000],
  'answer-garbage': [0.1, 'the call took effect, the response is an HTML page or half of its JSON'],
  'echo-early': [0.1, 'the echo is delivered before the response'],
  'echo-late': [0.1, 'the echo comes much later', 5_000],
  'echo-twice': [0.1, 'the echo comes twice'],
  'echo-never': [0.1, 'the echo never comes'],
  'echo-foreign': [
    0.1,
    'before it comes an echo that names the same message and is of another installation, app or customer',
  ],
  'list-lags': [0.2, 'the list of a thread is behind by this time', 25_000],
  'list-empty': [0.1, 'the list of a thread is empty'],
  'profile-early': [1, 'no profile of a customer who came by an ad or an opt-in and has not written yet'],
  'lead-lost': [0.05, 'no webhook tells of a lead'],
  'lead-hidden': [0.02, 'the Leads Access Manager hides a lead'],
  'receipts-early': [0.1, 'the delivery receipt comes before the response and the echo'],
} as const satisfies FaultTable

/** What people do a moment after a message or comment, often before its reply. The time is the longest such moment. */
export const afterthoughts = {
  'unsent-soon': [0.05, 'the customer unsends the message', 400],
  'edited-soon': [0.1, 'the customer edits the message: its text ends in ` (edited)` then', 400],
  'removed-soon': [0.1, 'the customer removes the comment', 400],
  'hidden-soon': [0.1, 'an agent hides the comment', 400],
} as const satisfies FaultTable

export type WebhookFaultName = keyof typeof webhookFaults
export type GraphFaultName = keyof typeof graphFaults
export type AfterthoughtName = keyof typeof afterthoughts
export type FaultName = WebhookFaultName | GraphFaultName | AfterthoughtName
/** The probability of each fault, 0 to 1; 0 when left out. */
export type FaultShares = Readonly<Partial<Record<FaultName, number>>>

const all: Readonly<Record<FaultName, FaultTable[string]>> = {
  ...webhookFaults,
  ...graphFaults,
  ...afterthoughts,
}

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(all, name)
}

/**
 * Reads `duplicates=0.1,shuffle,late`; a name without a number gets its usual share, `all` means every fault of webhooks.
 * Throws RangeError on an unknown name or a share outside 0..1.
 */
export function decodeFaults(text: string): FaultShares {
  const shares: Partial<Record<FaultName, number>> = {}
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const [name = '', given] = part.split('=')
    const value = given === undefined ? undefined : Number(given)
    if (value !== undefined && !(value >= 0 && value <= 1))
      throw new RangeError(`the share of ${name} must be 0 to 1`)
    for (const each of name === 'all' ? Object.keys(webhookFaults) : [name]) {
      if (!isFaultName(each))
        throw new RangeError(`no fault named ${each}; there are: ${Object.keys(webhookFaults).join(', ')}`)
      shares[each] = value ?? all[each][0]
    }
  }
  return shares
}

/** A table as text for `--help`. */
export function describeFaults(table: FaultTable = webhookFaults): string {
  return Object.entries(table)
    .map(([name, [share, what]]) => `  ${`${name}=${share}`.padEnd(27)}${what}`)
    .join('\n')
}

interface FaultSetting {
  /** Only for this Page. */
  readonly pageId?: string
  /** How late is late. */
  readonly ms?: number
  /** The fault ends by itself after this time. */
  readonly forMs?: number
}

export type Faults<Name extends string = FaultName> = ReturnType<typeof createFaultsOf<Name>>

interface FaultOptions<Name extends string> {
  readonly seed: number | string
  readonly now?: () => number
  readonly initial?: Readonly<Partial<Record<Name, number>>> | undefined
}

/** Faults of Facebook. */
export function createFaults(options: FaultOptions<FaultName>): Faults {
  return createFaultsOf(all, options)
}

/** Faults of any table. */
export function createFaultsOf<Name extends string>(
  table: FaultTable<Name>,
  { seed, now = Date.now, initial }: FaultOptions<Name>,
) {
  const isName = (name: string): name is Name => Object.hasOwn(table, name)
  const settings = new Map<Name, FaultSetting & { probability: number; until: number; random: Random }>()
  const forced = new Map<Name, number>()
  const counts = new Map<Name, number>()
  const sources = new Map<Name, Random>()
  const faults = {
    /** How often each has happened. */
    counts: counts as ReadonlyMap<Name, number>,
    /** From now on the fault happens with this probability, 0..1. Throws RangeError on an unknown name. */
    set(name: Name, probability: number, setting: FaultSetting = {}): void {
      if (!isName(name)) throw new RangeError(`no fault named ${String(name)}`)
      if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${name}: a probability is 0 to 1`)
      const until = setting.forMs === undefined ? Infinity : now() + setting.forMs
      const random = sources.get(name) ?? createRandom(`${seed} ${name}`)
      sources.set(name, random)
      settings.set(name, { ...setting, probability, until, random })
    },
    /** The fault happens at the next `times` chances, whatever its probability. */
    force: (name: Name, times = 1) => void forced.set(name, (forced.get(name) ?? 0) + times),
    /** No fault any more. */
    clear(): void {
      settings.clear()
      forced.clear()
    },
    /** Draws from the fault's own source of chance, so that no fault changes when another one happens. */
    happens(name: Name, pageId?: string): boolean {
      if (!isForced(name) && !isChance(name, pageId)) return false
      counts.set(name, (counts.get(name) ?? 0) + 1)
      return true
    },
    ms: (name: Name): number => settings.get(name)?.ms ?? table[name][2] ?? 0,
    /** What is set now, by name. */
    current: (): Readonly<Record<string, number>> =>
      Object.fromEntries(
        [...settings]
          .filter(([, { probability, until }]) => probability > 0 && until > now())
          .map(([name, { probability }]) => [name, probability]),
      ),
  }
  for (const [name, probability] of Object.entries<number | undefined>(initial ?? {})) {
    if (!isName(name)) throw new RangeError(`no fault named ${name}`)
    faults.set(name, probability ?? 0)
  }
  return faults

  function isForced(name: Name): boolean {
    const left = forced.get(name) ?? 0
    if (left > 0) forced.set(name, left - 1)
    return left > 0
  }

  function isChance(name: Name, pageId: string | undefined): boolean {
    const setting = settings.get(name)
    if (setting === undefined || setting.until <= now()) return false
    if (setting.pageId !== undefined && setting.pageId !== pageId) return false
    return setting.random.chance(setting.probability)
  }
}

export const noFaults: Faults = createFaults({ seed: 'none' })
