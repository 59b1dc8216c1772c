import test, { type ExecutionContext } from 'ava'
import { openConsole } from '../running-console.ts'
import { startIdentityProvider } from './identity-provider.ts'

const eva = { email: 'Agent@Example.com', email_verified: true }

async function open(t: ExecutionContext) {
  const provider = await startIdentityProvider(t)
  const console = await openConsole(t, {
    consoleUrl: 'https://console.example.com',
    oidc: provider.settings,
  })
  return { ...console, provider }
}

test.serial('a user whose verified e-mail is known gets in with their role; no other does', async (t) => {
  const { provider, browser, errors } = await open(t)
  t.deepEqual((await browser().ask('/api/sign-in')).json, { password: true, oidc: true })

  const signIn = async (to = '') => {
    const client = browser()
    const start = await client.ask(`/api/oidc/start${to}`)
    const back = provider.signIn(start.headers.get('location') ?? '')
    t.is(back.origin, 'https://console.example.com')
    return { client, back, answer: await client.ask(`${back.pathname}${back.search}`) }
  }
  provider.behave({ claims: eva })
  const { client, back, answer } = await signIn('?to=%2Fconversations%2F7')
  t.deepEqual([answer.status, answer.headers.get('location')], [302, '/conversations/7'])
  t.deepEqual(client.setCookies, [
    '__Host-pagebeat-oidc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600',
    '__Host-pagebeat-oidc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
    '__Host-pagebeat; Path=/; HttpOnly; SameSite=Lax; Secure',
  ])
  t.like((await client.ask('/api/session')).json, { user: { role: 'agent' }, isOidc: true })
  t.is((await client.ask(`${back.pathname}${back.search}`)).status, 400, 'the address is worth nothing again')

  provider.behave({ claims: {}, userInfo: eva })
  t.is((await signIn()).answer.headers.get('location'), '/', 'the e-mail may come by the user info')
  t.is((await signIn('?to=https://evil.example')).answer.headers.get('location'), '/')
  const refused = [
    { ...eva, email_verified: false },
    { ...eva, email_verified: 'true' },
    { email: eva.email },
    { email: 'stranger@example.com', email_verified: true },
    { email: ['agent@example.com'], email_verified: true },
  ]
  for (const claims of refused) {
    provider.behave({ claims })
    const { answer: no, client: stranger } = await signIn()
    t.is(no.status, 403, JSON.stringify(claims))
    t.regex(no.text, /pagebeat user add/)
    t.is((await stranger.ask('/api/session')).status, 401)
  }
  t.deepEqual(errors, [])
})

test.serial('a forged, mixed-up or unasked answer signs nobody in', async (t) => {
  const { provider, browser, errors } = await open(t)
  for (const wrong of ['nonce', 'signature', 'audience', 'issuer', 'down'] as const) {
    const client = browser()
    provider.behave({ claims: eva })
    const back = provider.signIn((await client.ask('/api/oidc/start')).headers.get('location') ?? '')
    provider.behave({ claims: eva, wrong })
    const { status, text } = await client.ask(`${back.pathname}${back.search}`)
    t.is(status, 502, wrong)
    t.notRegex(text, /other|evil|503/)
    t.is((await client.ask('/api/session')).status, 401, wrong)
  }
  t.is(errors.length, 5)
  provider.behave({ claims: eva })
  const [mine, other] = [browser(), browser()]
  const back = provider.signIn((await mine.ask('/api/oidc/start')).headers.get('location') ?? '')
  t.is((await other.ask(`${back.pathname}${back.search}`)).status, 400, 'another browser did not begin it')
  await other.ask('/api/oidc/start')
  t.is((await other.ask(`${back.pathname}${back.search}`)).status, 502, 'the state is of another browser')
  t.is((await other.ask('/api/session')).status, 401)
  t.is((await mine.ask('/api/oidc/callback?error=access_denied&state=x')).status, 502)
})
