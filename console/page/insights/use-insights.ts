/** Asks the server for the list of numbers, and for each number, again and again while the page is seen. */
import { useEffect, useState } from 'preact/hooks'
import type { InsightList, InsightQuery, InsightValues } from '../../api/insights.ts'
import { useConsole } from '../parts/context.ts'

const freshMs = 5_000

export interface Asked<Value> {
  readonly value: Value | undefined
  readonly isFailed: boolean
}

export function useInsightList(): Asked<InsightList> {
  const { calls } = useConsole()
  return useAsked('list', (signal) => calls.insights(signal))
}

export function useInsightValues(name: string, query: InsightQuery): Asked<InsightValues> {
  const { calls } = useConsole()
  return useAsked(`${name} ${JSON.stringify(query)}`, (signal) => calls.insight(name, query, signal))
}

/** What is on the screen stays until the server responds. */
function useAsked<Value>(of: string, ask: (signal: AbortSignal) => Promise<Value>): Asked<Value> {
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
      } catch {
        if (!stop.signal.aborted) setAsked((before) => ({ ...before, isFailed: true }))
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
