import type { Random } from './random.ts'

export type Identifiers = ReturnType<typeof createIdentifiers>

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Ids of the shapes that Facebook uses. All are strings; about a third of the numeric ones exceed 2^53. */
export function createIdentifiers(random: Random) {
  const taken = new Set<string>()
  let lastMessage = ''
  let serial = 0
  function digits(): string {
    for (;;) {
      const length = 15 + random.below(3)
      const id = String(1 + random.below(9)) + random.characters('0123456789', length - 1)
      if (taken.has(id)) continue
      taken.add(id)
      return id
    }
  }
  return {
    /** A customer on one Page: 15 to 17 digits. */
    person: digits,
    page: digits,
    /** A post, comment, photo, video, event, share: 15 to 17 digits. */
    object(): string {
      serial += 1
      const length = 15 + random.below(3)
      // A serial number in front keeps objects distinct without remembering millions of them.
      const head = String(1_000_000_000 + serial)
      return head + random.characters('0123456789', length - head.length)
    },
    /** `m_` and 86 characters; a rare one differs from an earlier one only in the case of its letters. */
    message(): string {
      if (lastMessage !== '' && random.chance(0.002)) {
        const swapped = swapCase(lastMessage)
        lastMessage = ''
        return swapped
      }
      lastMessage = `m_${random.characters(base64url, 86)}`
      return lastMessage
    },
  }
}

function swapCase(mid: string): string {
  const upper = mid.slice(2).toUpperCase()
  return `m_${upper === mid.slice(2) ? upper.toLowerCase() : upper}`
}
