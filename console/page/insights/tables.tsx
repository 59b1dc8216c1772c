import type { Insight, InsightValues } from '../../api/insights.ts'
import { useTexts } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'
import { useInsightFormats } from './use-insight-formats.ts'

interface TableProps {
  readonly insight: Insight
  readonly values: InsightValues
  readonly name: string
  readonly nameOf: (kind: string) => string
}

/** What the chart shows, a row for each slot and kind. The numbers open the rows behind them. */
export function ValueTable({
  insight,
  values,
  name,
  nameOf,
  onChoose,
}: TableProps & { readonly onChoose: (slot: number, kind: string) => void }) {
  const texts = useTexts().insights
  const { value, slotName } = useInsightFormats()
  const numbers = insight.columns.slice(2)
  const index = new Map(values.slots.map(({ slot }, position) => [slot, position]))
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={texts.tableOf(name)}>
      <table>
        <caption class="unseen">{texts.tableOf(name)}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.slot}</th>
            <th scope="col">{texts.kind}</th>
            {numbers.map((column) => (
              <th key={column.name} scope="col" class="amount">
                {textOf(texts.columns, column.name) ?? column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.rows.map((row) => {
            const at = index.get(String(row[0])) ?? 0
            const slot = values.slots[at]
            const kind = String(row[1])
            return (
              <tr key={`${row[0]} ${kind}`}>
                <th scope="row">{slot === undefined ? row[0] : slotName(slot)}</th>
                <td>{nameOf(kind)}</td>
                {numbers.map(({ name: column, unit }, position) => (
                  <td key={column} class="amount">
                    {position === 0 ? (
                      <button type="button" class="link" onClick={() => onChoose(at, kind)}>
                        {value(Number(row[position + 2]), unit === 'ms' ? 'ms' : 'count')}
                      </button>
                    ) : (
                      value(Number(row[position + 2]), unit === 'ms' ? 'ms' : 'count')
                    )}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const shownThings = 12

/** A row for each thing: a scene, an intent, a post, an ad. */
export function ThingTable({
  insight,
  values,
  name,
  nameOf,
  onChoose,
  isWhole = false,
}: TableProps & { readonly onChoose: (kind: string) => void; readonly isWhole?: boolean }) {
  const texts = useTexts().insights
  const { value } = useInsightFormats()
  const [first, ...numbers] = insight.columns
  const most = Math.max(1, ...values.rows.map((row) => Number(row[1])))
  const shown = isWhole ? values.rows : values.rows.slice(0, shownThings)
  const more = values.rows.length - shown.length
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={texts.tableOf(name)}>
      <table>
        <caption class="unseen">{texts.tableOf(name)}</caption>
        <thead>
          <tr>
            <th scope="col">{textOf(texts.columns, first?.name ?? '') ?? first?.name}</th>
            {numbers.map((column) => (
              <th key={column.name} scope="col" class="amount">
                {textOf(texts.columns, column.name) ?? column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row[0]}>
              <th scope="row">
                <button type="button" class="link thing" onClick={() => onChoose(String(row[0]))}>
                  {nameOf(String(row[0]))}
                </button>
                <svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="series-0" width={(100 * Number(row[1])) / most} height="4" />
                </svg>
              </th>
              {numbers.map(({ name: column }, position) => (
                <td key={column} class="amount">
                  {value(Number(row[position + 1]), 'count')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p class="quiet">{texts.moreInCsv(more)}</p>}
    </div>
  )
}
