import type { FeedFacts } from './event.ts'

/**
 * What hangs on a comment: `image`, `video` or `sticker`, as in Messenger. Undefined: nothing. Facebook names the file
 * alone (docs/platform.md, 2); stickers come from a folder of their own.
 */
export function commentAttachments({
  photo,
  video_id: videoId,
  valueRaw,
}: Pick<FeedFacts, 'photo' | 'video_id'> & { readonly valueRaw: string | null }):
  | readonly string[]
  | undefined {
  const types = [
    ...(photo === undefined ? [] : [stickerFolder.test(photo) ? 'sticker' : 'image']),
    ...(videoId !== undefined || videoInside.test(valueRaw ?? '') ? ['video'] : []),
  ]
  return types.length === 0 ? undefined : types
}

const stickerFolder = /\/t39\.1997-6\//
const videoInside = /"video":\s*"/
