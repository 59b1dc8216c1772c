/** Finds sums of money: `€12.50`, `12,50 EUR`, `20 dollars`. */
import { createFind } from './found.ts'
import { readDigits } from './number.ts'

const symbols: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₽': 'RUB',
  '₫': 'VND',
  '₱': 'PHP',
  '฿': 'THB',
  zł: 'PLN',
}
const words: Readonly<Record<string, string>> = {
  euro: 'EUR',
  euros: 'EUR',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  dólar: 'USD',
  dólares: 'USD',
  pound: 'GBP',
  pounds: 'GBP',
  pfund: 'GBP',
  franken: 'CHF',
  yen: 'JPY',
  rupees: 'INR',
  rupien: 'INR',
  pesos: 'MXN',
  reais: 'BRL',
  złotych: 'PLN',
  kronor: 'SEK',
  kroner: 'DKK',
}
const codes =
  'EUR|USD|GBP|JPY|CHF|INR|KRW|TRY|RUB|VND|PHP|THB|PLN|SEK|DKK|NOK|CZK|HUF|AUD|CAD|NZD|SGD|HKD|CNY|BRL|MXN|IDR|MYR|ZAR'

const sign = Object.keys(symbols)
  .map((symbol) => (symbol === '$' ? '\\$' : symbol))
  .join('|')
const digits = "\\d{1,12}(?:[.,'\u00a0 ]\\d{3}){0,4}(?:[.,]\\d{1,2})?"
const currency = `(?:${sign}|(?:${codes}|${Object.keys(words).join('|')})(?![\\p{L}\\p{N}]))`

export const findMoney = createFind({
  name: 'money',
  pattern: new RegExp(
    `(?<![\\p{L}\\p{N}.,])(?:(?<before>${currency})\\s?(?<first>${digits})|(?<second>${digits})\\s?(?<after>${currency}))(?![\\p{N}])`,
    'giu',
  ),
  confidence: 0.95,
  read({ groups }) {
    const amount = readDigits(groups?.first ?? groups?.second ?? '')
    const unit = groups?.before ?? groups?.after ?? ''
    if (amount === undefined) return undefined
    return {
      amount,
      currency: symbols[unit.toLowerCase()] ?? words[unit.toLowerCase()] ?? unit.toUpperCase(),
    }
  },
})
