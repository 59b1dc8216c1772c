/** A console beside an installation. */
import { findFreePort } from '../../sandbox/servers/free-port.ts'
import { untilUp } from '../../sandbox/until-up.ts'
import type { Host } from '../host.ts'
import type { Installation } from '../installation.ts'
import { openStream, type OpenStream } from './open-stream.ts'

/** The console of the installation is up. Resolves to its origin. */
export async function startConsole({ processes }: Host, installation: Installation): Promise<string> {
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  installation.startOther('console', 'trials/console/console-process.ts', [
    installation.databaseUrl,
    String(port),
  ])
  await untilUp([`${origin}/readyz`], { processes })
  return origin
}

/** The same, with the open page of an agent. */
export async function startOpenConsole(host: Host, installation: Installation): Promise<OpenStream> {
  const origin = await startConsole(host, installation)
  return await openStream(origin, installation.databaseUrl, () => {})
}
