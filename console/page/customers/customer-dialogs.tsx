import type { CustomerChange } from '../../api/customer-changes.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { ForgetDialog } from './forget-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { MergeDialog } from './merge-dialog.tsx'

/** A change of a link that is known, or one that is still to be chosen. */
export type AskedDialog = 'merge' | 'link' | 'forget' | Extract<CustomerChange, { readonly linkId: string }>

interface CustomerDialogsProps {
  readonly asked: AskedDialog | undefined
  /** The customer of `merge`, `link` and `forget`. */
  readonly pId: string
  /** `pIds`: the customers whom the change led to; undefined: nothing was changed. */
  readonly onClose: (pIds: readonly string[] | undefined) => void
}

/** Kept beside what they are about, which may be gone when it is done. */
export function CustomerDialogs({ asked, pId, onClose }: CustomerDialogsProps) {
  if (asked === undefined) return null
  if (asked === 'merge') return <MergeDialog pId={pId} onClose={onClose} />
  if (asked === 'link') return <LinkDialog pId={pId} onClose={onClose} />
  if (asked === 'forget')
    return <ForgetDialog pId={pId} onClose={(isGone) => onClose(isGone ? [] : undefined)} />
  return <ChangeDialog act={asked.act} change={asked} onClose={onClose} />
}
