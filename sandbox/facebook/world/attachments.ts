import { WireNumber, type Wire } from '../webhooks/wire.ts'
import type { MessageParts } from './messenger-actions.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** Where Facebook keeps files. */
export const cdn = 'https://scontent.xx.fbcdn.net'
const reel = { url: 'https://www.facebook.com/reel/1/', title: 'Reel' }
const beans = { id: '11', retailer_id: 'r1', title: 'Beans ☕', subtitle: '€9' }

/** Attachments by type, each form that is known of it. */
const makers: readonly (readonly [type: string, (random: Random) => Readonly<Record<string, Wire>>])[] = [
  ['image', (random) => ({ payload: { url: fileUrl(random, 'jpg') } })],
  ['image', (random) => ({ payload: { url: fileUrl(random, 'gif') } })],
  ['audio', (random) => ({ payload: { url: fileUrl(random, 'mp4') } })],
  ['video', (random) => ({ payload: { url: fileUrl(random, 'mp4') } })],
  ['file', (random) => ({ payload: { url: fileUrl(random, 'pdf') } })],
  ['location', (random) => ({ title: 'Pinned', payload: { coordinates: berlin(random) } })],
  [
    'fallback',
    (random) => ({
      payload: { url: `https://example.org/${random.below(1000)}`, title: 'A page — "quoted"' },
    }),
  ],
  ['fallback', () => ({ title: 'Old shape', url: 'https://www.messenger.com/', payload: null })],
  ['fallback', () => ({})],
  [
    'reel',
    (random) => ({
      payload: { ...reel, url: `/reel/${random.below(1e6)}/`, reel_video_id: 100000 + random.below(1e6) },
    }),
  ],
  ['ig_reel', () => ({ payload: { ...reel, reel_video_id: new WireNumber('123451234512345') } })],
  ['post', () => ({ payload: { url: 'https://www.facebook.com/p/1', title: 'Shared' } })],
  ['ig_post', () => ({ payload: { url: 'https://www.instagram.com/p/1' } })],
  ['template', () => ({ payload: { product: { elements: [beans] } } })],
  ['appointment_booking', (random) => ({ payload: booking(random) })],
]

/** A message that carries one to three attachments of any kind, sometimes with a text. */
export function attachmentsOf(random: Random): MessageParts {
  const count = random.chance(0.15) ? 2 + random.below(2) : 1
  const attachments = Array.from({ length: count }, () => {
    const [type, make] = random.pick(makers)
    return { type, ...make(random) }
  })
  return random.chance(0.3) ? { text: `see attached ${random.below(1000)} 📎`, attachments } : { attachments }
}

/** The Like sticker and others; under the fault, the share sent in the form of the change-over, as two attachments. */
export function stickerOf({ random, faults }: Pick<World, 'random' | 'faults'>): MessageParts {
  const ids = ['369239263222822', '369239343222814', '369239383222810', '144885035685763']
  const id = new WireNumber(random.pick(ids))
  const payload = { url: `${cdn}/v/t39.1997-6/sticker.png?oh=1&oe=2`, sticker_id: id }
  const sticker = { type: 'sticker', payload }
  const image = { type: 'image', payload }
  if (faults.happens('sticker-transition')) return { attachments: [sticker, image] }
  if (random.chance(0.5)) return { attachments: [sticker] }
  return { attachments: [image], inside: { sticker_id: id } }
}

function fileUrl(random: Random, extension: string): string {
  return `${cdn}/v/t1.15752-9/${random.below(1e9)}_n.${extension}?_nc_cat=1&oh=03_${random.below(1e9)}&oe=6B${random.below(9)}`
}

function berlin(random: Random) {
  return { lat: 52.5 + random.below(100) / 1000, long: 13.25 }
}

function booking(random: Random) {
  const booking_id = `BK-${random.below(1000)}`
  const times = { start_time: 1739612400, end_time: 1739616000, timezone: 'Europe/Berlin' }
  return { booking_id, status: 'requested', ...times }
}
