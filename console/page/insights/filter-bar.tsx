import { useConsole, useTexts, useView } from '../parts/context.ts'
import type { InsightsQuery } from '../state/route.ts'
import { periods, type ShownPeriod, toDay } from './period.ts'

interface FilterBarProps {
  readonly query: InsightsQuery
  readonly period: ShownPeriod
  readonly languages: readonly string[]
}

/** The period, the Page and the language. Each choice is an address, so the back button undoes it. */
export function FilterBar({ query, period, languages }: FilterBarProps) {
  const texts = useTexts()
  const { go, store } = useConsole()
  const pages = useView((state) => state.session?.pages) ?? []
  const change = (changed: InsightsQuery): void => {
    const { route } = store.get()
    go({ ...route, screen: 'insights', insights: { ...query, ...changed } })
  }
  const own = { from: toDay(period.from), to: toDay(period.to - 1) }
  return (
    <div class="insights-filter">
      <div class="segments" role="group" aria-label={texts.insights.period}>
        {periods.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={query.period === name}
            onClick={() =>
              change(
                name === 'own' ? { period: name, ...own } : { period: name, from: undefined, to: undefined },
              )
            }
          >
            {texts.insights.periods[name]}
          </button>
        ))}
      </div>
      {query.period === 'own' && (
        <div class="row">
          <label>
            <span class="unseen">{texts.insights.from}</span>
            <input
              type="date"
              value={query.from}
              onChange={({ currentTarget: { value } }) => value !== '' && change({ ...query, from: value })}
            />
          </label>
          <span aria-hidden="true">–</span>
          <label>
            <span class="unseen">{texts.insights.to}</span>
            <input
              type="date"
              value={query.to}
              onChange={({ currentTarget: { value } }) => value !== '' && change({ ...query, to: value })}
            />
          </label>
        </div>
      )}
      <label>
        <span class="unseen">{texts.filter.page}</span>
        <select
          value={query.page ?? ''}
          onChange={({ currentTarget: { value } }) => change({ ...query, page: value || undefined })}
        >
          <option value="">{texts.insights.everyPage}</option>
          {pages.map(({ pageId, name }) => (
            <option key={pageId} value={pageId}>
              {name ?? pageId}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="unseen">{texts.filter.language}</span>
        <select
          value={query.language ?? ''}
          onChange={({ currentTarget: { value } }) => change({ ...query, language: value || undefined })}
        >
          <option value="">{texts.insights.everyLanguage}</option>
          {languages.map((language) => (
            <option key={language} value={language}>
              {language}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
