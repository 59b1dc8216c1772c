import { useEffect, useId, useState } from 'preact/hooks'
import type { ChangeState, Forgetting } from '../../api/customer-changes.ts'
import { useConsole, useFormats, useTexts } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Refused } from './change-dialog.tsx'
import { Person } from './change-preview.tsx'
import { plainLabel } from './plain-label.ts'
import { titleOf } from './title-of.ts'
import { isAbort, type Refusal, toRefusal, useWait } from './use-change.ts'

type Step =
  | { readonly is: 'asking' }
  | { readonly is: 'shown'; readonly found: Forgetting }
  | { readonly is: 'doing'; readonly isLate: boolean }
  | { readonly is: 'done'; readonly state: ChangeState; readonly requestId: string }
  | { readonly is: 'refused'; readonly refusal: Refusal }

interface ForgetDialogProps {
  readonly pId: string
  readonly onClose: (isGone: boolean) => void
}

/** Says what goes and what is kept, and forgets the customer when the admin has typed a word. */
export function ForgetDialog({ pId, onClose }: ForgetDialogProps) {
  const texts = useTexts().customers
  const { calls } = useConsole()
  const [step, setStep] = useState<Step>({ is: 'asking' })
  const wait = useWait()
  const close = (): void => onClose(step.is === 'done')
  const refuse = (error: unknown): void => {
    if (!isAbort(error)) setStep({ is: 'refused', refusal: toRefusal(error) })
  }
  useEffect(() => {
    const asked = new AbortController()
    calls.forgetting(pId, asked.signal).then((found) => setStep({ is: 'shown', found }), refuse)
    return () => asked.abort()
  }, [pId])

  async function forget(seen: string): Promise<void> {
    setStep({ is: 'doing', isLate: false })
    try {
      const { requestId } = await calls.forget(pId, seen)
      const state = await wait(requestId, () => setStep({ is: 'doing', isLate: true }))
      const { reason = '', says = '' } = state
      setStep(
        state.is === 'done'
          ? { is: 'done', state, requestId }
          : { is: 'refused', refusal: { code: reason, says } },
      )
    } catch (error) {
      refuse(error)
    }
  }

  return (
    <Dialog title={titleOf('forget', step.is, texts)} class="change-dialog" onClose={close}>
      {step.is === 'asking' && <i class="bone" />}
      {step.is === 'shown' && (
        <Question found={step.found} onClose={close} onForget={() => void forget(step.found.seen)} />
      )}
      {step.is === 'doing' && <p role="status">{step.isLate ? texts.late : texts.forgetting}</p>}
      {step.is === 'refused' && <Refused refusal={step.refusal} />}
      {step.is === 'done' && <Receipt first={step.state} requestId={step.requestId} onClose={close} />}
    </Dialog>
  )
}

interface QuestionProps {
  readonly found: Forgetting
  readonly onClose: () => void
  readonly onForget: () => void
}

function Question({ found, onClose, onForget }: QuestionProps) {
  const texts = useTexts()
  const { customers } = texts
  const [word, setWord] = useState('')
  const [isWrong, setWrong] = useState(false)
  const hint = useId()
  const { interactions, conversations } = found
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const isMeant = word.trim().toLowerCase() === customers.forgetWord.toLowerCase()
        setWrong(!isMeant)
        if (isMeant) onForget()
      }}
    >
      <Person one={found} />
      <section>
        <h3>{customers.goes}</h3>
        <p>{customers.goesText(interactions, conversations)}</p>
      </section>
      <section>
        <h3>{customers.stays}</h3>
        <p>{customers.staysText}</p>
      </section>
      <p class="problem">{customers.noWayBack}</p>
      <label>
        {customers.typeWord(customers.forgetWord)}
        <input
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={40}
          value={word}
          aria-invalid={isWrong}
          aria-describedby={hint}
          onInput={({ currentTarget }) => {
            setWord(currentTarget.value)
            setWrong(false)
          }}
        />
      </label>
      <p id={hint} role="alert" class={isWrong ? 'problem' : undefined}>
        {isWrong && customers.wrongWord(customers.forgetWord)}
      </p>
      <div class="row end">
        <button type="button" onClick={onClose}>
          {texts.cancel}
        </button>
        <button type="submit" class="danger">
          {customers.forgetYes}
        </button>
      </div>
    </form>
  )
}

interface ReceiptProps {
  readonly first: ChangeState
  readonly requestId: string
  readonly onClose: () => void
}

const askAgainMs = 1_500

/** What was removed. A worker removes the rest, so the numbers grow. */
function Receipt({ first, requestId, onClose }: ReceiptProps) {
  const texts = useTexts()
  const { number } = useFormats()
  const { calls } = useConsole()
  const [receipt, setReceipt] = useState(first.receipt)
  useEffect(() => {
    if (receipt?.isDone === true) return
    const asked = new AbortController()
    const timer = setInterval(() => {
      calls.changeState(requestId, asked.signal).then(
        (state) => setReceipt(state.receipt),
        () => undefined,
      )
    }, askAgainMs)
    return () => {
      clearInterval(timer)
      asked.abort()
    }
  }, [receipt?.isDone])
  const removed = Object.entries(receipt?.removed ?? {})
  return (
    <div class="stack">
      <p role="status">
        {receipt?.isDone === true ? texts.customers.forgotten : texts.customers.forgottenSoon}
      </p>
      <p class="quiet">{texts.customers.receipt(receipt?.id ?? '')}</p>
      <dl class="facts values">
        {removed.map(([store, rows]) => (
          <div key={store}>
            <dt title={store}>{plainLabel(texts.customers.stores, store)}</dt>
            <dd>{number(rows)}</dd>
          </div>
        ))}
      </dl>
      <div class="row end">
        <button type="button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    </div>
  )
}
