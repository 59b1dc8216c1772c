/** Codes of `verify` in a transcript or a chat in the terminal: nothing is sent, and each code is the same. */
import type { ProvedContact } from '../../domain/reply.ts'
import type { ContactCodes } from '../storyboard.ts'

/** What the customer of a transcript writes as the right code. */
export const playedCode = '123456'

export function createPlayedCodes(): ContactCodes {
  let sent: { contact: ProvedContact; expiresTs: number; wrong: number } | undefined
  return {
    async create({ kind, written, minutes, now }) {
      const value = toPlayedValue(kind, written)
      if (value === undefined) return undefined
      const contact = { kind, value }
      sent = { contact, expiresTs: now + minutes * 60_000, wrong: 0 }
      return { contact, code: playedCode }
    },
    async check({ code, attempts, now }) {
      if (sent === undefined || now > sent.expiresTs || sent.wrong >= attempts) return 'over'
      if (code === playedCode) return 'right'
      sent.wrong += 1
      return sent.wrong >= attempts ? 'over' : 'wrong'
    },
  }
}

function toPlayedValue(kind: ProvedContact['kind'], written: string): string | undefined {
  if (kind === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.exec(written.trim())?.[0].toLowerCase()
  const digits = written.replaceAll(/[^\d+]/g, '')
  return /^\+?\d{7,15}$/.test(digits) ? digits : undefined
}
