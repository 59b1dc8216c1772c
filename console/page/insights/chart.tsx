import type { InsightValues } from '../../api/insights.ts'
import { useTexts } from '../parts/context.ts'
import { amountAxis, timeAxis } from './axis.ts'
import type { Series } from './series.ts'
import { useInsightFormats } from './use-insight-formats.ts'
import { useNarrow } from './use-narrow.ts'

export interface ChartProps {
  readonly label: string
  readonly unit: 'count' | 'ms'
  readonly slots: InsightValues['slots']
  readonly series: readonly Series[]
  readonly nameOf: (kind: string) => string
  /** A point was chosen. */
  readonly onChoose: (slot: number, kind: string) => void
}

/** Amounts as bars on each other, times as lines. The table beside it says the same to screen readers and keyboards. */
export function Chart({ label, unit, slots, series, nameOf, onChoose }: ChartProps) {
  const { value } = useInsightFormats()
  const size = useNarrow() ? narrow : wide
  const inner = { width: size.width - left - right, height: size.height - top - bottom }
  const axis = unit === 'ms' ? timeAxis(valuesOf(series)) : amountAxis(sumsOf(slots.length, series))
  const x = (index: number): number => left + (inner.width * (index + 0.5)) / Math.max(slots.length, 1)
  const y = (amount: number): number => top + inner.height * (1 - axis.share(amount))
  const scale = { x, y, width: Math.max(1, (inner.width / Math.max(slots.length, 1)) * 0.78) }
  return (
    <svg class="chart" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={label}>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={left} x2={size.width - right} y1={y(tick)} y2={y(tick)} />
          <text class="tick" x={left - 6} y={y(tick) + 4} text-anchor="end">
            {value(tick, unit)}
          </text>
        </g>
      ))}
      <SlotTicks slots={slots} x={x} y={size.height - 6} most={size.ticks} />
      {unit === 'count' ? (
        <Bars {...{ slots, series, nameOf, onChoose, scale }} />
      ) : (
        <Lines {...{ slots, series, nameOf, onChoose, scale }} />
      )}
    </svg>
  )
}

const wide = { width: 560, height: 190, ticks: 7 }
const narrow = { width: 290, height: 170, ticks: 4 }
const [left, right, top, bottom] = [46, 6, 8, 24]

interface Scale {
  readonly x: (index: number) => number
  readonly y: (amount: number) => number
  readonly width: number
}

type Drawn = Pick<ChartProps, 'slots' | 'series' | 'nameOf' | 'onChoose'> & { readonly scale: Scale }

function Bars({ slots, series, nameOf, onChoose, scale: { x, y, width } }: Drawn) {
  const { value, slotName } = useInsightFormats()
  return (
    <>
      {slots.map((slot, index) => {
        let below = 0
        return (
          <g key={slot.slot}>
            {series.map(({ kind, values }, position) => {
              const amount = values[index] ?? 0
              if (amount === 0) return null
              const upper = y(below + amount)
              const height = y(below) - upper
              below += amount
              return (
                <rect
                  key={kind}
                  class={`mark series-${position}`}
                  x={x(index) - width / 2}
                  y={upper}
                  width={width}
                  height={Math.max(height, 0.5)}
                  onClick={() => onChoose(index, kind)}
                >
                  <title>{`${slotName(slot)} · ${nameOf(kind)}: ${value(amount, 'count')}`}</title>
                </rect>
              )
            })}
          </g>
        )
      })}
    </>
  )
}

function Lines({ slots, series, nameOf, onChoose, scale: { x, y } }: Drawn) {
  const { value, slotName } = useInsightFormats()
  return (
    <>
      {series.map(({ kind, values }, position) => (
        <g key={kind} class={`series-${position}`}>
          <path class="line" d={pathOf(values, x, y)} />
          {values.map((amount, index) =>
            amount === undefined ? null : (
              <circle
                key={slots[index]?.slot}
                class={`mark series-${position}`}
                cx={x(index)}
                cy={y(amount)}
                r={slots.length > 60 ? 2 : 3.5}
                onClick={() => onChoose(index, kind)}
              >
                <title>{`${slots[index] === undefined ? '' : slotName(slots[index])} · ${nameOf(kind)}: ${value(amount, 'ms')}`}</title>
              </circle>
            ),
          )}
        </g>
      ))}
    </>
  )
}

/** A slot without a value ends the line. */
function pathOf(
  values: readonly (number | undefined)[],
  x: (index: number) => number,
  y: (amount: number) => number,
): string {
  let isDrawn = false
  return values
    .map((amount, index) => {
      const move = isDrawn ? 'L' : 'M'
      isDrawn = amount !== undefined
      return amount === undefined ? '' : `${move}${x(index).toFixed(1)} ${y(amount).toFixed(1)}`
    })
    .join('')
}

/** Not too many, so that they do not touch. */
function SlotTicks({
  slots,
  x,
  y,
  most,
}: Pick<ChartProps, 'slots'> & { readonly x: Scale['x']; readonly y: number; readonly most: number }) {
  const { tick } = useInsightFormats()
  const step = Math.ceil(slots.length / most)
  return (
    <>
      {slots.map((slot, index) =>
        index % step === 0 ? (
          <text key={slot.slot} class="tick" x={x(index)} y={y} text-anchor="middle">
            {tick(slot)}
          </text>
        ) : null,
      )}
    </>
  )
}

function valuesOf(series: readonly Series[]): number[] {
  return series.flatMap(({ values }) => values.flatMap((one) => (one === undefined ? [] : [one])))
}

function sumsOf(slots: number, series: readonly Series[]): number[] {
  return Array.from({ length: slots }, (_, index) =>
    series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  )
}

/** What each colour stands for, with its amount in the whole period. */
export function Legend({
  series,
  amountOf,
  nameOf,
}: Pick<ChartProps, 'series' | 'nameOf'> & { readonly amountOf: (kind: string) => string }) {
  const texts = useTexts()
  return (
    <ul class="legend" aria-label={texts.insights.legend}>
      {series.map(({ kind }, position) => (
        <li key={kind}>
          <span class={`swatch series-${position}`} aria-hidden="true" />
          {nameOf(kind)} <strong>{amountOf(kind)}</strong>
        </li>
      ))}
    </ul>
  )
}
