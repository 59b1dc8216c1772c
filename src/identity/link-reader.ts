import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'
import type { MergingLink } from './components.ts'
import { isContactValue } from './owners.ts'
import type { ReadLink, IdentityReader } from './identity-reader.ts'

/** Links that were read, by their ids. Each id is read once. */
export interface LinkReader {
  /** `isShared`: a value that merges nobody now may have very many links, so they are read up to `most`. */
  read(keys: readonly CustomerKey[], isShared: (key: CustomerKey) => boolean): Promise<void>
  /** The links that merge, of an id that was read. */
  at(key: CustomerKey): readonly MergingLink[]
  /** Whether any link of the id counts, also one that only proposes. */
  isLinked(name: string): boolean
  /** A value with more than `most` rows of links is shared without a count of its owners. */
  isCrowded(key: CustomerKey): boolean
  readonly most: number
}

const most = 2_000

export function createLinkReader(reader: IdentityReader): LinkReader {
  const merging = new Map<string, MergingLink[]>()
  const linked = new Set<string>()
  const crowded = new Set<string>()

  function keep(key: CustomerKey, links: readonly ReadLink[]): void {
    const name = nameOfKey(key)
    const counting = links.filter(({ isRevoked }) => !isRevoked)
    if (counting.length > 0) linked.add(name)
    merging.set(name, counting.flatMap(toMergingLink))
  }

  return {
    async read(keys, isShared) {
      const unread = new Map(
        keys.flatMap((key) => (merging.has(nameOfKey(key)) ? [] : [[nameOfKey(key), key] as const])),
      )
      const bounded = [...unread.values()].filter(isShared)
      for (const key of bounded) {
        unread.delete(nameOfKey(key))
        const found = await reader.findFewLinks(key, most)
        if (found !== undefined) {
          keep(key, found)
          continue
        }
        crowded.add(nameOfKey(key))
        linked.add(nameOfKey(key))
        merging.set(nameOfKey(key), [])
      }
      const byName = new Map<string, ReadLink[]>([...unread.keys()].map((name) => [name, []]))
      const links = await reader.findLinks([...unread.values()])
      for (const link of links) {
        byName.get(nameOfKey(link.a))?.push(link)
        byName.get(nameOfKey(link.b))?.push(link)
      }
      for (const [name, key] of unread) {
        const found = byName.get(name) ?? []
        const rows = found.reduce((sum, { isRevoked }) => sum + (isRevoked ? 2 : 1), 0)
        if (isContactValue(key) && rows > most) crowded.add(name)
        keep(key, found)
      }
    },
    at: (key) => merging.get(nameOfKey(key)) ?? [],
    isLinked: (name) => linked.has(name),
    isCrowded: (key) => crowded.has(nameOfKey(key)),
    most,
  }
}

function toMergingLink({ a, b, strength, ts, pageId }: ReadLink): MergingLink[] {
  if (strength === 'claimed') return []
  return [{ a, b, ts, isVerified: strength === 'verified', ...(pageId === undefined ? {} : { pageId }) }]
}
