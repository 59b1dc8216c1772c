/** With an apt-get and a dpkg of our own on the PATH: a package is a tar file, and apt keeps a log of its calls. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { unpackDebian } from '../../../sandbox/servers/debian-packages.ts'
import { readStore } from '../../../sandbox/servers/stores.ts'

const program = 'usr/bin/redis-server'

/**
 * `given`: what apt downloads, by its call (update not counted). `nothing`: it takes the package for installed;
 * `broken`: the program in it ends with status 127; `whole`: it runs.
 */
function fakeMachine(t: ExecutionContext, given: readonly ('nothing' | 'broken' | 'whole')[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-apt-'))
  const calls = path.join(folder, 'calls')
  writeFileSync(calls, '')
  for (const [kind, status] of [
    ['broken', 127],
    ['whole', 0],
  ] as const)
    writeScript(path.join(folder, kind, program), `echo "Redis server v=7"; exit ${status}`)
  // As the loader of another release: it is given --library-path, the folders, the program and its options.
  writeScript(
    path.join(folder, 'whole', 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'),
    'shift 2; exec "$@"',
  )
  writeScript(
    path.join(folder, 'bin', 'apt-get'),
    `case "$*" in *" update"*) exit 0;; esac
     echo "$*" >> ${calls}
     set -- ${given.join(' ')}
     for call in $(cat ${calls} | wc -l); do shift $((call - 1)); done
     cache=$(tail -n 1 ${calls} | sed 's/.*Dir::Cache=\\([^ ]*\\).*/\\1/')
     [ "$1" = nothing ] || tar -cf "$cache/archives/redis-server_7_all.deb" -C "${folder}/$1" usr`,
  )
  writeScript(path.join(folder, 'bin', 'dpkg'), 'mkdir -p "$3" && tar -xf "$2" -C "$3"')
  const { PATH } = process.env
  process.env['PATH'] = `${path.join(folder, 'bin')}:${PATH}`
  const lines: string[] = []
  const name = `trial-${randomBytes(4).toString('hex')}`
  let kept: string | undefined
  t.teardown(() => {
    process.env['PATH'] = PATH
    for (const each of [folder, kept]) if (each !== undefined) rmSync(each, { recursive: true, force: true })
  })
  return {
    lines,
    calls: () => readFileSync(calls, 'utf8').trim().split('\n'),
    async unpack(release: { readonly suite?: string; readonly version?: RegExp } = {}) {
      const wanted = { name, title: 'Redis', packages: ['redis-server'], program, ...release }
      const unpacked = await unpackDebian({ ...wanted, log: (line) => lines.push(line) })
      kept = unpacked.folder
      return unpacked
    },
  }
}

function writeScript(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
}

test.serial('downloads a package that apt takes for installed, once', async (t) => {
  const machine = fakeMachine(t, ['whole'])
  const { file } = await machine.unpack()
  t.true(existsSync(file))
  await machine.unpack()
  t.is(machine.calls().length, 1)
  t.regex(machine.calls()[0] ?? '', /--reinstall .*install redis-server$/)
  t.deepEqual(
    machine.lines.map((line) => line.replace(/[\d.]+ s/, 'N s')),
    ['Downloading Redis from the Debian packages (once) …', 'Downloaded Redis in N s'],
  )
})

test.serial('downloads all that a package depends on when the record of the machine is wrong', async (t) => {
  const machine = fakeMachine(t, ['nothing', 'broken', 'whole'])
  const { file } = await machine.unpack()
  t.true(existsSync(file))
  const statuses = machine.calls().map((call) => /Dir::State::status=(\S+)/.exec(call)?.[1] ?? '')
  t.deepEqual(statuses.slice(0, 2), ['/var/lib/dpkg/status', '/var/lib/dpkg/status'])
  t.regex(statuses[2] ?? '', /draft-\w+\/status$/)
})

test.serial('keeps no folder without a program that starts, and says why', async (t) => {
  const machine = fakeMachine(t, ['nothing', 'nothing', 'nothing', 'whole'])
  await t.throwsAsync(machine.unpack(), {
    message: 'redis-server: apt brought no usr/bin/redis-server',
  })
  t.false(machine.lines.some((line) => line.startsWith('Downloaded')))
  const { file } = await machine.unpack()
  t.true(existsSync(file))
})

test.serial('downloads again when the kept program is gone or does not start', async (t) => {
  const machine = fakeMachine(t, ['whole', 'whole', 'whole'])
  const { file } = await machine.unpack()
  rmSync(file)
  await machine.unpack()
  t.true(existsSync(file))
  writeScript(file, 'exit 1')
  await machine.unpack()
  t.is(machine.lines.filter((line) => line.includes('does not start, so it is downloaded again')).length, 2)
  t.is(machine.lines.filter((line) => line.startsWith('Downloaded')).length, 3)
})

test.serial(
  'a program of another release runs with the loader and libraries that came with it',
  async (t) => {
    const machine = fakeMachine(t, ['whole'])
    const { file, folder, env } = await machine.unpack({ suite: 'sid', version: / v=7/ })
    t.deepEqual(env, {})
    t.true(folder.endsWith('-sid'))
    t.regex(readFileSync(file, 'utf8'), /--library-path .* "\$0\.elf" "\$@"/)
    t.regex(machine.calls()[0] ?? '', /Dir::Etc::sourcelist=\S+sources\.list .*Dir::Etc::sourceparts=-/)
    await machine.unpack({ suite: 'sid', version: / v=7/ })
    t.is(machine.calls().length, 1)
  },
)

test.serial('a release that has another version by now is refused, and says which', async (t) => {
  const machine = fakeMachine(t, ['whole'])
  await t.throwsAsync(machine.unpack({ suite: 'sid', version: / v=9\./ }), {
    message: 'Debian sid has Redis server v=7',
  })
})

test.serial('a server is named by kind and version', (t) => {
  t.teardown(() => delete process.env['PAGEBEAT_DATABASE_SERVER'])
  t.is(readStore('PAGEBEAT_DATABASE_SERVER', ['mysql']), undefined)
  process.env['PAGEBEAT_DATABASE_SERVER'] = 'mysql-9.7'
  t.is(readStore('PAGEBEAT_DATABASE_SERVER', ['mariadb', 'mysql']), 'mysql-9.7')
  process.env['PAGEBEAT_DATABASE_SERVER'] = 'valkey-9.1'
  t.throws(() => readStore('PAGEBEAT_DATABASE_SERVER', ['mariadb', 'mysql']), {
    message:
      'PAGEBEAT_DATABASE_SERVER is valkey-9.1, but must be one of mariadb-10.11, mariadb-11.8, mysql-9.7',
  })
})
