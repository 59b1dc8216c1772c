/**
 * Reads a secret from standard input: an argument would be in the history of the shell and in the list of processes.
 */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Refused } from './refused.ts'

const mostBytes = 64 * 1024

/**
 * Without spaces and line ends around it. On a terminal it asks, and does not show the typed text. Throws Refused when
 * empty.
 */
export async function readSecret(what: string): Promise<string> {
  const secret = (process.stdin.isTTY ? await ask(what) : await readAll()).trim()
  if (secret === '') throw new Refused(`${what} is expected on standard input, but standard input was empty`)
  return secret
}

async function ask(what: string): Promise<string> {
  process.stderr.write(`${what} (not shown): `)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const stopped = new AbortController()
  terminal.once('SIGINT', () => stopped.abort())
  try {
    return await terminal.question('', { signal: stopped.signal })
  } catch (cause) {
    throw new Refused('Stopped. Nothing was changed.', { cause })
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

async function readAll(): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin) {
    const part = Buffer.from(chunk)
    bytes += part.length
    if (bytes > mostBytes)
      throw new Refused(`Standard input holds more than ${mostBytes} bytes: a secret is shorter`)
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}
