/** Values of a question's type that need no language understanding. */
import { plainSigns } from '../../domain/plain-signs.ts'
import type { JsonValue } from '../../domain/reply.ts'
import type { SlotType } from '../schema/ask.ts'
import { readYesNo, type YesNoReading } from './yes-no.ts'

export interface ValueReading extends YesNoReading {
  readonly type: SlotType
}

export function readValue(text: string, { type, ...reading }: ValueReading): JsonValue | undefined {
  if (type === 'text') return text
  return type === 'yes_no' ? readYesNo(text, reading) : readers[type](plainSigns(text).trim())
}

type Reader = (text: string) => JsonValue | undefined

const readers: Readonly<Record<Exclude<SlotType, 'text' | 'yes_no'>, Reader>> = {
  number: (text) => toNumber(/^(-?\d+(?:[.,' \u00A0]\d+)*)[.,!]*$/.exec(text)?.[1]),
  email: (text) =>
    /[\w.%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}/.exec(text)?.[0] ??
    /[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[\p{L}\p{M}]{2,24}/u.exec(text)?.[0],
  phone: (text) => {
    const digits = /\+?\d[\d \u00A0()/.–-]{5,22}\d/.exec(text)?.[0].replaceAll(/[^\d+]/g, '')
    return digits !== undefined && digits.length >= 7 && digits.length <= 16 ? digits : undefined
  },
  date: (text) => {
    const day = /\b(?:19|2[0-3])\d{2}-\d{2}-\d{2}\b/.exec(text)?.[0]
    return day !== undefined && Number.isFinite(Date.parse(day)) ? day : undefined
  },
  // The question asks for a time: "18" is six in the evening.
  time: (text) => {
    const [, hour = '', minute = '00'] = /^(\d{1,2})(?:[:.hH](\d{2})?)?[.!]*$/.exec(text) ?? []
    const isTime = hour !== '' && Number(hour) < 24 && Number(minute) < 60
    return isTime ? `${hour.padStart(2, '0')}:${minute}` : undefined
  },
  money: (text) => {
    const amount = toNumber(/\d+(?:[.,' \u00A0]\d+)*/.exec(text)?.[0])
    return amount === undefined ? undefined : { amount }
  },
}

/**
 * Reads 1.234,56 and 1,234.56: the last mark is the decimal point, unless exactly three digits follow it. `text` ends
 * with a digit.
 */
function toNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const plain = text.replaceAll(/['\s]/g, '')
  const mark = /[.,](?=\d{1,2}$|\d{4,}$)/.exec(plain)
  const whole = (mark === null ? plain : plain.slice(0, mark.index)).replaceAll(/[.,]/g, '')
  const value = Number(mark === null ? whole : `${whole}.${plain.slice(mark.index + 1)}`)
  return Number.isFinite(value) ? value : undefined
}
