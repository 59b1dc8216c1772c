/**
 * True for a webhook of a receipt or an echo alone: nobody waits for an answer to it. Told from its marks, without parsing: in a text
 * they cannot stand, as quotes are escaped there. Where Facebook writes its JSON otherwise, it is false, and costs a job more.
 */
export function canWait(body: string): boolean {
  return body.length <= longest && marks.some((mark) => body.includes(mark)) && !isOfMany(body)
}

const longest = 4_000
const marks = ['"delivery":{', '"read":{', '"is_echo":true']

function isOfMany(body: string): boolean {
  return body.indexOf(recipient) !== body.lastIndexOf(recipient)
}
const recipient = '"recipient":'
