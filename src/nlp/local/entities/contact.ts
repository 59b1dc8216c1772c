/** Finds e-mail addresses and telephone numbers as customers write them in a chat. */
import { isNamedOtherwise, isOfAccount, isOtherNumber } from './codes.ts'
import { createFind, type FindEntities, type Found } from './found.ts'
import { letter } from './letter.ts'

/** Without spaces, as in Thai and Chinese, letters stand right beside the address. */
const latin = '[A-Za-z0-9_%+-]'
const findLatinEmails = createFind({
  name: 'email',
  pattern: new RegExp(
    `(?<![A-Za-z0-9._%+@-])${latin}{1,64}(?:\\.${latin}{1,64}){0,8}@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9@-])`,
    'gu',
  ),
  confidence: 1,
  read: ([text]) => text.toLowerCase(),
})

const findEmails = createFind({
  name: 'email',
  pattern:
    /(?<![\p{L}\p{M}\p{N}_.+-])[\p{L}\p{M}\p{N}_+-]{1,64}(?:\.[\p{L}\p{M}\p{N}_+-]{1,64}){0,8}@(?:[\p{L}\p{M}\p{N}-]{1,63}\.){1,8}[\p{L}\p{M}]{2,24}(?![\p{L}\p{M}\p{N}@-])/gu,
  confidence: 1,
  read: ([text]) => text.toLowerCase(),
})

/**
 * A telephone number has a plus, a zero or a bracket in front, or is in groups; otherwise it could be any number. A
 * sign must separate two groups, so that digits can be split in one way only. Otherwise long rows of digits would be
 * tried in thousands of ways.
 */
const findPhones = createFind({
  name: 'phone',
  pattern: new RegExp(
    `(?<!${letter}|[\\p{N}.,@-])\\+?\\(?\\d{1,15}\\)?(?:(?:[ \u00A0./–-]{1,2}\\(?|\\(|(?<=\\)))\\d{1,15}\\)?){0,8}(?!${letter}|\\p{N})`,
    'gu',
  ),
  confidence: 0.9,
  read: ({ 0: written, index, input }) =>
    isOtherNumber(written) || isNamedOtherwise(input, index) || isOfAccount(input, index)
      ? undefined
      : toPhone(written),
})

export const findContacts: FindEntities = (text, utterance) => {
  const latinOnes = findLatinEmails(text, utterance)
  const isOther = ({ from, text: written }: Found) =>
    !latinOnes.some((one) => one.from < from + written.length && from < one.from + one.text.length)
  return [...latinOnes, ...findEmails(text, utterance).filter(isOther), ...findPhones(text, utterance)]
}

/** The digits, with the plus if there was one: `+49301234567`, also for `+49 (0)30 1234567`. */
function toPhone(written: string): string | undefined {
  const text = written.replace(/^((?:\+|00)[\d ]{1,5})\(0\)/, '$1')
  const digits = text.replaceAll(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) return undefined
  if (isDate(text) || !/^(?:\+|\(|0)|[ ./()-]/.test(text)) return digits.length >= 10 ? digits : undefined
  if (text.startsWith('+')) return `+${digits}`
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits
}

function isDate(text: string): boolean {
  return /^\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/.test(text)
}
