import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { CustomerChange } from '../../api/customer-changes.ts'
import { useConsole, useTexts } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { explain } from '../texts/explain.ts'
import { textOf } from '../texts/texts.ts'
import { Preview } from './change-preview.tsx'
import { titleOf } from './title-of.ts'
import { type ChangeStep, type DoneStep, type Refusal, useChange } from './use-change.ts'

interface ChangeDialogProps {
  readonly act: CustomerChange['act']
  /** Undefined: it is still to be chosen, by `children`. */
  readonly change: CustomerChange | undefined
  /** Above the preview: what the change is about, or how to choose it. */
  readonly children?: ComponentChildren
  /** `pIds`: the customers whom it led to; undefined: nothing was changed. */
  readonly onClose: (pIds: readonly string[] | undefined) => void
}

/** Says what a change would do, does it, and takes it back. */
export function ChangeDialog({ act, change, children, onClose }: ChangeDialogProps) {
  const texts = useTexts()
  const { announce } = useConsole()
  const { step, confirm, undo, look } = useChange(change)
  const done = step.is === 'done' ? step : undefined
  const back = done && undoOf(done)
  const status = useRef<HTMLParagraphElement>(null)
  const ledTo = useRef<readonly string[]>(undefined)
  const close = (): void => onClose(ledTo.current)
  const isOpen = change === undefined || step.is !== 'done'
  const shownAct = ('of' in step ? step.of?.act : undefined) ?? act
  // After a refusal, another choice is made in the same window.
  const isChoosing = step.is === 'refused' && children !== undefined && shownAct === act
  const title = titleOf(shownAct, isChoosing ? 'asking' : step.is, texts.customers)
  const isAsked = isChoosing || step.is === 'asking' || step.is === 'shown'
  useEffect(() => {
    if (done === undefined) return
    ledTo.current = done.pIds
    announce(`${title}. ${texts.customers.done}`)
    status.current?.focus()
  }, [done])
  return (
    <Dialog title={title} class="change-dialog" onClose={close}>
      <div class="stack">
        {isOpen && children}
        {change !== undefined && <Step step={step} act={change.act} onLook={look} />}
        {done !== undefined && (
          <p ref={status} tabIndex={-1} class="did">
            {texts.customers.done}
          </p>
        )}
        <div class="row end">
          {back !== undefined && (
            <button type="button" onClick={() => void undo(back)}>
              {texts.undo}
            </button>
          )}
          <button type="button" onClick={close}>
            {isAsked ? texts.cancel : texts.close}
          </button>
          {change !== undefined && step.is === 'shown' && (
            <button type="button" class="strong" onClick={() => void confirm()}>
              {texts.customers.doIt[change.act]}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  )
}

interface StepProps {
  readonly step: ChangeStep
  readonly act: CustomerChange['act']
  readonly onLook: () => void
}

function Step({ step, act, onLook }: StepProps) {
  const texts = useTexts().customers
  switch (step.is) {
    case 'asking':
      return <i class="bone" />
    case 'shown':
      if (act === 'refuse' || act === 'restore')
        return <p>{act === 'refuse' ? texts.refusing : texts.restoring}</p>
      return <Preview preview={step.preview} />
    case 'doing':
      return <p role="status">{step.isLate ? texts.late : texts.doing}</p>
    case 'refused':
      return (
        <>
          <Refused refusal={step.refusal} />
          {step.refusal.code === 'changed' && (
            <button type="button" onClick={onLook}>
              {texts.lookAgain}
            </button>
          )}
        </>
      )
    case 'done':
      return null
  }
}

/** Why it cannot be done. The server's words stand in where the page does not know the code. */
export function Refused({ refusal: { code, ...refusal } }: { readonly refusal: Refusal }) {
  const texts = useTexts()
  return (
    <p class="problem" role="alert">
      {textOf(texts.customers.cannot, code) ?? texts.actFailed(explain(texts, { ...refusal, error: code }))}
    </p>
  )
}

function undoOf({ of, state: { linkId } }: DoneStep): CustomerChange | undefined {
  if (of.act === 'refuse') return { act: 'restore', linkId: of.linkId }
  if (linkId !== undefined) return { act: of.act === 'restore' ? 'refuse' : 'unlink', linkId }
  return of.act === 'unlink' ? { act: 'relink', linkId: of.linkId } : undefined
}
