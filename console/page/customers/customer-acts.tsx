import { useState } from 'preact/hooks'
import { useConsole, useExplain, useMayAct, useTexts, useView } from '../parts/context.ts'
import { saveFile } from '../parts/save-file.ts'
import type { AskedDialog } from './customer-dialogs.tsx'

interface CustomerActsProps {
  readonly pId: string
  readonly onAsk: (dialog: AskedDialog) => void
}

/** What agents and admins do with a customer. */
export function CustomerActs({ pId, onAsk }: CustomerActsProps) {
  const texts = useTexts().customers
  const mayAct = useMayAct()
  const isAdmin = useView(({ session }) => session?.user.role === 'admin')
  const { save, isSaving } = useExport(pId)
  if (!mayAct) return null
  return (
    <div class="row customer-acts">
      <button type="button" class="small" onClick={() => onAsk('merge')}>
        {texts.merge}
      </button>
      <button type="button" class="small" onClick={() => onAsk('link')}>
        {texts.link}
      </button>
      {isAdmin && (
        <>
          <button type="button" class="small" aria-disabled={isSaving} onClick={() => void save()}>
            {texts.export}
          </button>
          <button type="button" class="small danger" onClick={() => onAsk('forget')}>
            {texts.forget}
          </button>
        </>
      )}
    </div>
  )
}

/** Saves all that is stored about the customer as a file. */
function useExport(pId: string): { readonly save: () => Promise<void>; readonly isSaving: boolean } {
  const texts = useTexts()
  const { calls, notify } = useConsole()
  const explain = useExplain()
  const [isSaving, setSaving] = useState(false)
  return {
    isSaving,
    async save() {
      if (isSaving) return
      setSaving(true)
      try {
        saveFile(await calls.exportCustomer(pId), 'customer.json')
        notify('good', texts.customers.exported)
      } catch (error) {
        notify('bad', texts.actFailed(explain(error)))
      } finally {
        setSaving(false)
      }
    },
  }
}
