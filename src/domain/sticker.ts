/** Stickers: Facebook sends one as an `image` with `payload.sticker_id`, as a `sticker`, or as both at once. */

/** The thumb beside the input, tapped shortly: small. Source: docs/platform.md, 3. */
export const likeButton = '369239263222822'
/** Held longer, it is large or huge. */
const likeButtons: ReadonlySet<string> = new Set([likeButton, '369239343222814', '369239383222810'])

/** Whether the sticker with this id is the like button, which says "yes", "fine" or "thanks". */
export function isLikeButton(sticker: string | undefined): boolean {
  return sticker !== undefined && likeButtons.has(sticker)
}
