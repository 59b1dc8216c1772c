import { type DestinationStream, type Logger, pino } from 'pino'
import { createRepeatLimit } from './limit-repeats.ts'
import { printableLines } from './printable.ts'

export type { Logger }

const [information, warning] = [30, 40]

/**
 * A logger of JSON lines. No caller passes it a customer's text or a secret. The redacted paths are a second
 * safeguard. Warnings and errors that repeat are counted (`limit-repeats.ts`). Control characters and marks that turn
 * the direction of a text are escaped: the text may come from Facebook. `stream` and `now` are for tests.
 */
export function createLogger(
  level: string,
  role: string,
  { stream, now = Date.now }: { readonly stream?: DestinationStream; readonly now?: () => number } = {},
): Logger {
  const limit = createRepeatLimit(now)
  const options: pino.LoggerOptions = {
    level,
    base: { role, pid: process.pid },
    redact: {
      paths: ['*.token', '*.secret', '*.password', '*.text', '*.body', '*.sql', '*.parameters'],
      censor: '[redacted]',
    },
    hooks: {
      streamWrite: printableLines, // JSON.stringify leaves C1 controls and marks of direction as they are
      logMethod(args, write, lineLevel) {
        if (lineLevel >= information && lineLevel < warning) limit.forget()
        if (lineLevel < warning) return Reflect.apply(write, this, args)
        const [first, text] = args.map((arg: unknown) => arg)
        const fields = typeof first === 'object' && first !== null ? first : {}
        const message = String(typeof first === 'string' ? first : text)
        const verdict = limit.judge(fields, message)
        if (!verdict.isLogged) return undefined
        const { notLogged } = verdict
        return Reflect.apply(write, this, [notLogged === 0 ? fields : { ...fields, notLogged }, message])
      },
    },
  }
  return stream === undefined ? pino(options) : pino(options, stream)
}
