import { useState } from 'preact/hooks'
import type { Insight } from '../../api/insights.ts'
import { useTexts, useView } from '../parts/context.ts'
import type { InsightsQuery } from '../state/route.ts'
import { FilterBar } from './filter-bar.tsx'
import { NotUnderstoodGroups } from './not-understood.tsx'
import { NumberCard } from './number-card.tsx'
import { daysOf, toPeriod } from './period.ts'
import { RowsDialog, type WantedRows } from './rows-dialog.tsx'
import { StoryboardCard } from './storyboard-card.tsx'
import { useInsightList } from './use-insights.ts'

const noQuery: InsightsQuery = { period: 'week' }

/** The numbers of a period, each with its chart. */
export function Insights() {
  const texts = useTexts().insights
  const query = useView(({ route }) => route.insights) ?? noQuery
  const minute = useView((state) => Math.floor(state.nowMs / 60_000))
  const { value: list, isFailed } = useInsightList()
  const [wanted, setWanted] = useState<WantedRows>()
  const period = toPeriod(query, minute * 60_000)
  const filter = { page: query.page ?? 'all', language: query.language ?? 'all' }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const isTeaching = query.shows === 'not_understood'
  const groups = <NotUnderstoodGroups filter={{ days: daysOf(period), ...filter }} isWanted={isTeaching} />
  const shown: readonly Insight[] = list?.insights ?? []
  return (
    <main class="insights" id="list" tabIndex={-1}>
      <header class="insights-head">
        <h1>{texts.title}</h1>
        <FilterBar query={query} period={period} languages={list?.languages ?? []} />
      </header>
      {isFailed && (
        <p class="problem" role="alert">
          {texts.failed}
        </p>
      )}
      {isTeaching && groups}
      <div class="numbers">
        {shown.map((insight) => (
          <NumberCard
            key={insight.name}
            insight={insight}
            query={{ ...period, ...filter, zone }}
            onRows={(rows) => setWanted(rows)}
          />
        ))}
      </div>
      {shown.length > 0 && (
        <StoryboardCard
          insights={shown}
          query={{ ...period, ...filter, zone }}
          onRows={(rows) => setWanted(rows)}
        />
      )}
      {!isTeaching && groups}
      {wanted !== undefined && <RowsDialog wanted={wanted} onClose={() => setWanted(undefined)} />}
    </main>
  )
}
