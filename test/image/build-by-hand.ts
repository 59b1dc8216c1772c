/**
 * What the Dockerfile does, without Docker: its COPY and npm ci in a temporary folder, then `pagebeat --help`, `sql`, and (with REDIS_URL set)
 * the receiver with its health check, as a user without rights when started by root. Exits with 0 when all of that works.
 * `node test/image/build-by-hand.ts`; needs the npm registry, half a minute.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..', '..')
const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8')
const app = mkdtempSync(path.join(tmpdir(), 'pagebeat-image-'))
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
/** The folder of the running Node comes first, so that `#!/usr/bin/env node` finds it as in the image. */
const env = {
  PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
  HOME: app,
  NODE_ENV: 'production',
}

try {
  for (const [, sources = ''] of dockerfile.matchAll(/^COPY (?!--)(.*) \S+$/gm)) {
    for (const source of sources.split(' '))
      cpSync(path.join(root, source), path.join(app, source), { recursive: true })
  }
  chmodSync(app, 0o755)
  chmodSync(path.join(app, 'bin/pagebeat.ts'), 0o755)
  copyFileSync(process.execPath, path.join(app, 'node')) // nobody may not be allowed where ours stands
  const install = /^RUN (npm ci .*)$/m.exec(dockerfile)?.[1] ?? 'false'
  run('sh', ['-c', install], { env: { ...process.env, NODE_ENV: 'production' } }) // the registry's settings are this machine's
  run('du', ['-sh', 'node_modules'], {})
  run('./node', ['bin/pagebeat.ts', '--help'], nobody)
  run('./node', ['bin/pagebeat.ts', 'sql'], { ...nobody, stdio: ['ignore', 'ignore', 'inherit'] })
  if (process.env['REDIS_URL'] !== undefined) await receive(process.env['REDIS_URL'])
  console.log('the image would work')
} finally {
  rmSync(app, { recursive: true })
}

function run(command: string, args: readonly string[], options: object): void {
  const { status, error } = spawnSync(command, args, { cwd: app, env, stdio: 'inherit', ...options })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`, { cause: error })
}

/** Starts, says that it is healthy, and ends within the grace period when told so. */
async function receive(redisUrl: string): Promise<void> {
  const settings = {
    ...env,
    REDIS_URL: redisUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    FACEBOOK_APP_SECRET: 'x',
    FACEBOOK_VERIFY_TOKEN: 'x',
  }
  const child = spawn('./node', ['bin/pagebeat.ts', 'receive'], { cwd: app, env: settings, ...nobody })
  child.stderr.pipe(process.stderr)
  const exited = once(child, 'exit')
  let said = ''
  for await (const bytes of child.stdout) {
    said += String(bytes)
    if (/"port":\d+/.test(said)) break
  }
  const port = /"port":(\d+)/.exec(said)?.[1]
  if (port === undefined) throw new Error(`the receiver ended: ${said}`)
  run('./node', ['bin/health.ts'], {
    ...nobody,
    env: { ...settings, PORT: port, PAGEBEAT_HEALTH_OF: 'node pagebeat receive' },
  })
  child.kill('SIGTERM')
  await exited
  if (child.exitCode !== 0) throw new Error(`the receiver ended with ${child.exitCode}`)
}
