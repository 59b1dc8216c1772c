import { useState } from 'preact/hooks'
import type { Insight, InsightQuery, InsightValues } from '../../api/insights.ts'
import { useTexts } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'
import { Legend, Chart } from './chart.tsx'
import { otherKinds, toSeries } from './series.ts'
import type { WantedRows } from './rows-dialog.tsx'
import { ThingTable, ValueTable } from './tables.tsx'
import { useInsightFormats } from './use-insight-formats.ts'
import { useInsightValues } from './use-insights.ts'

interface NumberCardProps {
  readonly insight: Insight
  readonly query: InsightQuery
  readonly onRows: (wanted: WantedRows) => void
}

/** One number: its chart, the same as a table, its SQL and CSV. */
export function NumberCard({ insight, query, onRows }: NumberCardProps) {
  const texts = useTexts().insights
  const { value: values, isFailed } = useInsightValues(insight.name, query)
  const [opened, setOpened] = useState<'table' | 'sql'>()
  const toggle = (what: 'table' | 'sql') => () => setOpened(opened === what ? undefined : what)
  const isTable = insight.shape === 'table'
  const name = textOf(texts.names, insight.name) ?? insight.name
  const hasFilter = query.language !== 'all' && !insight.hasLanguage
  const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))
  return (
    <section class={isTable ? 'number wide' : 'number'} data-number={insight.name}>
      <header class="row between">
        <h2>{name}</h2>
        <div class="row">
          {!isTable && (
            <button type="button" class="link" aria-expanded={opened === 'table'} onClick={toggle('table')}>
              {texts.table}
            </button>
          )}
          <button type="button" class="link" aria-expanded={opened === 'sql'} onClick={toggle('sql')}>
            SQL
          </button>
          <a class="button link" href={`/api/insights/${insight.name}.csv?${search}`} download>
            CSV
          </a>
        </div>
      </header>
      <p class="quiet">
        {textOf(texts.says, insight.name) ?? insight.says} {hasFilter && texts.noLanguage}
      </p>
      {isFailed && <p class="problem">{texts.failed}</p>}
      {values === undefined ? (
        !isFailed && <p class="chart-bone" aria-busy="true" />
      ) : (
        <Shown {...{ insight, values, query, onRows, name, isOpened: opened === 'table' }} />
      )}
      {opened === 'sql' && values !== undefined && <Sql sql={values.sql} />}
    </section>
  )
}

interface ShownProps extends NumberCardProps {
  readonly values: InsightValues
  readonly name: string
  readonly isOpened: boolean
}

function Shown({ insight, values, query, onRows, name, isOpened }: ShownProps) {
  const texts = useTexts().insights
  const { value, slotName } = useInsightFormats()
  const { page, language } = query
  const isTime = insight.shape === 'times'
  /** A scene may have the name of a kind. */
  const isNamed = insight.kinds === undefined
  const column = insight.columns[2]?.name ?? ''
  const nameOf = (kind: string): string =>
    kind === otherKinds
      ? texts.others
      : kind === ''
        ? texts.none
        : ((isNamed ? undefined : textOf(texts.kinds, kind)) ?? kind)
  const rowsOf = (from: number, to: number, kind: string | undefined, slot: string): WantedRows => ({
    number: insight.name,
    isNamed,
    title: [name, kind === undefined ? '' : nameOf(kind), slot].filter((part) => part !== '').join(' · '),
    query: { from, to, page, language, ...(kind === undefined || kind === otherKinds ? {} : { kind }) },
  })
  const onSlot = (index: number, kind: string): void => {
    const slot = values.slots[index]
    if (slot !== undefined) onRows(rowsOf(slot.fromMs, slot.toMs, kind, slotName(slot)))
  }
  if (values.totals.length === 0 && values.rows.length === 0) return <p class="empty">{texts.empty}</p>
  const counted =
    values.countedFromMs === undefined ? undefined : (
      <p class="quiet">{texts.counting(new Date(values.countedFromMs))}</p>
    )
  if (insight.shape === 'table')
    return (
      <>
        {counted}
        <ThingTable
          {...{ insight, values, name, nameOf }}
          onChoose={(kind) => onRows(rowsOf(values.from, values.to, kind, ''))}
        />
      </>
    )
  const unit = isTime ? 'ms' : 'count'
  const series = toSeries(insight, values, column)
  const at = insight.columns.findIndex((one) => one.name === column)
  const amountOf = (kind: string): string => {
    const row = values.totals.find((total) => total[1] === kind)
    return row === undefined ? '' : value(Number(row[at]), unit)
  }
  return (
    <>
      {counted}
      <Legend {...{ series, amountOf, nameOf }} />
      <Chart
        label={texts.chartOf(name)}
        {...{ unit, series, nameOf }}
        slots={values.slots}
        onChoose={onSlot}
      />
      {isTime && <p class="quiet">{texts.median}</p>}
      <div hidden={!isOpened}>
        <ValueTable {...{ insight, values, name, nameOf }} onChoose={onSlot} />
      </div>
    </>
  )
}

function Sql({ sql }: { readonly sql: string }) {
  const texts = useTexts().insights
  const [isCopied, setCopied] = useState(false)
  const copy = (): void => void navigator.clipboard.writeText(sql).then(() => setCopied(true))
  return (
    <div class="stack">
      <div class="row between">
        <span class="quiet">{texts.sqlSays}</span>
        <button type="button" class="small" onClick={copy}>
          {isCopied ? texts.copied : texts.copy}
        </button>
      </div>
      {/* A long line is scrolled by keyboard, too. */}
      <pre class="sql" tabIndex={0} aria-label="SQL">
        {sql}
      </pre>
    </div>
  )
}
