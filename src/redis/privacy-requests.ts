import type { Redis } from 'ioredis'
import {
  isRequestCode,
  type PrivacyRequest,
  type PrivacyRequestKind,
  type PrivacyRequestState,
  privacyRequestStates,
  type PrivacyRequestStatus,
} from '../domain/privacy-request.ts'

/** The requests of Facebook's callbacks, between the receiver, the workers and the status page. */
export interface StoredPrivacyRequests {
  /** True when the request is on disk. False when it may not be, or when too many wait. May be repeated. */
  add(request: PrivacyRequest): Promise<boolean>
  find(code: string): Promise<PrivacyRequestStatus | undefined>
  /** Requests that no worker has recorded yet, the oldest first. */
  list(limit: number): Promise<readonly PrivacyRequest[]>
  /** The request is in the tables: Redis forgets the id of the customer. */
  remove(request: PrivacyRequest): Promise<void>
  /** What the status page shows from now on. */
  show(code: string, status: PrivacyRequestStatus): Promise<void>
}

/** The status page knows a request for this time after its last change. */
const keptMs = 400 * 86_400_000
/** Only Facebook can sign requests. More than these would mean that no worker runs. */
const mostWaiting = 100_000

type Client = Pick<Redis, 'get' | 'llen' | 'lrange' | 'lrem' | 'multi' | 'set'>

/** `isReady`: Redis takes writes and keeps them. The tables are the truth; these keys are written from them again. */
export function createPrivacyRequests(
  redis: Client,
  prefix: string,
  isReady: () => boolean = () => true,
): StoredPrivacyRequests {
  const waiting = `${prefix}:privacy:requests`
  const statusKey = (code: string): string => `${prefix}:privacy:request:${code}`
  return {
    async add(request) {
      if (!isReady()) return false
      const { kind, code, receivedTs } = request
      const status: PrivacyRequestStatus = { kind, state: 'received', receivedTs, changedTs: receivedTs }
      try {
        if ((await redis.llen(waiting)) >= mostWaiting) return false
        const results = await redis
          .multi()
          .set(statusKey(code), JSON.stringify(status), 'PX', keptMs, 'NX')
          .rpush(waiting, toText(request))
          .exec()
        return results?.every(([error]) => error === null) === true
      } catch {
        return false
      }
    },
    async find(code) {
      return decodeStatus(await redis.get(statusKey(code)))
    },
    async list(limit) {
      const texts = await redis.lrange(waiting, 0, limit - 1)
      return texts.flatMap((text) => decodeRequest(text) ?? [])
    },
    async remove(request) {
      await redis.lrem(waiting, 1, toText(request))
    },
    async show(code, status) {
      await redis.set(statusKey(code), JSON.stringify(status), 'PX', keptMs)
    },
  }
}

/** The same request is the same text. */
function toText({ kind, code, userId, issuedTs, receivedTs }: PrivacyRequest): string {
  return JSON.stringify({ v: 1, kind, code, userId, issuedTs, receivedTs })
}

/** Undefined for a text that `toText` did not make. */
function decodeRequest(text: string): PrivacyRequest | undefined {
  const { kind, code, userId, issuedTs, receivedTs } = JSON.parse(text) as Readonly<Record<string, unknown>>
  const isKind = kind === 'data_deletion' || kind === 'deauthorize'
  const areTexts = typeof code === 'string' && isRequestCode(code) && typeof userId === 'string'
  const areTimes = Number.isSafeInteger(issuedTs) && Number.isSafeInteger(receivedTs)
  if (!isKind || !areTexts || !areTimes) return undefined
  return { kind, code, userId, issuedTs: Number(issuedTs), receivedTs: Number(receivedTs) }
}

function decodeStatus(text: string | null): PrivacyRequestStatus | undefined {
  if (text === null) return undefined
  const { kind, state, receivedTs, changedTs } = JSON.parse(text) as Readonly<Record<string, unknown>>
  const isKnown = privacyRequestStates.some((known) => known === state)
  if (!isKnown || typeof receivedTs !== 'number' || typeof changedTs !== 'number') return undefined
  return { kind: kind as PrivacyRequestKind, state: state as PrivacyRequestState, receivedTs, changedTs }
}
