import type { Key } from '../domain/event.ts'

/** A log-in of Messenger's account linking with the number that the brand's service gave, or a log-out (null). */
export interface AccountEvent {
  readonly key: Key
  readonly ts: number
  readonly customer: string | null
}

/**
 * The log-ins of one customer at Facebook that are over, with the time of their end: the first later log-out, or log-in
 * with another number. The same for every order of the events.
 */
export function endedLogIns(
  events: readonly AccountEvent[],
): { readonly logIn: AccountEvent; readonly endTs: number }[] {
  const inOrder = events.toSorted((a, b) => a.ts - b.ts || (a.key < b.key ? -1 : 1))
  return inOrder.flatMap((logIn, at) => {
    if (logIn.customer === null) return []
    const end = inOrder.slice(at + 1).find(({ customer }) => customer !== logIn.customer)
    return end === undefined ? [] : [{ logIn, endTs: end.ts }]
  })
}
