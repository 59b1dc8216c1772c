/** What the simulated Facebook can be asked to get wrong, each as the real one has been seen to, with its usual share. */
export const faultCatalogue = {
  duplicates: [0.1, 'the same event twice in one POST, or the whole delivery again later'],
  shuffle: [
    1,
    'events in random order within about a thousand: edits before their message, replies before comments',
  ],
  late: [0.05, 'deliveries held back until much later in the run'],
  'retry-time': [1, 'a retry or a repeated delivery carries a new entry.time, where no event depends on it'],
  'missing-from': [0.2, 'comments, posts and reactions without `from`'],
  nameless: [0.2, '`from` with an id and no name'],
  'old-shapes': [0.2, 'sender_id (a JSON number) and sender_name instead of `from`; messages with `seq`'],
  'numeric-ids': [0.2, 'ids as bare JSON numbers, also beyond 2^53'],
  seconds: [0.1, 'Messenger timestamps in seconds instead of milliseconds'],
  'string-timestamps': [0.1, 'Messenger timestamps as strings'],
  'no-timestamps': [0.3, 'delivery receipts without a timestamp'],
  'no-mids': [0.5, 'delivery receipts without `mids`'],
  'low-watermark': [0.2, 'receipts whose watermark is below an earlier one'],
  'receipt-first': [0.3, 'a delivery or read receipt before the echo of the message it is about'],
  'read-without-delivery': [0.3, 'a read receipt and no delivery receipt'],
  'echo-first': [0.3, "the Page's answer arrives before the message that it answers"],
  standby: [0.1, 'events under entry.standby[], postbacks there without their payload'],
  'standby-twice': [0.05, 'the same message under messaging[] and again under standby[]'],
  'sticker-transition': [0.5, 'one sticker sent as two attachments, sticker and image'],
  'unknown-kinds': [0.02, 'items, fields and messaging events that no document names'],
  'wrong-secret': [
    0.02,
    'forged deliveries signed with another secret: they must be refused and leave no row',
  ],
  malformed: [
    0.01,
    'well-signed deliveries that are no JSON or have no entries: they must be acked and quarantined',
  ],
  'lost-answers': [0.02, 'the connection breaks before the answer is read, so the delivery comes again'],
} as const satisfies Record<string, readonly [number, string]>

export type FaultName = keyof typeof faultCatalogue
/** The probability of each fault; 0 when it was not asked for. */
export type Faults = Readonly<Record<FaultName, number>>

export const faultNames = Object.keys(faultCatalogue).filter(isFaultName)

export const noFaults: Faults = {
  duplicates: 0,
  shuffle: 0,
  late: 0,
  'retry-time': 0,
  'missing-from': 0,
  nameless: 0,
  'old-shapes': 0,
  'numeric-ids': 0,
  seconds: 0,
  'string-timestamps': 0,
  'no-timestamps': 0,
  'no-mids': 0,
  'low-watermark': 0,
  'receipt-first': 0,
  'read-without-delivery': 0,
  'echo-first': 0,
  standby: 0,
  'standby-twice': 0,
  'sticker-transition': 0,
  'unknown-kinds': 0,
  'wrong-secret': 0,
  malformed: 0,
  'lost-answers': 0,
}

/**
 * Reads `duplicates=0.1,shuffle,late`; a name without a number gets its usual share, `all` means every one.
 * Throws RangeError on an unknown name or a share outside 0..1.
 */
export function decodeFaults(text: string): Faults {
  const asked = new Map<FaultName, number>()
  for (const part of text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const [name = '', share] = part.split('=')
    const value = share === undefined ? undefined : Number(share)
    if (value !== undefined && !(value >= 0 && value <= 1))
      throw new RangeError(`the share of ${name} must be 0 to 1`)
    if (name === 'all') for (const each of faultNames) asked.set(each, value ?? faultCatalogue[each][0])
    else if (isFaultName(name)) asked.set(name, value ?? faultCatalogue[name][0])
    else throw new RangeError(`no fault named ${name}; there are: ${faultNames.join(', ')}`)
  }
  return fromEntries((name) => asked.get(name) ?? 0)
}

/** The catalogue as text for `--help`. */
export function describeFaults(): string {
  return faultNames
    .map((name) => `  ${`${name}=${faultCatalogue[name][0]}`.padEnd(27)}${faultCatalogue[name][1]}`)
    .join('\n')
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultCatalogue, name)
}

function fromEntries(share: (name: FaultName) => number): Faults {
  const entries: Partial<Record<FaultName, number>> = {}
  for (const name of faultNames) entries[name] = share(name)
  return { ...noFaults, ...entries }
}
