/** Digits that are no numbers, days or telephone numbers: addresses of machines, versions, accounts and order numbers. */
import { fold } from '../normalise.ts'

/** Whether the digits at this place are a version, as in `version 1.2.26`. */
export function isCode(text: string, at: number): boolean {
  return at > 0 && versionBefore.test(text.slice(Math.max(0, at - reach), at))
}

/** Whether a word before this place says that a code, a size or a place in a house or a book is meant: `error 10/12`. */
export function isBehindCodeWord(text: string, at: number): boolean {
  return codeWordBefore.test(fold(text.slice(Math.max(0, at - reach), at).toLowerCase()))
}

const reach = 16
const codeWordBefore =
  /\b(?:err(?:or|eur|ore|o)|fehler|codigo|codice|code|page|seite|pagina|room|zimmer|chambre|habitacion|camera|quarto|size|grosse|taille|talla|taglia|tamanho|chapter|kapitel|chapitre|capitulo|capitolo)[.:]?\s?$/
const versionBefore =
  /(?:\bv|version|versión|versione|versão|release|build|firmware|update|ios|android)[.:]?\s?$/iu

/** `192.168.0.1`, but not `030.123.45.67`; `1.234.567`; `2019-2024`. */
export function isOtherNumber(digits: string): boolean {
  if (/^(?:19|20)\d\d ?[/–-] ?(?:19|20)\d\d$|^[1-9]\d{0,2}(?:\.\d{3}){2,3}$/.test(digits)) return true
  const groups = digits.split('.')
  return (
    groups.length === 4 && groups.every((group) => /^(?:0|[1-9]\d{0,2})$/.test(group) && Number(group) <= 255)
  )
}

/** Whether a word before this place says that an order, an account or a parcel is meant, and none says a telephone. */
export function isNamedOtherwise(text: string, at: number): boolean {
  const before = fold(text.slice(Math.max(0, at - cueReach), at).toLowerCase())
  return lastOf(before, others) > lastOf(before, phones)
}

const cueReach = 40

const phones =
  /\b(?:tel|phone|call|ring|mobil|handy|whats|anruf|ruf|llam|lig(?:u|a)|appel|chiam|cell|contact|kontakt|sms)/g
const others =
  /order|invoice|receipt|track|parcel|ticket|case|reference|\bref\b|customer|account|iban|isbn|\bean\b|sku|serial|article|item no|model|bestell|auftrag|rechnung|sendung|paket|kunden|artikel|serien|konto|pedido|factura|cliente|seguimiento|cuenta|envio|commande|facture|colis|suivi|compte|ordine|fattura|spedizione|conto|pacco|encomenda|fatura|rastre|conta\b|#/g

function lastOf(text: string, cues: RegExp): number {
  let last = -1
  for (const { index } of text.matchAll(cues)) last = index
  return last
}

/** Where account numbers stand: `DE89 3704 0044 0532 0130 00`. */
export function isOfAccount(text: string, at: number): boolean {
  return /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){0,3} ?$/.test(text.slice(Math.max(0, at - 24), at))
}
