/** Memory for the bodies of all requests together. */
export interface BodyBudget {
  /** Opens the account of one body. It holds no room yet. */
  open(holder: BodyHolder): BodyRoom
  readonly bytes: number
}

export interface BodyHolder {
  /** Its connection has carried a signed delivery. */
  readonly isKnown: boolean
}

export interface BodyRoom {
  /** Takes room for a body of this many bytes in all. False when there is none: the caller answers 503. */
  grow(toBytes: number): boolean
  /** From now on the body may have to give way to others: the callback ends its request. */
  onGiveWay(end: () => void): void
  /** The whole body is here: it gives way to nobody. */
  arrived(): void
  release(): void
}

export interface BodyBudgetOptions {
  readonly mostBytes: number
  /** A body of Facebook is here within less time. */
  readonly slowMs: number
  readonly now?: () => number
}

/** A smaller body takes no room: there is at most one for each connection, and their number has a bound. */
export const smallBodyBytes = 16 * 1024

interface Account {
  readonly isKnown: boolean
  readonly openedAt: number
  bytes: number
  end: (() => void) | undefined
}

/**
 * Large bodies share a budget. Where it is used up, unfinished bodies give way, the oldest first: those that are
 * slow, and for a known connection those of every unknown one. Then strangers who announce large bodies and send
 * none cannot keep Facebook's deliveries out.
 */
export function createBodyBudget({
  mostBytes,
  slowMs,
  now = () => performance.now(),
}: BodyBudgetOptions): BodyBudget {
  const holders = new Set<Account>() // those that hold room, the oldest first
  let used = 0

  function makeRoom(bytes: number, account: Account): boolean {
    if (used + bytes <= mostBytes) return true
    const slowSince = now() - slowMs
    for (const other of holders) {
      const yields = other.openedAt < slowSince || (account.isKnown && !other.isKnown)
      if (other === account || other.end === undefined || !yields) continue
      const { end } = other
      free(other)
      end()
      if (used + bytes <= mostBytes) return true
    }
    return false
  }

  function free(account: Account): void {
    if (!holders.delete(account)) return
    used -= account.bytes
    account.end = undefined
  }

  return {
    get bytes() {
      return used
    },
    open({ isKnown }) {
      const account: Account = { isKnown, openedAt: now(), bytes: 0, end: undefined }
      return {
        grow(toBytes) {
          if (toBytes <= Math.max(smallBodyBytes, account.bytes)) return true
          if (!makeRoom(toBytes - account.bytes, account)) return false
          used += toBytes - account.bytes
          account.bytes = toBytes
          holders.add(account)
          return true
        },
        onGiveWay(end) {
          account.end = end
        },
        arrived() {
          account.end = undefined
        },
        release: () => free(account),
      }
    },
  }
}
