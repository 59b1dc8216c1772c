import type { JsonObject } from '../../domain/reply.ts'
import type { PageAccess } from '../graph/graph-call.ts'
import { diffMessengerProfile, type MessengerProfileDiff } from './messenger-profile-diff.ts'
import type { PageFacebook } from './page-facebook.ts'

export interface PublishRequest {
  readonly access: PageAccess
  readonly wanted: JsonObject
  /** True: only compare. */
  readonly dryRun: boolean
}

/**
 * The Page's Messenger Profile at Facebook is the wanted one. Returns the differences that there were. Repeating it
 * changes nothing. It writes before it deletes, as Facebook refuses a menu without a Get Started button.
 */
export async function publishMessengerProfile(
  facebook: Pick<PageFacebook, 'findMessengerProfile' | 'writeMessengerProfile' | 'deleteMessengerProfile'>,
  { access, wanted, dryRun }: PublishRequest,
): Promise<MessengerProfileDiff> {
  const diff = diffMessengerProfile(await facebook.findMessengerProfile(access), wanted)
  if (dryRun) return diff
  if (Object.keys(diff.write).length > 0) await facebook.writeMessengerProfile(access, diff.write)
  if (diff.remove.length > 0) await facebook.deleteMessengerProfile(access, diff.remove)
  return diff
}
