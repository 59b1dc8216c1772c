import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { canUnpackDebian, unpackDebian } from '../servers/debian-packages.ts'
import { findExecutable } from '../servers/find-executable.ts'
import { fontsIn } from './fonts.ts'
import { canFetchChromium, fetchChromium } from './npm-chromium.ts'

const run = promisify(execFile)

/** How to launch a Chromium. `env` is the whole environment of its process. */
export interface Browser {
  readonly executablePath: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

type Log = (line: string) => void
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/**
 * A Chromium that starts, from the first of: CHROME_PATH, the PATH, an npm package, Debian packages. The last two are
 * unpacked under `.cache`; nothing is installed. Throws an Error that says what to do when there is none of these.
 */
export async function findBrowser(log: Log): Promise<Browser> {
  const given = process.env['CHROME_PATH']
  if (given) return await findGiven(given)
  const installed = await findInstalled()
  if (installed !== undefined) return installed
  const reasons: unknown[] = []
  for (const source of [findInNpm, findInDebian]) {
    try {
      const browser = await source(log)
      if (browser !== undefined) return browser
    } catch (error) {
      reasons.push(error)
    }
  }
  throw new AggregateError(reasons, [howToInstall, ...reasons.map(textOf)].join('\n'))
}

async function findGiven(file: string): Promise<Browser> {
  const reason = await run(file, ['--version'], { timeout: 30_000 }).then(
    () => undefined,
    (error: unknown) => textOf(error),
  )
  if (reason === undefined) return toBrowser(file)
  throw new Error(`CHROME_PATH names no Chromium that starts: ${reason}`)
}

/** Ubuntu's chromium-browser only tells how to install a snap: a program that does not start is passed over. */
async function findInstalled(): Promise<Browser | undefined> {
  for (const name of [...names, onMac]) {
    const file = findExecutable(name)
    if (file === undefined) continue
    const browser = await findGiven(file).catch(() => undefined)
    if (browser !== undefined) return browser
  }
  return undefined
}

async function findInNpm(log: Log): Promise<Browser | undefined> {
  if (!canFetchChromium()) return undefined
  const { file, env } = await fetchChromium(log)
  return toBrowser(file, env)
}

async function findInDebian(log: Log): Promise<Browser | undefined> {
  if (!canUnpackDebian()) return undefined
  const packages = ['chromium', 'fonts-dejavu-core']
  const { folder, file, env } = await unpackDebian({
    name: 'chromium',
    title: 'Chromium',
    packages,
    program: 'usr/lib/chromium/chromium',
    log,
  })
  return toBrowser(file, { ...env, ...fontsIn(folder, 'usr/share/fonts') })
}

function toBrowser(executablePath: string, env: Readonly<Record<string, string>> = {}): Browser {
  return { executablePath, args: ['--disable-background-networking'], env: { ...process.env, ...env } }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error)
}

const howToInstall = [
  'No Chromium found: not in CHROME_PATH, not on the PATH, no npm package and no Debian packages that start here.',
  'Do one of these and start again:',
  '  Debian:             sudo apt-get install chromium',
  '  Ubuntu, macOS:      install Google Chrome',
  '  another Chromium:   set CHROME_PATH to its program',
].join('\n')
