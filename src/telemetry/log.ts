import { type Logger, pino } from 'pino'

export type { Logger }

/**
 * A logger of JSON lines. No caller passes it a customer's text or a secret. The redacted paths are a second
 * safeguard.
 */
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
