/** Programs of another Debian release: where its packages are, and how they run beside the machine's own. */
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** A list of sources with this release only, from the mirror that the machine's own sources name. Gives its path. */
export function writeSources(folder: string, suite: string): string {
  const file = path.join(folder, 'sources.list')
  writeFileSync(file, `deb [signed-by=${keyring}] ${findMirror()} ${suite} main\n`)
  return file
}

function findMirror(): string {
  const folder = '/etc/apt/sources.list.d'
  const files = ['/etc/apt/sources.list', ...(existsSync(folder) ? readdirSync(folder) : [])]
  for (const file of files.map((name) => path.resolve(folder, name)).filter((name) => existsSync(name))) {
    const mirror = /^(?:URIs:|deb\b.*?)\s*(https?:\/\/\S+\/debian)\/?(?:\s|$)/m.exec(
      readFileSync(file, 'utf8'),
    )
    if (mirror?.[1] !== undefined) return mirror[1]
  }
  return 'http://deb.debian.org/debian'
}

/**
 * A script takes the program's place. It starts the program through the loader and with the libraries that came with
 * it, which may be newer than the machine's. It replaces itself by the program, so the process keeps its id.
 */
export function wrapProgram(root: string, program: string): void {
  const file = path.join(root, program)
  if (lstatSync(`${file}.elf`, { throwIfNoEntry: false }) !== undefined) return
  renameSync(file, `${file}.elf`)
  const up = path.relative(path.dirname(file), root)
  const script = [
    '#!/bin/sh',
    `root=$(cd "$(dirname "$0")/${up}" && pwd)`,
    'loader=$(ls "$root"/usr/lib*/ld-linux-*.so.* "$root"/usr/lib/*/ld-linux-*.so.* "$root"/lib*/ld-linux-*.so.* \\',
    '  "$root"/lib/*/ld-linux-*.so.* 2>/dev/null | head -n 1)',
    'libraries=$(ls -d "$root"/usr/lib/*-linux-gnu* "$root"/usr/lib/*-linux-gnu*/systemd "$root"/lib/*-linux-gnu* \\',
    "  2>/dev/null | tr '\\n' ':')",
    'exec "$loader" --library-path "$libraries" "$0.elf" "$@"',
    '',
  ]
  writeFileSync(file, script.join('\n'), { mode: 0o755 })
}
