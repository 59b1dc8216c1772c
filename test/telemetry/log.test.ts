import { Writable } from 'node:stream'
import test from 'ava'
import { createLogger } from '../../src/telemetry/log.ts'

const hostile = 'a\u001b[2J\u009b31m\u0085\u007f\u202e\u2066\u061c\u200f\u2028b 東京 مرحبا 😀'

test('a line of the log holds no control character and no mark of direction, and says the same', (t) => {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = createLogger('info', 'test', { stream })
  log.info({ name: hostile, nested: { [hostile]: [hostile] } }, hostile)
  log.warn({ detail: hostile }, hostile)
  log.error(new Error(hostile))
  log.child({ page: hostile }).info('of a child')
  t.is(lines.length, 4)
  for (const line of lines) t.notRegex(line, /(?!\n$)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
  const [information, warning, , child] = lines.map((line) => JSON.parse(line))
  t.like(information, { name: hostile, nested: { [hostile]: [hostile] }, msg: hostile })
  t.like(warning, { detail: hostile, msg: hostile })
  t.like(child, { page: hostile })
})
