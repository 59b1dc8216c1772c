import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { putInPlace } from '../sandbox/servers/run-folder.ts'

const keptMs = 24 * 3_600_000

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
