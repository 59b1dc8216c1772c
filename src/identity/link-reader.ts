import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'
import type { MergingLink } from './components.ts'
import { isContactValue } from './owners.ts'
import type { ReadLink, IdentityReader } from './identity-reader.ts'

/** Links that were read, by their ids. Each id is read once. */
export interface LinkReader {
  /** `isShared`: a value that merges nobody now may have very many links, so they are read up to `most`. */
  read(keys: ReadonlyMap<string, CustomerKey>, isShared: (name: string) => boolean): Promise<void>
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

  function keep(name: string, found: readonly FoundLink[]): void {
    const counting = found.filter(({ isRevoked }) => !isRevoked)
    if (counting.length > 0) linked.add(name)
    merging.set(
      name,
      counting.flatMap(({ link }) => link ?? []),
    )
  }

  return {
    async read(keys, isShared) {
      const unread = new Map([...keys].filter(([name]) => !merging.has(name)))
      for (const [name, key] of [...unread].filter(([each]) => isShared(each))) {
        unread.delete(name)
        const found = await reader.findFewLinks(key, most)
        keep(name, (found ?? []).map(toFoundLink))
        if (found !== undefined) continue
        crowded.add(name)
        linked.add(name)
      }
      if (unread.size === 0) return
      const byName = new Map<string, FoundLink[]>([...unread.keys()].map((name) => [name, []]))
      for (const link of await reader.findLinks([...unread.values()])) {
        const found = toFoundLink(link)
        byName.get(nameOfKey(link.a))?.push(found)
        byName.get(nameOfKey(link.b))?.push(found)
      }
      for (const [name, found] of byName) {
        const key = unread.get(name)
        const rows = found.reduce((sum, { isRevoked }) => sum + (isRevoked ? 2 : 1), 0)
        if (key !== undefined && rows > most && isContactValue(key)) crowded.add(name)
        keep(name, found)
      }
    },
    at: (key) => merging.get(nameOfKey(key)) ?? [],
    isLinked: (name) => linked.has(name),
    isCrowded: (key) => crowded.has(nameOfKey(key)),
    most,
  }
}

interface FoundLink {
  readonly isRevoked: boolean
  /** Undefined: it only proposes. */
  readonly link: MergingLink | undefined
}

function toFoundLink({ a, b, strength, ts, pageId, isRevoked }: ReadLink): FoundLink {
  const isVerified = strength === 'verified'
  const link = { a, b, ts, isVerified, ...(pageId === undefined ? {} : { pageId }) }
  return { isRevoked, link: strength === 'claimed' ? undefined : link }
}
