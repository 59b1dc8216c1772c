/** A small OpenID provider on loopback: it signs ID tokens by RS256 and holds clients to PKCE, state and nonce. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ExecutionContext } from 'ava'
import { listen } from '../../../src/listen.ts'

/** Who signs in there next, and what the provider does wrong. */
export interface ProviderBehaviour {
  readonly claims: Readonly<Record<string, unknown>>
  readonly userInfo?: Readonly<Record<string, unknown>>
  readonly wrong?: 'nonce' | 'signature' | 'audience' | 'issuer' | 'down'
}

interface Granted {
  readonly challenge: string
  readonly nonce: string
  readonly redirectUri: string
}

export async function startIdentityProvider(t: ExecutionContext) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { privateKey: otherKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const client = { id: 'console', secret: 'client-secret' }
  const codes = new Map<string, Granted>()
  let issuer = ''
  let behaviour: ProviderBehaviour = { claims: {} }

  const idToken = ({ nonce }: Granted): string => {
    const { wrong, claims } = behaviour
    const now = Math.floor(Date.now() / 1_000)
    const parts = [
      { alg: 'RS256', kid: 'k1', typ: 'JWT' },
      {
        iss: wrong === 'issuer' ? 'https://evil.example' : issuer,
        aud: wrong === 'audience' ? 'other' : client.id,
        sub: 'user-1',
        iat: now,
        exp: now + 300,
        nonce: wrong === 'nonce' ? 'other' : nonce,
        ...claims,
      },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    const signed = parts.join('.')
    const key = wrong === 'signature' ? otherKey : privateKey
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
  }

  async function token(req: IncomingMessage): Promise<{ status: number; body: object }> {
    const given = new URLSearchParams(await text(req))
    const granted = codes.get(given.get('code') ?? '')
    codes.delete(given.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url')
    const isClient = given.get('client_id') === client.id && given.get('client_secret') === client.secret
    if (granted?.challenge !== challenge || granted.redirectUri !== given.get('redirect_uri') || !isClient)
      return { status: 400, body: { error: 'invalid_grant' } }
    const body = { access_token: 'at', token_type: 'Bearer', expires_in: 60, id_token: idToken(granted) }
    return { status: 200, body }
  }

  async function respond(req: IncomingMessage): Promise<{ status: number; body: object }> {
    if (behaviour.wrong === 'down') return { status: 503, body: {} }
    switch (new URL(req.url ?? '', issuer).pathname) {
      case '/.well-known/openid-configuration':
        return {
          status: 200,
          body: {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            userinfo_endpoint: `${issuer}/userinfo`,
            jwks_uri: `${issuer}/keys`,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256'],
            code_challenge_methods_supported: ['S256'],
          },
        }
      case '/keys':
        return {
          status: 200,
          body: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] },
        }
      case '/userinfo':
        return { status: 200, body: { sub: 'user-1', ...behaviour.userInfo } }
      default:
        return await token(req)
    }
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { status, body } = await respond(req)
    res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }

  const server = createServer((req, res) => void serve(req, res))
  issuer = `http://127.0.0.1:${await listen(server, { port: 0, host: '127.0.0.1' })}`
  t.teardown(() => void server.close())
  return {
    settings: { issuer, clientId: client.id, clientSecret: client.secret },
    behave: (next: ProviderBehaviour) => void (behaviour = next),
    /** The user signs in at this address of the provider. Returns the address to which the browser goes back. */
    signIn(authorizeUrl: string): URL {
      const asked = new URL(authorizeUrl).searchParams
      if (asked.get('response_type') !== 'code' || asked.get('code_challenge_method') !== 'S256')
        throw new Error(`not by code and PKCE: ${authorizeUrl}`)
      const code = randomBytes(8).toString('hex')
      const redirectUri = asked.get('redirect_uri') ?? ''
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
        redirectUri,
      })
      const back = new URL(redirectUri)
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      return back
    },
  }
}
