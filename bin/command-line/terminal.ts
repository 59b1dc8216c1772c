/**
 * The only place of the program that writes to the terminal. Control characters of texts from outside are shown as
 * `\u001b`, never sent. A test finds every other place that writes.
 */
import { printable, printableLines } from '../../src/telemetry/printable.ts'

export { printable, printableLines }

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
