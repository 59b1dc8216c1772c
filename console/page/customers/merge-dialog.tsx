import { useEffect, useState } from 'preact/hooks'
import type { Customers } from '../../api/customers.ts'
import { useConsole, useTexts } from '../parts/context.ts'
import { Contacts, nameOf } from './contacts.tsx'
import { ChangeDialog } from './change-dialog.tsx'

interface MergeDialogProps {
  readonly pId: string
  readonly onClose: (pIds: readonly string[] | undefined) => void
}

type Found = Customers['customers']

const searchMs = 250

/** Finds the other customer, then says what becomes of both. */
export function MergeDialog({ pId, onClose }: MergeDialogProps) {
  const [other, setOther] = useState<Found[number]>()
  return (
    <ChangeDialog act="merge" change={other && { act: 'merge', pId, otherPId: other.pId }} onClose={onClose}>
      <Chooser pId={pId} chosen={other?.pId} onChoose={setOther} />
    </ChangeDialog>
  )
}

interface ChooserProps {
  readonly pId: string
  readonly chosen: string | undefined
  readonly onChoose: (other: Found[number] | undefined) => void
}

function Chooser({ pId, chosen, onChoose }: ChooserProps) {
  const texts = useTexts()
  const { calls } = useConsole()
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found | 'failed'>()
  useEffect(() => {
    const asked = new AbortController()
    onChoose(undefined)
    setFound(undefined)
    const words = text.trim()
    if (words === '') return
    const timer = setTimeout(() => {
      calls.customers(words, asked.signal).then(
        ({ customers }) => setFound(customers.filter((one) => one.pId !== pId)),
        () => asked.signal.aborted || setFound('failed'),
      )
    }, searchMs)
    return () => {
      clearTimeout(timer)
      asked.abort()
    }
  }, [text])
  return (
    <>
      <label>
        {texts.customers.otherCustomer}
        <input
          type="search"
          maxLength={200}
          autofocus
          value={text}
          placeholder={texts.customers.search}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      {found === 'failed' && (
        <p class="problem" role="alert">
          {texts.customers.failed}
        </p>
      )}
      {Array.isArray(found) && found.length === 0 && <p role="status">{texts.customers.none[0]}</p>}
      {Array.isArray(found) && found.length > 0 && (
        <fieldset class="choices">
          <legend class="unseen">{texts.customers.otherCustomer}</legend>
          {found.slice(0, 8).map((one) => (
            <label key={one.pId} class="choice">
              <input type="radio" name="other" checked={chosen === one.pId} onChange={() => onChoose(one)} />
              <span>
                <bdi>{nameOf(one) ?? texts.noName}</bdi>
                <Contacts of={one} />
                <span class="key">
                  <bdi>{one.pId}</bdi>
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  )
}
