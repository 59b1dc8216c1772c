/** A change of customers from its preview to its end. A worker does it, so the page asks until it is done. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ChangePreview, ChangeState, CustomerChange } from '../../api/customer-changes.ts'
import type { ApiError } from '../../api/session.ts'
import { RequestError } from '../api/request.ts'
import { useConsole } from '../parts/context.ts'

/** A code of the server, and what it says. */
export interface Refusal {
  readonly code: string
  readonly says: string
  readonly values?: ApiError['values']
  readonly status?: number
}

export type ChangeStep =
  | { readonly is: 'asking' }
  | { readonly is: 'shown'; readonly preview: ChangePreview }
  /** `isLate`: no worker has taken it for some seconds. */
  | { readonly is: 'doing'; readonly of: CustomerChange; readonly isLate: boolean }
  | DoneStep
  /** `of`: undefined while it was only to be shown. */
  | { readonly is: 'refused'; readonly of?: CustomerChange; readonly refusal: Refusal }

export interface DoneStep {
  readonly is: 'done'
  /** What was done: the change, or its undoing. */
  readonly of: CustomerChange
  readonly state: ChangeState
  readonly pIds: readonly string[]
}

const askAgainMs = 300
const lateMs = 6_000

/** `shown` asks for the preview of `change`; undefined: there is nothing to show yet. */
export function useChange(change: CustomerChange | undefined) {
  const { calls } = useConsole()
  const [step, setStep] = useState<ChangeStep>({ is: 'asking' })
  const wait = useWait()
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (change === undefined) return
    const asked = new AbortController()
    setStep({ is: 'asking' })
    calls.previewChange(change, asked.signal).then(
      (preview) => setStep({ is: 'shown', preview }),
      (error: unknown) => asked.signal.aborted || setStep({ is: 'refused', refusal: toRefusal(error) }),
    )
    return () => asked.abort()
  }, [JSON.stringify(change), tries])

  async function carryOut(to: CustomerChange, { seen, after }: ChangePreview): Promise<void> {
    setStep({ is: 'doing', of: to, isLate: false })
    try {
      const { requestId } = await calls.askForChange(to, seen)
      const state = await wait(requestId, () => setStep({ is: 'doing', of: to, isLate: true }))
      const pIds = after.map(({ pId }) => pId)
      setStep(
        state.is === 'refused'
          ? { is: 'refused', of: to, refusal: { code: state.reason ?? '', says: state.says ?? '' } }
          : { is: 'done', of: to, state, pIds },
      )
    } catch (error) {
      if (!isAbort(error)) setStep({ is: 'refused', of: to, refusal: toRefusal(error) })
    }
  }

  return {
    step,
    /** Does what the preview shows. */
    async confirm(): Promise<void> {
      if (step.is === 'shown' && change !== undefined) await carryOut(change, step.preview)
    },
    /** Takes it back, or does it again: what that does was on the screen before. */
    async undo(to: CustomerChange): Promise<void> {
      setStep({ is: 'doing', of: to, isLate: false })
      try {
        await carryOut(to, await calls.previewChange(to, new AbortController().signal))
      } catch (error) {
        setStep({ is: 'refused', of: to, refusal: toRefusal(error) })
      }
    },
    /** Asks for the preview again. */
    look: () => setTries((count) => count + 1),
  }
}

/** Asks for the state of a request until it is settled, or the page shows something else. */
export function useWait(): (requestId: string, onLate: () => void) => Promise<ChangeState> {
  const { calls } = useConsole()
  const gone = useRef<AbortController>(undefined)
  gone.current ??= new AbortController()
  useEffect(() => () => gone.current?.abort(), [])
  return async function wait(requestId, onLate) {
    const startedAt = performance.now()
    const signal = gone.current?.signal ?? AbortSignal.abort()
    for (;;) {
      const state = await calls.changeState(requestId, signal).catch((error: unknown) => {
        if (error instanceof RequestError && error.isPassing) return undefined
        throw error
      })
      if (state !== undefined && state.is !== 'waiting') return state
      if (performance.now() - startedAt > lateMs) onLate()
      await new Promise((resolve) => setTimeout(resolve, askAgainMs))
      signal.throwIfAborted()
    }
  }
}

export function toRefusal(error: unknown): Refusal {
  return error instanceof RequestError
    ? { code: error.error, says: error.message, values: error.values, status: error.status }
    : { code: 'failed', says: '' }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
