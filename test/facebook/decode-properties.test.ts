import test from 'ava'
import * as fc from 'fast-check'
import { MalformedDeliveryError } from '../../src/errors.ts'
import { type DecodedDelivery, decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import { fitsTheTables, receiptFits } from './limits.ts'
import { readFixture } from './read-fixture.ts'

/** Any value, often one with a meaning in a webhook. */
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    'add',
    'edited',
    'hide',
    'remove',
    'comment',
    'status',
    'reaction',
    'feed',
    'mention',
    'page',
    '204060801012',
  ),
)
const number = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 1_761_900_000, 1_761_900_000_123, 1e21, 253_402_300_800_000),
)
const anything = fc.oneof(
  { depthSize: 'small' },
  word,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map((digits) => digits.toString()),
)

/** An object with some of these names, each with any value or a fitting one. */
function objectOf(
  names: readonly string[],
  fitting: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<object> {
  const model = Object.fromEntries(names.map((name) => [name, fc.oneof(anything, fitting[name] ?? word)]))
  return fc.record(model, { requiredKeys: [] })
}

const party = fc.oneof(objectOf(['id', 'name', 'user_ref']), anything)
const feedNames =
  'item verb post_id comment_id parent_id from sender_id sender_name user_id created_time edited_time message link photo photos photo_ids photo_id video_id share_id event_id reaction_type published is_hidden review_text reviewer_id reviewer_name sender recipient timestamp'
const change = objectOf(['field', 'value', 'verb'], {
  value: objectOf(feedNames.split(' '), { from: party, sender: party, created_time: number, message: word }),
})
const messageBody = objectOf(
  'mid text is_echo is_deleted app_id seq attachments quick_reply payload reply_to watermark mids num_edit action reaction emoji title'.split(
    ' ',
  ),
  {
    watermark: number,
    mids: fc.array(word),
    is_echo: fc.boolean(),
    attachments: fc.array(anything),
    reply_to: objectOf(['mid']),
  },
)
const kindNames =
  'message message_edit reaction delivery read postback referral optin account_linking policy-enforcement app_roles order telepathy'.split(
    ' ',
  )
const messagingItem = fc
  .tuple(
    objectOf(['sender', 'recipient', 'timestamp'], { sender: party, recipient: party, timestamp: number }),
    fc.constantFrom(...kindNames),
    fc.oneof(messageBody, anything),
  )
  .map(([addresses, kind, body]) => ({ ...addresses, [kind]: body }))
const lists = {
  changes: fc.array(fc.oneof(change, anything), { maxLength: 4 }),
  messaging: fc.array(fc.oneof(messagingItem, anything), { maxLength: 4 }),
  standby: fc.array(fc.oneof(messagingItem, anything), { maxLength: 2 }),
  changed_fields: fc.array(anything, { maxLength: 2 }),
}
const entry = fc.record({ id: anything, time: fc.oneof(number, anything), ...lists }, { requiredKeys: [] })
const delivery = fc.record({
  object: fc.oneof({ weight: 4, arbitrary: fc.constant('page') }, anything),
  entry: fc.array(fc.oneof({ weight: 4, arbitrary: entry }, anything), { minLength: 1, maxLength: 3 }),
})

/** The result, or undefined for a body that is refused as a whole. Throws every other error. */
function decodeOrRefuse(body: string): DecodedDelivery | undefined {
  try {
    return decodeDelivery(body)
  } catch (error) {
    if (error instanceof MalformedDeliveryError) return undefined
    throw error
  }
}

/**
 * How many events and rejects the entries must give: one for each item, and one for an entry or list that is none.
 */
function countItems(entries: readonly unknown[]): number {
  return entries.map(countEntry).reduce((sum, count) => sum + count, 0)
}

function countEntry(value: unknown): number {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 1
  const present = Object.entries(value).filter(([name]) => Object.hasOwn(lists, name))
  if (present.length === 0) return 1
  return present
    .map(([, list]) => (Array.isArray(list) ? list.length : 1))
    .reduce((sum, count) => sum + count, 0)
}

test('throws nothing but MalformedDeliveryError, whatever the text', (t) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString()),
  )
  t.notThrows(() =>
    fc.assert(
      fc.property(text, (body) => void decodeOrRefuse(body)),
      { numRuns: 700 },
    ),
  )
})

test('throws nothing but MalformedDeliveryError for a real delivery with bytes changed or cut off', (t) => {
  const examples: readonly { delivery: unknown }[] = JSON.parse(readFixture('other-objects'))
  const bodies = examples.map(({ delivery: body }) => Buffer.from(JSON.stringify(body)))
  const damaged = fc
    .tuple(
      fc.constantFrom(...bodies),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 5 }),
      fc.nat(),
    )
    .map(([bytes, changes, cut]) => {
      const copy = Buffer.from(bytes)
      for (const [at, byte] of changes) copy[at % copy.length] = byte
      return copy.subarray(0, cut % 3 === 0 ? cut % copy.length : copy.length).toString()
    })
  t.notThrows(() =>
    fc.assert(
      fc.property(damaged, (body) => void decodeOrRefuse(body)),
      { numRuns: 700 },
    ),
  )
})

test('makes of every item an event or a reject, and each fits its tables', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(delivery, (payload) => {
        const body = JSON.stringify(payload)
        const { events, receipts, rejects } = decodeDelivery(body)
        const { entry: entries }: { entry: unknown[] } = JSON.parse(body)
        if (events.length + rejects.length !== countItems(entries))
          throw new Error('an item is missing, or there is one too many')
        for (const event of events) fitsTheTables(t, event)
        for (const receipt of receipts) receiptFits(t, receipt)
        for (const { payload: part } of rejects) JSON.parse(part)
      }),
      { numRuns: 500 },
    ),
  )
})

test('gives the same events and keys for the same content in another notation', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(delivery, (payload) => {
        const body = JSON.stringify(payload)
        const spaced = JSON.stringify(payload, null, 2)
        const escaped = body.replace(/[^\x20-\x7e]|\//g, (unit) =>
          unit === '/' ? '\\/' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
        const [one, two, three] = [body, spaced, escaped].map((text) => JSON.stringify(decodeDelivery(text)))
        if (one !== two || one !== three) throw new Error('the spelling of JSON made another event')
      }),
      { numRuns: 250 },
    ),
  )
})
