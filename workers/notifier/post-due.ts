/** Posts the facts that are due, to one receiver: grouped, paced, and each at most once. */
import { backoffMs } from '../../src/backoff.ts'
import type { Notifications } from '../../src/db/notifier/notifications.ts'
import { composeText, factsAtOnce } from '../../src/notify/compose-text.ts'
import type { Posted } from '../../src/notify/post-text.ts'
import type { Logger } from '../../src/telemetry/log.ts'

export interface PostDueDeps {
  readonly notifications: Pick<Notifications, 'claimDue' | 'findNextDue' | 'settle' | 'postpone'>
  /** One POST. Never throws. */
  readonly post: (url: string, text: string) => Promise<Posted>
  readonly onPosted: (result: 'sent' | 'retried' | 'failed' | 'unclear', facts: number) => void
  readonly log: Pick<Logger, 'warn' | 'error'>
  /** The database's clock, ms. */
  readonly now: () => number
}

export interface Receiver {
  /** A secret: no log line holds it. */
  readonly url: string
  /** Names it in the table. */
  readonly id: string
  /** Its place in NOTIFY_URL, from 1, for the log. */
  readonly place: number
}

/** Waits of 1 s to 5 min: a receiver that is down for some minutes misses nothing. */
const retry = { firstMs: 1_000, longestMs: 300_000 }
const mostAttempts = 12

/** When to call this again, ms; undefined: when there are new facts. */
export async function postDue(deps: PostDueDeps, receiver: Receiver): Promise<number | undefined> {
  const { notifications, post, onPosted, log, now } = deps
  const rows = await notifications.claimDue(receiver.id, factsAtOnce)
  if (rows.length === 0) return await notifications.findNextDue(receiver.id)
  const ids = rows.map(({ id }) => id)
  const posted = await post(receiver.url, composeText(rows))
  const about = { receiver: receiver.place, facts: rows.length }
  switch (posted.is) {
    case 'sent':
      await notifications.settle(ids, 'sent')
      onPosted('sent', rows.length)
      return now() // there may be more than one POST takes
    case 'unclear':
      log.error(
        { ...about, reason: posted.reason },
        'nobody knows whether a receiver of NOTIFY_URL got its facts',
      )
      await notifications.settle(ids, 'unclear')
      onPosted('unclear', rows.length)
      return now()
    case 'refused':
      log.error(
        { ...about, reason: posted.reason },
        'a receiver of NOTIFY_URL refuses facts: check its address',
      )
      await notifications.settle(ids, 'failed')
      onPosted('failed', rows.length)
      return now()
    case 'later': {
      const given = rows.filter(({ attempts }) => attempts < mostAttempts)
      const lost = rows.filter(({ attempts }) => attempts >= mostAttempts)
      const attempts = Math.max(...rows.map((row) => row.attempts))
      const dueTs = now() + Math.max(posted.afterMs ?? 0, backoffMs(attempts, retry))
      log.warn(
        { ...about, reason: posted.reason },
        'a receiver of NOTIFY_URL took no facts: trying again later',
      )
      await notifications.postpone(
        given.map(({ id }) => id),
        dueTs,
      )
      await notifications.settle(
        lost.map(({ id }) => id),
        'failed',
      )
      if (given.length > 0) onPosted('retried', given.length)
      if (lost.length > 0) onPosted('failed', lost.length)
      return given.length > 0 ? dueTs : now()
    }
  }
}
