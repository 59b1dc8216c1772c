/** Reads the three headers in which Facebook says how much of the limits is used. */
import type { GraphUsage } from '../../domain/graph-fault.ts'
import { isRecord, parseJson } from '../json.ts'
import { property } from '../wire-values.ts'
import type { ExchangeHeaders } from './exchange.ts'

const shares = ['call_count', 'total_time', 'total_cputime', 'call_volume', 'cpu_time']

/** In percent, the highest value of each header; undefined where no header is readable. */
export function readUsage(headers: ExchangeHeaders): GraphUsage | undefined {
  const app = highest([parsed(headers['x-app-usage'])])
  const cases = businessCases(parsed(headers['x-business-use-case-usage']))
  const page = highest([parsed(headers['x-page-usage']), ...cases])
  const minutes = Math.max(
    0,
    ...cases.map((item) => toNumber(property(item, 'estimated_time_to_regain_access'))),
  )
  if (app === undefined && page === undefined) return undefined
  return {
    ...(app === undefined ? {} : { app }),
    ...(page === undefined ? {} : { page }),
    ...(minutes > 0 ? { regainAccessMs: Math.ceil(minutes * 60_000) } : {}),
  }
}

/** Of every id in the header, the Page's or its business's: both limits stop the Page. */
function businessCases(value: unknown): readonly unknown[] {
  return isRecord(value) ? Object.values(value).flat() : []
}

function highest(values: readonly unknown[]): number | undefined {
  const known = values.filter(isRecord)
  if (known.length === 0) return undefined
  return Math.max(0, ...known.flatMap((value) => shares.map((name) => toNumber(value[name]))))
}

function parsed(header: string | string[] | undefined): unknown {
  if (typeof header !== 'string') return undefined
  try {
    return parseJson(header)
  } catch (cause) {
    // The header is a hint, so an unreadable one is no error.
    if (cause instanceof SyntaxError || cause instanceof RangeError) return undefined
    throw cause
  }
}

function toNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : 0
}
