/**
 * The only place of the program that writes to the terminal. Texts from outside may hold control characters: escape
 * sequences that move the cursor, hide a line or change the title, and marks that turn the direction of a text. They
 * are shown as `\u001b`, never sent. A test finds every other place that writes.
 */

/** One line. A line break in it is shown as `\n`: a text from outside cannot add a line of its own. */
export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`)
}

/** Several lines. */
export function printText(text: string): void {
  process.stdout.write(`${printableLines(text)}\n`)
}

/** JSON, which stays the same value: the characters are escaped as JSON does it. */
export function printJson(value: unknown, indent?: number): void {
  process.stdout.write(`${printableLines(JSON.stringify(value, null, indent))}\n`)
}

/** Several lines on standard error. */
export function printError(text: string): void {
  process.stderr.write(`${printableLines(text)}\n`)
}

/** Bytes: as they are for a file or another program, and escaped for a terminal. */
export function writeBytes(bytes: Buffer): void {
  process.stdout.write(process.stdout.isTTY ? printableLines(bytes.toString()) : bytes)
}

/** For messages of commander about arguments. */
export const terminalOutput = {
  writeErr: (text: string): void => void process.stderr.write(printableLines(text)),
} as const

/** The text without control characters: each is shown as JSON escapes it. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, toEscape)
}

/** The same, but line breaks and tabs stay. */
export function printableLines(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, toEscape)
}

function toEscape(character: string): string {
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
