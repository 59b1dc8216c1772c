/** Asks the server again and again while the page is seen. */
import { useEffect, useState } from 'preact/hooks'

const freshMs = 5_000

export interface Asked<Value> {
  readonly value: Value | undefined
  readonly isFailed: boolean
  /** Why it failed. */
  readonly error?: unknown
}

/** What is on the screen stays until the server responds. `of`: another text asks anew. */
export function useAsked<Value>(of: string, ask: (signal: AbortSignal) => Promise<Value>): Asked<Value> {
  const [asked, setAsked] = useState<Asked<Value>>({ value: undefined, isFailed: false })
  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    async function again(): Promise<void> {
      try {
        if (document.visibilityState === 'visible') {
          const value = await ask(stop.signal)
          setAsked({ value, isFailed: false })
        }
      } catch (error) {
        if (!stop.signal.aborted) setAsked((before) => ({ ...before, isFailed: true, error }))
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void again(), freshMs)
    }
    void again()
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [of])
  return asked
}
