import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { printable, printableLines } from '../../../bin/command-line/terminal.ts'

const terminal = fileURLToPath(new URL('../../../bin/command-line/terminal.ts', import.meta.url))
const hostile = 'a\u001b[2J\u001b]0;title\u0007\u009b31m\u007f\r\u0000b\u202e\u2066\u061c\u2028c'
const shown = String.raw`a\u001b[2J\u001b]0;title\u0007\u009b31m\u007f\r\u0000b\u202e\u2066\u061c\u2028c`

/** What the program writes with these calls, byte for byte. */
function written(calls: string): string {
  const code = `import * as terminal from ${JSON.stringify(terminal)}\nconst hostile = ${JSON.stringify(hostile)}\n${calls}`
  return execFileSync(process.execPath, ['--input-type=module-typescript', '-e', code]).toString()
}

test('control characters are shown as JSON escapes them, other characters stay', (t) => {
  t.is(printable(hostile), shown)
  t.is(printable('x\ny\tz'), String.raw`x\ny\tz`)
  t.is(printableLines(`x\n\ty ${hostile}`), `x\n\ty ${shown}`)
  for (const text of ['Grüße, 東京 😀 مرحبا שלום', 'e\u0301', '']) t.is(printableLines(text), text)
})

test('every way to print escapes them, and JSON stays the same value', (t) => {
  t.is(written('terminal.printLine(hostile)'), `${shown}\n`)
  t.is(written('terminal.printLine("x\\ny")'), 'x\\ny\n')
  t.is(written('terminal.printText("x\\n" + hostile)'), `x\n${shown}\n`)
  const json = written('terminal.printJson({ hostile }, 2)')
  t.notRegex(json, /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
  t.deepEqual(JSON.parse(json), { hostile })
})

test('bytes are escaped on a terminal only', (t) => {
  t.is(written('terminal.writeBytes(Buffer.from(hostile))'), hostile)
  t.is(written('process.stdout.isTTY = true; terminal.writeBytes(Buffer.from(hostile))'), shown)
})
