import { type Logger, pino } from 'pino'

export type { Logger }

/** A logger of JSON lines. Nothing that people wrote and no secret is ever passed to it; these paths are a second fence. */
export function createLogger(level: string, role: string): Logger {
  return pino({
    level,
    base: { role, pid: process.pid },
    redact: {
      paths: ['*.token', '*.secret', '*.password', '*.text', '*.body', '*.sql', '*.parameters'],
      censor: '[redacted]',
    },
  })
}
