/** Pagebeat as operators get it: `npm start` and the trials run the package of this checkout. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder, createDraftFolder, putInPlace } from './servers/run-folder.ts'

const execute = promisify(execFile)
const root = path.join(import.meta.dirname, '..')
const keptMs = 24 * 3_600_000
let built: Promise<string> | undefined

/** The file that runs as `pagebeat`. The package is built once in a process, unless TEST_PAGEBEAT names the file. */
export function findPagebeat(log: (line: string) => void): Promise<string> {
  const given = process.env['TEST_PAGEBEAT']
  if (given !== undefined && given !== '') return Promise.resolve(path.resolve(root, given))
  built ??= buildPagebeat(log)
  return built
}

async function buildPagebeat(log: (line: string) => void): Promise<string> {
  const started = performance.now()
  const folder = createDraftFolder()
  const draft = path.join(folder, 'package')
  await execute(process.execPath, [path.join(root, 'scripts', 'build.ts'), draft])
  const place = keepBuilt(draft, path.join(cacheFolder, 'built'))
  rmSync(folder, { recursive: true })
  log(`Building Pagebeat … ${((performance.now() - started) / 1_000).toFixed(1)} s`)
  return programOf(place)
}

export function programOf(place: string): string {
  return path.join(place, 'bin', 'pagebeat.js')
}

/**
 * Moves a package to `<folder>/<hash of its files>` and returns this place. So an unchanged package has one place, which
 * compiled code is kept for. Packages of other days are removed.
 */
export function keepBuilt(draft: string, folder: string): string {
  const place = path.join(folder, hashOf(draft))
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) {
    const other = path.join(folder, name)
    if (other !== place && Date.now() - statSync(other).ctimeMs > keptMs)
      rmSync(other, { recursive: true, force: true })
  }
  putInPlace(draft, place)
  return place
}

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  for (const file of files.map((each) => path.join(each.parentPath, each.name)).toSorted())
    hash.update(`${path.relative(folder, file)}\0`).update(readFileSync(file))
  return hash.digest('hex').slice(0, 24)
}
