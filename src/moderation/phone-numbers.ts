/** Finds telephone numbers in a text, in the digits of all scripts. Order numbers, prices and dates are none. */
import { fold, plainShapes } from './fold.ts'

/** The numbers as digits, with + where the country's code is written. At most 20. */
export function findPhoneNumbers(text: string): readonly string[] {
  const plain = withoutOthers(withPlainDigits(plainShapes(text)))
  const isIndian = /[\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Gujarati}]/u.test(text)
  const isChinese = /\p{sc=Han}/u.test(text)
  const isCyrillic = /\p{sc=Cyrillic}/u.test(text)
  const found: string[] = []
  for (const { 0: written, index } of plain.matchAll(numberPattern)) {
    if (found.length >= mostNumbers) break
    const digits = written.replaceAll(/\D/g, '')
    const before = plain.slice(Math.max(0, index - cueReach), index)
    const after = plain.slice(index + written.length, index + written.length + 4)
    if (isPhoneNumber({ written: written.trim(), digits, before, after, isIndian, isChinese, isCyrillic }))
      found.push(written.trimStart().startsWith('+') ? `+${digits}` : digits)
  }
  return found
}

const mostNumbers = 20
/** A word this far before a number says what it is. */
const cueReach = 30

/** Chinese, Japanese and Thai write no space before a number. */
const letter = String.raw`[\p{N}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]`
/** Digits with single signs or spaces between them. */
const numberPattern = new RegExp(
  String.raw`(?<!${letter})\+?\(?\d(?:[\s().\/_~–—-]{0,3}\d){6,19}(?!${letter})`,
  'gu',
)

function withPlainDigits(text: string): string {
  return text
    .replaceAll(/\p{Nd}/gu, (digit) => String(valueOf(digit)))
    .replaceAll(/(?<=\d)\u20E3/gu, '') // keycap emoji
    .replaceAll(/(?<=\d)[oO](?=\d)/g, '0')
    .replaceAll('⁺', '+')
}

/** The digits of a script stand in a row of ten. Several scripts may follow each other. */
function valueOf(digit: string): number {
  const at = digit.codePointAt(0) ?? 0
  let first = at
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1
  return (at - first) % 10
}

/** Dates, times and amounts of money are blanked: they would be taken for parts of a number. */
function withoutOthers(text: string): string {
  return [isoDate, shortDate, time, price, priceBefore].reduce(
    (rest, pattern) => rest.replaceAll(pattern, (part) => 'x'.repeat(part.length)),
    text,
  )
}

const day = '(?:0?[1-9]|[12]\\d|3[01])'
const month = '(?:0?[1-9]|1[0-2])'
const year = '(?:19|20)\\d\\d'
const alone = { from: '(?<![\\d+])', to: '(?![\\d]|[-./]\\d)' }
const isoDate = new RegExp(`${alone.from}${year}[-./]${month}[-./]${day}${alone.to}`, 'g')
const shortDate = new RegExp(`${alone.from}${day}([-./])\\s?${day}\\1\\s?(?:${year}|\\d\\d)${alone.to}`, 'g')
const time = /(?<!\d)(?:[01]?\d|2[0-4])[:h][0-5]\d(?::[0-5]\d)?(?!\d)/g
const money =
  '(?:€|\\$|£|¥|₹|₽|₺|₩|zł|kč|kr|eur|euros?|usd|dollars?|gbp|chf|inr|rs|руб|円|元|دينار|ريال|درهم)'
const amount = "\\d{1,3}(?:[ .,'’\\u00A0]?\\d{3}){0,6}(?:[.,]\\d{1,2})?"
const price = new RegExp(`(?<!\\d)${amount}\\s?${money}(?![\\p{L}])`, 'giu')
const priceBefore = new RegExp(`(?<!\\p{L})${money}\\.?\\s?${amount}(?!\\d)`, 'giu')

const saysPhone =
  /(?:tele?(?:f|ph)|tel\b|tlf|phone|call|ring|mob(?:ile|il)|handy|cell|whats?\s?app|\bwa\b|viber|signal|sms|text me|anruf|\bruf|llam|ligu|appele|chiam|dzwoń|zadzwoń|\bara|звон|тел|пиши|هاتف|واتس|اتصل|جوال|رقمي|फोन|कॉल|व्हाट्सएप|电话|電話|手机|微信|联系|전화|연락|โทร|☎|📞|📱|📲)/giu
const saysOther =
  /(?:order|invoice|receipt|track|parcel|ticket|case|reference|\bref\b|customer|account|iban|isbn|ean\b|sku|serial|article|item|model|no\.|\bnr\b|number of|bestell|auftrag|rechnung|sendung|paket|kunden|artikel|serien|pedido|factura|cliente|seguimiento|commande|facture|suivi|ordine|fattura|encomenda|zamówien|sipariş|заказ|счет|трек|طلب|فاتورة|ऑर्डर|订单|訂單|单号|注文|주문|#|№)/giu

interface Candidate {
  readonly written: string
  readonly digits: string
  readonly before: string
  readonly after: string
  readonly isIndian: boolean
  readonly isChinese: boolean
  readonly isCyrillic: boolean
}

function isPhoneNumber({
  written,
  digits,
  before,
  after,
  isIndian,
  isChinese,
  isCyrillic,
}: Candidate): boolean {
  const { length } = digits
  if (length < 7 || length > 15) return false
  if (/^\s?%|^[.,]\d/.test(after)) return false
  if (/^\(?\+/.test(written)) return length >= 8 && !digits.startsWith('0')
  const cue = cueBefore(before)
  if (cue === 'phone') return true
  if (cue === 'other') return false
  if (/^00[1-9]/.test(digits)) return length >= 11
  const groups = written.split(/[^\d]+/).filter((group) => group !== '')
  const isGrouped = groups.length > 1
  // A trunk 0, then the code of a town or network: 0171 1234567, 06 12 34 56 78, 010-1234-5678.
  if (/^0[1-9]/.test(digits)) return length >= 9 && length <= 12 && !/^\d\d[.]\d\d[.]\d{4}/.test(written)
  if (isChinese && /^1[3-9]\d{9}$/.test(digits)) return true
  if (isIndian && /^[6-9]\d{9}$/.test(digits)) return true
  if (isCyrillic && /^[78]9\d{9}$/.test(digits)) return true
  if (!isGrouped) return false
  return groupings.some((grouping) => grouping.test(written))
}

/** The word nearest to the number counts. */
function cueBefore(before: string): 'phone' | 'other' | undefined {
  const [phone, other] = [saysPhone, saysOther].map((cue) => [...before.matchAll(cue)].at(-1)?.index ?? -1)
  if ((phone ?? -1) < 0 && (other ?? -1) < 0) return undefined
  return (phone ?? -1) > (other ?? -1) ? 'phone' : 'other'
}

const groupings = [
  /^1?[ .-]?\(?[2-9]\d\d\)?[ .-]{1,2}[2-9]\d\d[ .-]\d{4}$/, // North America
  /^\(\d{2,5}\)[ -]?\d{3,5}[ -]?\d{3,5}$/, // a town's code in brackets
  /^[679]\d\d[ .-]\d{3}[ .-]\d{3}$/, // Spain, Poland, Portugal
  /^[679]\d\d?[ .-]\d\d[ .-]\d\d[ .-]\d\d[ .-]?\d?\d?$/,
  /^[6-9]\d{4}[ -]\d{5}$/, // India
  /^1[3-9]\d[ -]\d{4}[ -]\d{4}$/, // China
  /^3\d\d[ .-]\d{3}[ .-]?\d{4}$/, // Italy
  /^[78][ -]?\(?9\d\d\)?[ -]?\d{3}[ -]\d\d[ -]\d\d$/, // Russia
  /^\d\d[ -]9\d{4}[ -]\d{4}$/, // Brazil
  /^[2-9]\d\d[ .-][2-9]\d{6}$/, // North America, in two groups
  /^8[ -]?\(?800\)?[ -]\d{3}[ -]\d\d[ -]\d\d$/, // Russia, free of charge
  /^(?!1[ -]2[ -]3)\d(?:[ -]\d){8,}$/, // digit by digit
  // the code of a country without +
  /^(?:7|20|27|3[0-469]|4[0-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])[ -]\(?\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,5}$/,
]

/** Whether both are the same telephone: one may have the country's code, the other the trunk 0. */
export function isSameNumber(a: string, b: string): boolean {
  const [one, other] = [a, b].map((number) => fold(number).replaceAll(/\D/g, '').replace(/^0+/, ''))
  if (one === undefined || other === undefined || Math.min(one.length, other.length) < 7) return false
  return one.endsWith(other) || other.endsWith(one)
}
