import type { PageId, Psid } from '../domain/ids.ts'
import { messageKey } from '../domain/event-key.ts'
import type { Receipt, ReceiptKind } from '../domain/event.ts'
import { property, toId, toMs } from './wire-values.ts'

/** The receipt that a delivery or read event states; undefined when it names no customer or no watermark. */
export function readReceipt(
  kind: ReceiptKind,
  body: unknown,
  psid: Psid | undefined,
  pageId: PageId,
): Receipt | undefined {
  const watermark = toMs(property(body, 'watermark'))
  if (psid === undefined || watermark === undefined) return undefined
  const mids = property(body, 'mids')
  if (!Array.isArray(mids) || mids.length === 0) return { pageId, psid, kind, watermark }
  const named = mids.map((mid) => toId(mid, 255)).filter((mid) => mid !== undefined)
  return { pageId, psid, kind, watermark, mids: named.map((mid) => messageKey(pageId, mid)) }
}
