/** Finds links in a text, also where they are disguised: "example dot com", "example[.]com", "hxxps://". */
import { isKnownEnd, isPlainEnd, looksLikeDomain } from './domain-names.ts'
import { plainShapes } from './fold.ts'

/** The hosts that a text leads to, in lower case, at most 50. E-mail addresses are no links. */
export function findHosts(text: string): readonly string[] {
  const plain = withPlainDots(plainShapes(text).normalize('NFC'))
  const hosts = new Set<string>()
  for (const found of plain.matchAll(addressPattern)) {
    if (hosts.size >= mostHosts) break
    const { scheme, user, name = '', more = '' } = found.groups ?? {}
    const before = plain[found.index - 1] ?? ''
    // A local part of an e-mail address stands before it, or a mention's @.
    if (scheme === undefined && (user !== undefined || before === '@')) continue
    const labels = name.split('.')
    const isAddress = scheme !== undefined || /^www\d?$/i.test(labels[0] ?? '')
    const isIp = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)
    if (isIp ? scheme === undefined : !isAddress && !looksLikeDomain({ labels, hasMore: more !== '' }))
      continue
    if (labels.length < 2) continue
    hosts.add(name.toLowerCase())
    for (const inner of innerAddresses(more)) hosts.add(inner)
  }
  return [...hosts]
}

const mostHosts = 50

/** Scheme, user name, host, and a path, a port or a query. All repetitions have bounds. */
const addressPattern =
  /(?<scheme>\b(?:https?|hxxps?|ftp):\/{1,3})?(?<user>[\p{L}\p{N}._%+~-]{1,64}(?::[^\s@/]{0,64})?@)?(?<name>[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,62})(?:\.[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,62}){1,10})(?<more>(?::\d{2,5})?(?:\/|[?#][\p{L}\p{N}])[^\s<>"]{0,500}|:\d{2,5})?/giu

/** An address inside of another one: `l.facebook.com/l.php?u=https%3A%2F%2Fevil.example`. */
function innerAddresses(more: string): string[] {
  const decoded = more.replaceAll(/%3A/gi, ':').replaceAll(/%2F/gi, '/')
  return [...decoded.matchAll(/https?:\/\/(?:[^\s/@]{1,64}@)?(?<name>[\p{L}\p{N}.-]{3,253})/giu)].flatMap(
    ({ groups }) => groups?.['name']?.toLowerCase() ?? [],
  )
}

const dotWord = '(?:d[o0]t|punkt|punto|ponto|point|punt|kropka|nokta|точка|тчк|نقطة|點|点)'
const before = '(?<=[\\p{L}\\p{N}])'
const end = '(?<end>[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_-]{0,62})'
/** example[.]com, example (dot) com, example {punkt} com */
const bracketed = new RegExp(
  `${before}\\s{0,2}[\\[({<]\\s{0,2}(?:\\.|${dotWord})\\s{0,2}[\\])}>]\\s{0,2}${end}`,
  'giu',
)
/** example dot com, example-dot-com */
const spelled = new RegExp(`${before}[\\s_-]{1,3}${dotWord}[\\s_-]{1,3}${end}`, 'giu')
/** example . com, example .com, example•com */
const spaced = new RegExp(
  `${before}(?:\\s{1,2}\\.\\s{0,2}|\\s{0,2}\\u2022\\s{0,2})${end}(?:(?<path>/)|(?![\\p{L}\\p{N}]))`,
  'giu',
)
/** h t t p s : / / */
const spacedScheme = /\bh\s?t\s?t\s?p\s?s?\s?:\s?\/\s?\/\s?/gi
/** e x a m p l e . c o m */
const spacedLetters = /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}.] ){4,62}[\p{L}\p{N}](?![\p{L}\p{N}])/gu
/** Chinese, Japanese and Korean write no space around an address. */
const unspaced = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]`
const scriptEdge = new RegExp(`(?<=[a-z0-9/])(?=${unspaced})|(?<=${unspaced})(?=[a-z0-9])`, 'giu')

function withPlainDots(text: string): string {
  return text
    .replaceAll(/(?<=[\p{L}\p{N}])[\u3002\u2024\u00B7](?=[\p{L}\p{N}])/gu, (dot, at: number) =>
      plainDot(dot, text, at),
    )
    .replaceAll(scriptEdge, ' ')
    .replaceAll(spacedLetters, (letters) => (letters.includes('.') ? letters.replaceAll(' ', '') : letters))
    .replaceAll(spacedScheme, (scheme) => (/\s/.test(scheme) ? 'https://' : scheme))
    .replaceAll(bracketed, (whole, last: string) => joined(whole, { last, isEnd: isKnownEnd }))
    .replaceAll(spelled, (whole, last: string) => joined(whole, { last, isEnd: isPlainEnd }))
    .replaceAll(spaced, (whole, last: string, path?: string) =>
      joined(whole, { last, isEnd: path === undefined ? isPlainEnd : isKnownEnd }),
    )
}

/** The ideographic full stop ends a Chinese sentence, too. Between Latin letters it is a dot of a name. */
function plainDot(dot: string, text: string, at: number): string {
  return /[a-z0-9]/i.test(text[at - 1] ?? '') && /[a-z]/i.test(text[at + 1] ?? '') ? '.' : dot
}

interface SpelledEnd {
  readonly last: string
  readonly isEnd: (end: string) => boolean
}

/** A capital begins a sentence, where not the whole word is in capitals. */
function joined(whole: string, { last, isEnd }: SpelledEnd): string {
  const small = last.toLowerCase()
  return isEnd(small) && (last === small || last === last.toUpperCase()) ? `.${last}/` : whole
}

/** Whether the host is one of these domains, or below one. */
export function isWithin(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

/** The domain of an entry in a list: "https://www.Example.com/shop" is example.com. */
export function domainOf(entry: string): string {
  const [name = ''] = plainShapes(entry.trim())
    .normalize('NFC')
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .split(/[/?#:]/)
  return name.replace(/^www\./, '')
}
