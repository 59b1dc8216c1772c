import { z } from 'zod'
import { addresses, flag, port } from './config-values.ts'
import { secretVariable, variable } from './config-variable.ts'

/** A part of `variables` (`config.ts`): where the console listens, and who may sign in. */
export const consoleVariables = {
  CONSOLE_PORT: variable(port, 'port of the console', '3002'),
  CONSOLE_HOST: variable(z.string(), 'address on which the console listens', '127.0.0.1'),
  CONSOLE_URL: variable(
    z
      .string()
      .regex(
        /^https:\/\/[^/?#\s]+$|^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/,
        'must be https://host, without a path; http only of this host (localhost, 127.0.0.1, [::1])',
      ),
    'public address of the console; required unless it listens on loopback. For workers of respond, too: what `NOTIFY_URL` is told then links to the conversation',
  ),
  CONSOLE_TRUSTED_PROXIES: variable(
    addresses,
    'addresses or networks of your proxies, separated by commas: only their `X-Forwarded-For` counts',
  ),
  PAGEBEAT_UNDO_SECONDS: variable(
    z.coerce.number('must be a number').int('must be a whole number').min(0).max(60),
    'seconds for which an agent of the console may take a message back before it leaves, 0 to 60',
    '5',
  ),
  FACEBOOK_HUMAN_AGENT: variable(
    flag,
    '1 if Facebook has given your app the feature Human Agent: agents of the console may then write for 7 days, not 24 hours. For workers, too',
    '0',
  ),
  OIDC_ISSUER: variable(
    z
      .string()
      .regex(
        /^https:\/\/[^?#\s]+$|^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?:\/[^?#\s]*)?$/,
        'must be https://…',
      ),
    'address of your identity provider (OpenID Connect), through which users of the console then sign in; needs `CONSOLE_URL`',
  ),
  OIDC_CLIENT_ID: variable(
    z.string().min(1),
    'id of the console at the identity provider; its redirect address is `<CONSOLE_URL>/api/oidc/callback`',
  ),
  OIDC_CLIENT_SECRET: secretVariable(z.string().min(1), 'secret of the console at the identity provider'),
} as const
