import { useState } from 'preact/hooks'
import type { CustomerChange } from '../../api/customer-changes.ts'
import { useTexts } from '../parts/context.ts'
import { ChangeDialog } from './change-dialog.tsx'

const kinds = ['email', 'phone', 'customer', 'facebook'] as const
type Kind = (typeof kinds)[number]

interface LinkDialogProps {
  readonly pId: string
  readonly onClose: (pIds: readonly string[] | undefined) => void
}

/** An id is typed, then it is said what it brings. */
export function LinkDialog({ pId, onClose }: LinkDialogProps) {
  const texts = useTexts().customers
  const [kind, setKind] = useState<Kind>('email')
  const [value, setValue] = useState('')
  const [change, setChange] = useState<CustomerChange>()
  return (
    <ChangeDialog act="link" change={change} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (value.trim() !== '') setChange({ act: 'link', pId, kind, value: value.trim() })
        }}
      >
        <label>
          {texts.kindOfId}
          <select
            value={kind}
            onChange={({ currentTarget }) => {
              setKind(kinds.find((one) => one === currentTarget.value) ?? 'email')
              setChange(undefined)
            }}
          >
            {kinds.map((one) => (
              <option key={one} value={one}>
                {texts.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.kinds[kind]}
          <input
            required
            autofocus
            maxLength={255}
            autocomplete="off"
            inputMode={modes[kind]}
            value={value}
            onInput={({ currentTarget }) => {
              setValue(currentTarget.value)
              setChange(undefined)
            }}
          />
        </label>
        {change === undefined && (
          <button type="submit" class="strong">
            {texts.showWhat}
          </button>
        )}
      </form>
    </ChangeDialog>
  )
}

const modes = { email: 'email', phone: 'tel', customer: 'text', facebook: 'numeric' } as const
