/**
 * Digits and signs of all scripts as the ASCII ones that patterns know: `٢٠٢٦/١٢/٠٥`, `０８００`, `ada＠example．com`. Marks
 * that nobody sees (writing direction, emoji variants) are left out.
 */
export interface PlainText {
  readonly text: string
  /** The customer's own words at this place of `text`. */
  original(from: number, to: number): string
}

export function readPlain(text: string): PlainText {
  if (isAscii(text)) return { text, original: (from, to) => text.slice(from, to) }
  let plain = ''
  /** Where each code unit of `plain` begins in the text. */
  const places: number[] = []
  for (const { 0: sign, index } of text.matchAll(/./gsu)) {
    const replaced = toPlain(sign)
    for (let unit = 0; unit < replaced.length; unit++)
      places.push(index + (replaced.length === sign.length ? unit : 0))
    plain += replaced
  }
  places.push(text.length)
  return { text: plain, original: (from, to) => text.slice(places[from], places[to]).trim() }
}

export function plainSigns(text: string): string {
  return isAscii(text) ? text : text.replaceAll(/[^\0-\u007F]/gu, toPlain)
}

/** Digits of a script other than Latin. Full-width digits belong to no other script. */
export function hasForeignDigits(text: string): boolean {
  return /(?![0-9０-９])\p{Nd}/u.test(text)
}

function toPlain(sign: string): string {
  const code = sign.codePointAt(0) ?? 0
  if (code < 0x80) return sign
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
  return signs[sign] ?? digitOf(code) ?? sign
}

/** The digits of each script stand one after the other, from zero to nine. Several scripts may follow each other. */
function digitOf(code: number): string | undefined {
  if (!isDigit(code)) return undefined
  let zero = code
  while (isDigit(zero - 1)) zero--
  return String((code - zero) % 10)
}

function isDigit(code: number): boolean {
  return /\p{Nd}/u.test(String.fromCodePoint(code))
}

const signs: Readonly<Record<string, string>> = {
  // decimal and thousands marks, commas and full stops
  ...each('٫', '.'),
  ...each('٬،︐﹐、､', ','),
  ...each('。｡۔।︒﹒', '.'),
  // hyphens and minus; a dash is none
  ...each('‐‑−﹣', '-'),
  ...each('⁄∕', '/'),
  ...each('﹫', '@'),
  ...each('﹢', '+'),
  ...each('’‘ʼ′', "'"),
  // spaces; those between thousands stay recognisable
  ...each('\u202F\u2009\u2007', '\u00A0'),
  ...each('\u3000\u2002\u2003\u2004\u2005\u2006\u2008\u200A\u205F', ' '),
  // seen by nobody: direction, width zero, emoji variants and the frame of a keycap
  ...each('\u00AD\u061C\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E', ''),
  ...each('\u2060\u2066\u2067\u2068\u2069\uFE0E\uFE0F\u20E3\uFEFF', ''),
  '🔟': '10',
}

function each(some: string, plain: string): Readonly<Record<string, string>> {
  return Object.fromEntries((some.match(/./gsu) ?? []).map((sign) => [sign, plain]))
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}
