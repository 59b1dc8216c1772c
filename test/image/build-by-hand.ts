/**
 * Runs the Dockerfile without Docker, npm included, in a temporary folder. Then runs `pagebeat --help`, `sql`, and (with
 * REDIS_URL set) the receiver with its health check, as a user without rights when root started it. Exits with 0 when all of
 * that works. `node test/image/build-by-hand.ts`; needs the npm registry, half a minute.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runDockerfile } from './run-dockerfile.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-image-'))
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

try {
  const image = runDockerfile({ folder, packages: 'install' })
  const app = path.join(image, 'app')
  chmodSync(folder, 0o755)
  const node = path.join(image, 'usr/local/bin/node')
  copyFileSync(process.execPath, node) // another user may not read the folder of ours
  const env = { PATH: `${path.dirname(node)}:/usr/bin:/bin`, HOME: app, NODE_ENV: 'production' }

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
    const child = spawn('pagebeat', ['receive'], { cwd: app, env: settings, ...nobody })
    child.stderr.pipe(process.stderr)
    const exited = once(child, 'exit')
    let said = ''
    for await (const bytes of child.stdout) {
      said += String(bytes)
      if (/"port":\d+/.test(said)) break
    }
    const port = /"port":(\d+)/.exec(said)?.[1]
    if (port === undefined) throw new Error(`the receiver ended: ${said}`)
    run('perl', ['bin/health.pl'], {
      ...nobody,
      env: { ...settings, PORT: port, PAGEBEAT_HEALTH_OF: 'node pagebeat receive' },
    })
    child.kill('SIGTERM')
    await exited
    if (child.exitCode !== 0) throw new Error(`the receiver ended with ${child.exitCode}`)
  }

  run('du', ['-sh', 'node_modules'], {})
  run('pagebeat', ['--help'], nobody)
  run('pagebeat', ['sql'], { ...nobody, stdio: ['ignore', 'ignore', 'inherit'] })
  if (process.env['REDIS_URL'] !== undefined) await receive(process.env['REDIS_URL'])
  console.log('the image would work')
} finally {
  rmSync(folder, { recursive: true })
}
