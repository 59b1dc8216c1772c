import type { Kysely } from 'kysely'
import { createForgetRuns } from '../../src/db/privacy/forget-runs.ts'
import { requireKeyOfForgotten } from '../../src/db/privacy/require-key.ts'
import type { ForgottenRule } from '../../src/db/identity/forgotten-links.ts'
import { createTombstones, type Tombstones } from '../../src/db/privacy/tombstones.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { PageEvent, Receipt } from '../../src/domain/event.ts'
import type { Psid } from '../../src/domain/ids.ts'
import { createIdDigests } from '../../src/privacy/id-digest.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import type { PrivacyConfig } from './privacy-config.ts'

/** What the stages need to know of forgotten customers. */
export interface LateEvents {
  readonly tombstones: Tombstones
  /** These events came too late and were dropped: a run removes them from the raw ledger and from finished jobs. */
  noteLate(events: readonly PageEvent[], receivedAt: number): Promise<void>
  /** The same for receipts. They arrived after what they tell of. */
  noteLateReceipts(receipts: readonly Receipt[]): Promise<void>
}

/** These stages record events or receipts. */
const recording = ['stitch', 'respond', 'receipts']

/** Undefined without a key. Throws ConfigError (`requireKeyOfForgotten`). */
export async function openLateEvents(
  db: Kysely<Database>,
  {
    secretKeys,
    rule,
    runs,
  }: Pick<PrivacyConfig, 'secretKeys' | 'rule'> & { readonly runs: (stage: string) => boolean },
): Promise<LateEvents | undefined> {
  if (recording.some(runs)) await requireKeyOfForgotten(db, secretKeys)
  return secretKeys && lateEventsOf(db, { secretKeys, rule })
}

export function lateEventsOf(
  db: Kysely<Database>,
  { secretKeys, rule }: { readonly secretKeys: readonly string[]; readonly rule: ForgottenRule },
  now: () => number = Date.now,
): LateEvents {
  const tombstones = createTombstones(createIdDigests(secretKeys), rule)
  const runs = createForgetRuns(db, createSecretBox(secretKeys), now)
  async function openRun(psids: readonly Psid[], sinceTs: number): Promise<void> {
    const plan = {
      ids: [...new Set(psids)].map((value) => ({ kind: 'facebook', value })),
      pIds: [],
      names: [],
      conversationIds: [],
      lastInteractionId: '0',
      forgottenTs: now(),
      sinceTs,
    }
    await runs.open(db, plan, { reason: 'late', removed: {} })
  }
  return {
    tombstones,
    async noteLate(events, receivedAt) {
      const psids = events.flatMap(({ actor }) => (actor.is === 'person' ? [actor.id] : []))
      await openRun(psids, receivedAt === 0 ? now() : receivedAt)
    },
    async noteLateReceipts(receipts) {
      await openRun(
        receipts.map(({ psid }) => psid),
        Math.min(...receipts.map(({ watermark }) => watermark)),
      )
    },
  }
}
