import type { MessageParts } from './messenger-actions.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'
import type { Wire } from '../webhooks/wire.ts'
import { WireNumber } from '../webhooks/wire.ts'

const makers: readonly ((random: Random) => Wire)[] = [
  (random) => ({ type: 'image', payload: { url: fileUrl(random, 'jpg') } }),
  (random) => ({ type: 'image', payload: { url: fileUrl(random, 'gif') } }),
  (random) => ({ type: 'audio', payload: { url: fileUrl(random, 'mp4') } }),
  (random) => ({ type: 'video', payload: { url: fileUrl(random, 'mp4') } }),
  (random) => ({ type: 'file', payload: { url: fileUrl(random, 'pdf') } }),
  (random) => ({
    type: 'location',
    title: 'Pinned',
    payload: { coordinates: { lat: 52.5 + random.below(100) / 1000, long: 13.25 } },
  }),
  (random) => ({
    type: 'fallback',
    payload: { url: `https://example.org/${random.below(1000)}`, title: 'A page — "quoted"' },
  }),
  () => ({ type: 'fallback', title: 'Old shape', url: 'https://www.messenger.com/', payload: null }),
  () => ({ type: 'fallback' }),
  (random) => ({
    type: 'reel',
    payload: { url: `/reel/${random.below(1e6)}/`, title: 'Reel', reel_video_id: 100000 + random.below(1e6) },
  }),
  () => ({
    type: 'ig_reel',
    payload: {
      url: 'https://www.facebook.com/reel/1/',
      title: 'Reel',
      reel_video_id: new WireNumber('123451234512345'),
    },
  }),
  () => ({ type: 'post', payload: { url: 'https://www.facebook.com/p/1', title: 'Shared' } }),
  () => ({ type: 'ig_post', payload: { url: 'https://www.instagram.com/p/1' } }),
  () => ({
    type: 'template',
    payload: { product: { elements: [{ id: '11', retailer_id: 'r1', title: 'Beans ☕', subtitle: '€9' }] } },
  }),
  (random) => ({
    type: 'appointment_booking',
    payload: {
      booking_id: `BK-${random.below(1000)}`,
      status: 'requested',
      start_time: 1739612400,
      end_time: 1739616000,
      timezone: 'Europe/Berlin',
    },
  }),
]

/** A message that carries one to three attachments of any kind, sometimes with a text. */
export function attachmentsOf(random: Random): MessageParts {
  const count = random.chance(0.15) ? 2 + random.below(2) : 1
  const attachments = Array.from({ length: count }, () => random.pick(makers)(random))
  return random.chance(0.3) ? { text: `see attached ${random.below(1000)} 📎`, attachments } : { attachments }
}

/** The Like sticker and others; under the fault, the share sent in the form of the change-over, as two attachments. */
export function stickerOf({ random, faults }: Pick<World, 'random' | 'faults'>): MessageParts {
  const ids = ['369239263222822', '369239343222814', '369239383222810', '144885035685763']
  const id = new WireNumber(random.pick(ids))
  const payload = { url: 'https://scontent.xx.fbcdn.net/v/t39.1997-6/sticker.png?oh=1&oe=2', sticker_id: id }
  const sticker = { type: 'sticker', payload }
  const image = { type: 'image', payload }
  if (faults.happens('sticker-transition')) return { attachments: [sticker, image] }
  if (random.chance(0.5)) return { attachments: [sticker] }
  return { attachments: [image], inside: { sticker_id: id } }
}

function fileUrl(random: Random, extension: string): string {
  return `https://scontent.xx.fbcdn.net/v/t1.15752-9/${random.below(1e9)}_n.${extension}?_nc_cat=1&oh=03_${random.below(1e9)}&oe=6B${random.below(9)}`
}
