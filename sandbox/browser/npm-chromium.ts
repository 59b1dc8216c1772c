import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'
import type { Env } from '../servers/debian-packages.ts'
import { keepFetched } from '../servers/fetched-program.ts'
import { findExecutable } from '../servers/find-executable.ts'
import { cacheFolder } from '../servers/run-folder.ts'
import { fontsIn } from './fonts.ts'

const run = promisify(execFile)

/**
 * A headless Chromium (67 MB) with the libraries that a bare machine lacks. It is no dependency of package.json: only a
 * machine without a Chromium downloads it. Its own code is not run, as that unpacks into fixed names under /tmp.
 */
const version = '153.0.0'
const spec = `@sparticuz/chromium@${version}`
/** `npm view @sparticuz/chromium@153.0.0 dist.integrity` */
const sha512 = 'jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=='

/** It is built for Linux on x64, and for glibc. */
export function canFetchChromium(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && findExecutable('tar') !== undefined
}

/** Its program under `.cache/browser`, downloaded at the first call. Throws an Error when it does not start here. */
export async function fetchChromium(log: (line: string) => void): Promise<{ file: string; env: Env }> {
  const folder = path.join(cacheFolder, 'browser', `chromium-${version}`)
  const tryOut = async (root: string): Promise<void> => {
    await run(path.join(root, 'chromium'), ['--version'], {
      env: { ...process.env, ...envOf(root) },
      timeout: 30_000,
    })
  }
  const fetch = async (root: string): Promise<void> => {
    log(`Downloading Chromium from npm (${spec}, once) …`)
    const packageFolder = path.join(root, 'npm')
    mkdirSync(packageFolder)
    await download(packageFolder)
    await unpack(path.join(packageFolder, 'package', 'bin'), root)
    rmSync(packageFolder, { recursive: true })
  }
  await keepFetched({ title: 'Chromium', folder, fetch, tryOut, log })
  return { file: path.join(folder, 'chromium'), env: { ...envOf(folder), ...fontsIn(folder, 'fonts') } }
}

/** npm knows the registry, the proxy and the certificates of this machine, and keeps what it has downloaded. */
async function download(folder: string): Promise<void> {
  const cli = process.env['npm_execpath']
  const [command, first] =
    cli !== undefined && /npm-cli\.c?js$/.test(cli) ? [process.execPath, [cli]] : ['npm', []]
  const options = ['--silent', '--ignore-scripts', '--pack-destination', folder]
  await run(command, [...first, 'pack', spec, ...options], { cwd: folder, timeout: 600_000 })
  const tarball = path.join(folder, `sparticuz-chromium-${version}.tgz`)
  const found = createHash('sha512').update(readFileSync(tarball)).digest('base64')
  if (found !== sha512) throw new Error(`npm sent another ${spec} than expected: sha512-${found}`)
  await run('tar', ['-xzf', tarball, '-C', folder])
}

async function unpack(from: string, to: string): Promise<void> {
  await Promise.all(
    ['chromium', 'al2023.tar', 'fonts.tar', 'swiftshader.tar'].map(async (name) => {
      const file = path.join(to, name)
      const source = createReadStream(path.join(from, `${name}.br`))
      await pipeline(source, createBrotliDecompress(), createWriteStream(file, { mode: 0o755 }))
      if (!name.endsWith('.tar')) return
      await run('tar', ['-xf', file, '-C', to, '--no-same-owner'])
      rmSync(file)
    }),
  )
}

function envOf(root: string): Env {
  const inherited = process.env['LD_LIBRARY_PATH']
  return { LD_LIBRARY_PATH: [path.join(root, 'lib'), ...(inherited ? [inherited] : [])].join(':') }
}
