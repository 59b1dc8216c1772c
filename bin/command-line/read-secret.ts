/** Reads a secret from standard input: an argument would be in the shell's history and in the list of processes. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Refused } from './refused.ts'

const mostBytes = 64 * 1024

/** Without the line's end. On a terminal it asks, and shows nothing of what is typed or pasted. Throws Refused when empty. */
export async function readSecret(what: string): Promise<string> {
  const secret = (process.stdin.isTTY ? await ask(what) : await readAll()).trim()
  if (secret === '') throw new Refused(`${what} is expected on standard input, and nothing came`)
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
    throw new Refused('stopped: nothing was changed', { cause })
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
    if (bytes > mostBytes) throw new Refused(`more than ${mostBytes} bytes came on standard input`)
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}
