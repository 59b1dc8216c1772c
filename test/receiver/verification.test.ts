import test from 'ava'
import { send, verifyToken } from './http.ts'
import { withReceiver } from './stub-receiver.ts'

function verification(challenge: string, token = verifyToken, mode = 'subscribe'): string {
  const query = new URLSearchParams({
    'hub.mode': mode,
    'hub.verify_token': token,
    'hub.challenge': challenge,
  })
  return `/webhook?${query.toString()}`
}

test('returns the challenge unchanged, as plain text', async (t) => {
  await withReceiver(async ({ port }) => {
    const html = '<script>alert("1")</script>&amp;'
    for (const challenge of [
      '1158201444',
      '00012',
      '1e3',
      'CHALLENGE_ACCEPTED',
      'a+b c',
      html,
      'ü😀',
      '%41',
      '',
    ]) {
      const answer = await send(port, { path: verification(challenge) })
      t.is(answer.text, challenge)
      t.is(answer.status, 200)
      t.is(answer.headers['content-type'], 'text/plain; charset=utf-8')
      t.is(answer.headers['x-content-type-options'], 'nosniff')
    }
    const reordered = `/webhook?hub.challenge=7&hub.verify_token=${verifyToken}&hub.mode=subscribe&extra=1`
    t.is((await send(port, { path: reordered })).text, '7')
  })
})

test('refuses a verification with another token, and repeats nothing of it', async (t) => {
  await withReceiver(async ({ port }) => {
    const right = `hub.mode=subscribe&hub.verify_token=${verifyToken}`
    for (const path of [
      '/webhook',
      verification('marker', 'wrong'),
      verification('marker', ''),
      verification('marker', `${verifyToken}x`),
      verification('marker', verifyToken.toUpperCase()),
      verification('marker', verifyToken, 'unsubscribe'),
      `/webhook?hub.verify_token=${verifyToken}&hub.challenge=marker`,
      `/webhook?${right}`,
      `/webhook?${right}&hub.challenge=marker&hub.challenge=marker`,
      `/webhook?${right}&hub.verify_token=${verifyToken}&hub.challenge=marker`,
      `/webhook?hub[mode]=subscribe&hub[verify_token]=${verifyToken}&hub[challenge]=marker`,
      `/webhook?${right}&hub.challenge[]=marker`,
      `/webhook?hub.verify_token[toString]=${verifyToken}&hub.mode=subscribe&hub.challenge=marker`,
    ]) {
      const answer = await send(port, { path })
      t.is(answer.status, 403, path)
      t.is(answer.text, 'Forbidden', path)
    }
  })
})

test('refuses a query of many repeated names before it parses them', async (t) => {
  await withReceiver(async ({ port }) => {
    const query = `hub.mode=subscribe&hub.verify_token=${verifyToken}&hub.challenge=1`
    t.is((await send(port, { path: `/webhook?${query}` })).status, 200)
    t.is((await send(port, { path: `/webhook?${query}${'&x=1'.repeat(2_000)}` })).status, 403)
    t.is((await send(port, { path: `/webhook?${query}&hub.challenge=2` })).status, 403)
  })
})
