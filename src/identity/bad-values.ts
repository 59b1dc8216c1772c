/** Values that systems and people write where they have none. They name nobody, however seldom they come. */
import type { NumberType } from 'libphonenumber-js/max'

/** What a telephone number was read as. */
export interface ReadPhone {
  /** Digits behind the country's code. */
  readonly nationalNumber: string
  /** Undefined: no country gives it out. */
  readonly type: NumberType
}

/** Nothing, `null`, `n/a`, `unknown`, a zero, a letter again and again, a row of the keyboard. */
export function isFiller(value: string): boolean {
  const letters = lettersOf(value)
  return letters === '' || fillers.has(letters) || /^0+$|^(\p{L})\1{2,}$/u.test(letters)
}

/** `xxx`, `1111111`; one sign alone may be a name. */
export function isOneSign(value: string): boolean {
  return /^([\p{L}\p{N}])\1{2,}$/u.test(lettersOf(value))
}

function lettersOf(value: string): string {
  if (/^[ -~]*$/.test(value)) return value.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

const fillers = wordsIn(`
  null nil nul none nan na undefined undef void empty blank missing error ref value name div0 numnull false
  true no not nobody noone nothing anonymous notavailable notapplicable notset notprovided notgiven notknown
  unknown unbekannt inconnu desconocido desconhecido sconosciuto onbekend okand ukendt ukjent nieznany keine
  kein keineangabe aucun ninguno ninguna nenhum nessuno geen ingen brak noemail nomail noaddress nophone
  nonumber sinemail sincorreo keinemail pasdemail test tests testtest tester testing test1 test123 testuser
  demo dummy fake sample example foo bar foobar abc abcd xyz asd asdf asdfgh asdasd qwe qwer qwert qwerty
  qwertz azerty default placeholder tbd todo pending`)

/** `noreply@…`, `null@…`, `test@…`, `a@a.com`, and addresses at a domain that no mail reaches. */
export function isBadEmail(email: string): boolean {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const name = local.replace(/\+.*$/, '')
  const [host = '', ...endings] = domain.split('.')
  // `na@…` and `no@…` may be initials.
  const isNothing = isFiller(name) && (name.length > 3 || /[^a-z]/.test(name))
  const isNobody = isNothing || isOneSign(name) || machines.test(name) || nobodies.has(name)
  return (
    isNobody ||
    (name.length === 1 && name === host) ||
    deadEndings.has(endings.at(-1) ?? '') ||
    deadHosts.has(host)
  )
}

const machines =
  /^(?:no|non|not|do[-._]?not|don-?t|ne-?pas)[-._]?(?:reply|respond|repondre|responder|responda)(?:[-._].*)?$/
const nobodies = wordsIn(`
  mailer-daemon postmaster hostmaster abuse root nobody devnull dev-null bounce bounces daemon keine-email
  no-email no.email no_email `)
/** RFC 2606 and 6761: they lead nowhere. `example.com` is for documents, and so for the examples of ours. */
const deadEndings = new Set(['test', 'invalid', 'localhost', 'example', 'local', 'lan', 'internal'])
const deadHosts = new Set(['null', 'none', 'noemail', 'nomail', 'nowhere', 'mailinator', 'asdf'])

/** One digit again and again, a row of digits, or a number that nobody has alone: free-phone, premium, of a company. */
export function isBadPhone(value: string, number: ReadPhone | undefined): boolean {
  const digits = number?.nationalNumber ?? value.replaceAll(/\D/g, '')
  return /^(\d)\1*$/.test(digits) || isRow(digits) || (number !== undefined && ofMany.has(number.type ?? ''))
}

const ofMany = new Set(['TOLL_FREE', 'PREMIUM_RATE', 'SHARED_COST', 'UAN', 'VOICEMAIL'])

/** `1234567`, `0123456789`, `9876543210`. */
function isRow(digits: string): boolean {
  return (
    digits.length > 4 && ['01234567890123456789', '98765432109876543210'].some((row) => row.includes(digits))
  )
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
