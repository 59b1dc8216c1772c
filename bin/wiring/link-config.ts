import { readConfig } from '../../src/config.ts'
import type { LinkTools } from '../../src/identity/links-of-event.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { createLinkTools } from './link-tools.ts'

/** What stitch needs to know customers by their events. Without PAGEBEAT_SECRET_KEY no invite counts. */
export function openLinkTools(
  env: Readonly<Record<string, string | undefined>>,
  log: Pick<Logger, 'warn'>,
): LinkTools {
  const config = readConfig(env, { required: [], optional: ['PAGEBEAT_SECRET_KEY', 'IDENTITY_COUNTRY'] })
  return createLinkTools({
    secretKeys: config.PAGEBEAT_SECRET_KEY ?? [],
    country: config.IDENTITY_COUNTRY,
    log,
  })
}
