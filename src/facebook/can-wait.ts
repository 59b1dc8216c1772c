import { metadataPrefix } from '../domain/outbound.ts'

/**
 * True for a webhook of a receipt, or of an echo of what the bot sent, alone: nobody waits for an answer to it, and no answer depends on
 * it, as on the echo of a person of the Page, after which the bot is silent. Told from its marks, without parsing: in a text
 * they cannot stand, as quotes are escaped there. Where Facebook writes its JSON otherwise, it is false, and costs a job more.
 */
export function canWait(body: string): boolean {
  return body.length <= longest && marks.some((mark) => body.includes(mark)) && !isOfMany(body)
}

const longest = 4_000
const marks = ['"delivery":{', '"read":{', `"metadata":"${metadataPrefix}`]

function isOfMany(body: string): boolean {
  return body.indexOf(recipient) !== body.lastIndexOf(recipient)
}
const recipient = '"recipient":'
