/** Asks the server for the list of numbers, and for each number. */
import type { InsightList, InsightQuery, InsightValues } from '../../api/insights.ts'
import { useConsole } from '../parts/context.ts'
import { type Asked, useAsked } from '../parts/use-asked.ts'

export function useInsightList(): Asked<InsightList> {
  const { calls } = useConsole()
  return useAsked('list', (signal) => calls.insights(signal))
}

export function useInsightValues(name: string, query: InsightQuery): Asked<InsightValues> {
  const { calls } = useConsole()
  return useAsked(`${name} ${JSON.stringify(query)}`, (signal) => calls.insight(name, query, signal))
}
