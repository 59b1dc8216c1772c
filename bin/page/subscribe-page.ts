/** `pagebeat page subscribe`: a field comes only when the app and the Page are both subscribed to it. */
import { readConfig } from '../../src/config.ts'
import { GraphRejectedError } from '../../src/errors.ts'
import type { PageAccess } from '../../src/facebook/graph/graph-call.ts'
import { attempt, describeTrouble } from '../../src/facebook/page-check/attempt.ts'
import { type RefusedField, subscribeWhatIsAllowed } from '../../src/facebook/page-check/refused-fields.ts'
import { grantedFor } from '../../src/facebook/page-check/token-findings.ts'
import { Refused } from '../command-line/refused.ts'
import { fieldsFor, neededFields, webhookFields } from '../../src/facebook/page-check/webhook-fields.ts'
import { requireAccess } from './page-access.ts'
import { type Admin, withAdmin } from './with-facebook.ts'
import { printJson, printLine, printable } from '../command-line/terminal.ts'

export interface SubscribeOptions {
  readonly callback?: string
  readonly json?: true
}

export async function subscribePage(pageId: string, { callback, json }: SubscribeOptions): Promise<void> {
  const subscribed = await withAdmin(async (admin) => {
    const access = await requireAccess(admin.params, pageId)
    const ofApp =
      callback === undefined
        ? { says: await keepApp(admin), refused: [] }
        : await subscribeApp(admin, callback)
    const asked = fieldsFor(await permissionsOf(admin, access))
    const ofPage = await subscribeWhatIsAllowed(asked, async (some) => {
      await admin.facebook.subscribePage(access, some)
    }).catch((error: unknown) => {
      if (!(error instanceof GraphRejectedError)) throw error
      throw new Refused(`Facebook refuses to subscribe Page ${pageId} (${describeTrouble(error)}).`, {
        cause: error,
      })
    })
    const { fields } = ofPage
    const refused = [
      ...ofApp.refused,
      ...ofPage.refused.filter(({ field }) => ofApp.refused.every((one) => one.field !== field)),
    ]
    if (refused.some(({ field }) => Object.hasOwn(neededFields, field))) process.exitCode = 1
    return {
      fields,
      refused,
      says: [
        ...ofApp.says,
        `Page ${pageId} sends ${fields.length} fields to the app.`,
        ...refused.map(toLine),
      ],
    }
  })
  const { fields, refused, says } = subscribed
  if (json) return printJson({ pageId, callback, fields, refused })
  for (const line of says) printLine(line)
  printLine(`Next: pagebeat page check ${pageId}`)
}

/** What Facebook says of the token; an unknown one has no permission, so only needed fields are asked for. */
async function permissionsOf({ facebook }: Admin, access: PageAccess): Promise<ReadonlySet<string>> {
  const token = await attempt(facebook.inspectToken(access.token))
  return token.error === undefined ? grantedFor(token.value, access.pageId) : new Set()
}

function toLine({ field, says }: RefusedField): string {
  return `Facebook refuses the field ${field} (${webhookFields[field] ?? ''}): ${printable(says)}`
}

async function keepApp({ facebook }: Admin): Promise<readonly string[]> {
  const found = await facebook.findAppSubscription()
  if (found === undefined) {
    throw new Refused(
      'The app has no webhook for the object Page yet. Name it: --callback https://<your host>/webhook',
    )
  }
  return [`The webhook of the app stays ${printable(found.callbackUrl ?? 'as it is')}.`]
}

/** Facebook calls the webhook at once with the verify token: `pagebeat receive` must run and be reachable. */
async function subscribeApp(
  { facebook }: Admin,
  callbackUrl: string,
): Promise<{ readonly says: readonly string[]; readonly refused: readonly RefusedField[] }> {
  const { FACEBOOK_VERIFY_TOKEN: verifyToken } = readConfig(process.env, {
    required: ['FACEBOOK_VERIFY_TOKEN'],
  })
  requireCallback(callbackUrl)
  const before = await facebook.findAppSubscription()
  const { refused } = await subscribeWhatIsAllowed(Object.keys(webhookFields), async (fields) => {
    await facebook.subscribeApp({ callbackUrl, verifyToken, fields })
  }).catch((error: unknown) => {
    if (!(error instanceof GraphRejectedError)) throw error
    throw new Refused(
      `Facebook refuses the webhook (${describeTrouble(error)}). Facebook calls the URL at once. Check three things:\n` +
        '- `pagebeat receive` is reachable there;\n' +
        '- it runs with the same FACEBOOK_VERIFY_TOKEN;\n' +
        '- FACEBOOK_APP_SECRET is the secret of this app.',
      { cause: error },
    )
  })
  const was =
    before?.callbackUrl !== undefined && before.callbackUrl !== callbackUrl
      ? [`Events no longer go to the old webhook ${printable(before.callbackUrl)}.`]
      : []
  return { says: [`The app sends the events of its Pages to ${callbackUrl}.`, ...was], refused }
}

/** Facebook accepts https only; http is for the simulated Facebook on this machine. */
function requireCallback(callback: string): void {
  const url = URL.canParse(callback) ? new URL(callback) : undefined
  const isLocal = url?.protocol === 'http:' && /^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)
  if (url?.protocol !== 'https:' && !isLocal) {
    throw new Refused(
      '--callback must be https://<your host>/webhook, with a certificate that is not self-signed',
    )
  }
}
