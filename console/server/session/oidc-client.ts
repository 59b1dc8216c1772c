/** The brand's identity provider, by OpenID Connect: authorization code with PKCE, state and nonce. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { isLoopback } from '../../../src/http/require-login.ts'

export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

/** What the browser keeps while the user is at the identity provider. */
export interface OidcFlow {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface OidcClient {
  /** Where the user signs in, and what to keep until they are back. Rejects when the provider does not answer. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly flow: OidcFlow }>
  /** The e-mail that the provider has verified; undefined when there is none. Rejects when the response is not right. */
  findEmail(currentUrl: URL, flow: OidcFlow): Promise<string | undefined>
}

const timeoutSeconds = 5
/** A provider may change its addresses and keys. */
const knownMs = 60 * 60_000

export function createOidcClient(
  { issuer, clientId, clientSecret }: OidcSettings,
  now: () => number,
): OidcClient {
  let known: { readonly until: number; readonly found: Promise<Configuration> } | undefined

  /** Asks for the provider's addresses once an hour. A failure is not kept. */
  async function discover(): Promise<Configuration> {
    if (known === undefined || known.until < now()) {
      const server = new URL(issuer)
      // Without it, the signature of a token that came over TLS is not checked.
      const execute = [enableNonRepudiationChecks]
      if (server.protocol === 'http:' && isLoopback(server.hostname)) execute.push(allowInsecureRequests)
      const found = discovery(server, clientId, clientSecret, undefined, { execute, timeout: timeoutSeconds })
      known = { until: now() + knownMs, found }
    }
    try {
      return await known.found
    } catch (error) {
      known = undefined
      throw error
    }
  }

  return {
    async begin(redirectUri) {
      const configuration = await discover()
      const flow = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid email',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, flow }
    },
    async findEmail(currentUrl, { state, nonce, verifier }) {
      const configuration = await discover()
      const tokens = await authorizationCodeGrant(configuration, currentUrl, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (claims === undefined) return undefined
      if (claims['email'] !== undefined) return verifiedEmail(claims)
      return verifiedEmail(await fetchUserInfo(configuration, tokens.access_token, claims.sub))
    },
  }
}

function verifiedEmail(claims: Readonly<Record<string, unknown>>): string | undefined {
  const { email, email_verified: isVerified } = claims
  return typeof email === 'string' && isVerified === true ? email : undefined
}
