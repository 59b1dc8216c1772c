import type { Act } from '../../api/acts.ts'
import type { DraftAim } from '../state/drafts.ts'

/** The aim of the field from which the act came. */
export function aimOf(act: Act): DraftAim {
  if (act.act === 'reply_in_public' || act.act === 'reply_in_private')
    return { kind: act.act, commentId: act.commentId }
  return { kind: act.act === 'note' ? 'note' : 'reply' }
}
