/** Finds sums of money: `€12.50`, `12,50 EUR`, `20 dollars`. */
import { createFind } from './found.ts'
import { letter } from './letter.ts'
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
  '₴': 'UAH',
  '₪': 'ILS',
  '₦': 'NGN',
  '৳': 'BDT',
  '﷼': 'IRR',
  '₨': 'PKR',
  元: 'CNY',
  块: 'CNY',
  円: 'JPY',
  원: 'KRW',
  R$: 'BRL',
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
  rupee: 'INR',
  rs: 'INR',
  रुपये: 'INR',
  रुपए: 'INR',
  रुपया: 'INR',
  টাকা: 'BDT',
  บาท: 'THB',
  đồng: 'VND',
  rupiah: 'IDR',
  rp: 'IDR',
  ringgit: 'MYR',
  piso: 'PHP',
  lira: 'TRY',
  tl: 'TRY',
  руб: 'RUB',
  рубль: 'RUB',
  рублей: 'RUB',
  рубля: 'RUB',
  грн: 'UAH',
  гривень: 'UAH',
  лв: 'BGN',
  kč: 'CZK',
  forint: 'HUF',
  ευρώ: 'EUR',
  евро: 'EUR',
  ريال: 'SAR',
  درهم: 'AED',
  جنيه: 'EGP',
  جنيهات: 'EGP',
  دولار: 'USD',
  يورو: 'EUR',
  تومان: 'IRT',
  שקל: 'ILS',
  שקלים: 'ILS',
}
const codes =
  'EUR|USD|GBP|JPY|CHF|INR|KRW|TRY|RUB|VND|PHP|THB|PLN|SEK|DKK|NOK|CZK|HUF|AUD|CAD|NZD|SGD|HKD|CNY|BRL|MXN|IDR|MYR|ZAR'

const sign = Object.keys(symbols)
  .toSorted((a, b) => b.length - a.length)
  .map((symbol) => symbol.replace('$', '\\$'))
  .join('|')
const digits = "\\d{1,12}(?:[.,'\u00a0 ]\\d{3}){0,4}(?:[.,]\\d{1,2})?"
const currency = `(?:${sign}|(?:${codes}|${Object.keys(words).join('|')})(?!${letter}|\\p{N}))`

export const findMoney = createFind({
  name: 'money',
  pattern: new RegExp(
    `(?<!${letter}|[\\p{N}.,])(?:(?<before>${currency})\\s?(?<first>${digits})|(?<second>${digits})\\s?(?<after>${currency}))(?![\\p{N}])`,
    'giu',
  ),
  confidence: 0.95,
  read({ groups }) {
    const amount = readDigits(groups?.first ?? groups?.second ?? '')
    const unit = groups?.before ?? groups?.after ?? ''
    if (amount === undefined) return undefined
    const small = unit.toLowerCase()
    return { amount, currency: symbols[unit] ?? symbols[small] ?? words[small] ?? unit.toUpperCase() }
  },
})
