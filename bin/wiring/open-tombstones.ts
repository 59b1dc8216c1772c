import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { KnownForgotten } from '../../src/db/identity/forgotten-links.ts'
import { requireKeyOfForgotten } from '../../src/db/privacy/require-key.ts'
import { createTombstones } from '../../src/db/privacy/tombstones.ts'
import { createIdDigests } from '../../src/privacy/id-digest.ts'
import { readPrivacyConfig } from './privacy-config.ts'

/** For commands: who was forgotten. Undefined: nobody. Throws ConfigError where customers were, and there is no key. */
export async function openTombstones(db: Kysely<Database>): Promise<KnownForgotten> {
  const { secretKeys, rule } = readPrivacyConfig(process.env)
  await requireKeyOfForgotten(db, secretKeys)
  return secretKeys && createTombstones(createIdDigests(secretKeys), rule)
}
