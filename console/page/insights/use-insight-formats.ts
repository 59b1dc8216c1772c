import type { InsightValues } from '../../api/insights.ts'
import { useTexts, useView } from '../parts/context.ts'

type Slot = InsightValues['slots'][number]

export interface InsightFormats {
  /** 1,234 or 3.5 min */
  readonly value: (value: number, unit: 'count' | 'ms') => string
  /** A slot as a sentence names it: Mon 29 November, 14:00 */
  readonly slotName: (slot: Slot) => string
  /** Below the chart: 29 Nov, or 14:00 */
  readonly tick: (slot: Slot) => string
}

const made = new Map<string, InsightFormats>()

/** Numbers, times and days of the charts, in the language of the page. */
export function useInsightFormats(): InsightFormats {
  const language = useView((state) => state.preferences.language)
  const texts = useTexts()
  const known = made.get(language)
  if (known !== undefined) return known
  const formats = create(language === 'en' ? 'en-GB' : language, texts.insights.all)
  made.set(language, formats)
  return formats
}

const isHour = ({ fromMs, toMs }: Slot): boolean => toMs - fromMs < 12 * 3_600_000

function create(language: string, all: string): InsightFormats {
  const number = new Intl.NumberFormat(language, { notation: 'standard', maximumFractionDigits: 1 })
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'long' })
  const shortDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const units = (['second', 'minute', 'hour', 'day'] as const).map(
    (unit) =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: 'narrow',
        maximumSignificantDigits: 2,
      }),
  )

  function duration(ms: number): string {
    const seconds = ms / 1_000
    const [index, amount] =
      seconds < 60
        ? [0, seconds]
        : seconds < 3_600
          ? [1, seconds / 60]
          : seconds < 36 * 3_600
            ? [2, seconds / 3_600]
            : [3, seconds / 86_400]
    return units[index]?.format(amount) ?? ''
  }

  return {
    value: (value, unit) =>
      unit === 'ms' ? duration(value) : value >= 100_000 ? compact.format(value) : number.format(value),
    slotName: (slot) =>
      slot.slot === 'all'
        ? all
        : isHour(slot)
          ? `${day.format(slot.fromMs)}, ${clock.format(slot.fromMs)}`
          : day.format(slot.fromMs),
    tick: (slot) => (isHour(slot) ? clock.format(slot.fromMs) : shortDay.format(slot.fromMs)),
  }
}
