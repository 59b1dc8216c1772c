import { asPsid } from '../../../src/domain/ids.ts'
import test from 'ava'
import { GraphRejectedError } from '../../../src/errors.ts'
import { debugToken } from '../../../src/facebook/graph/debug-token.ts'
import { graphPath } from '../../../src/facebook/graph/graph-path.ts'
import {
  deleteMessengerProfile,
  readMessengerProfile,
  setMessengerProfile,
} from '../../../src/facebook/graph/messenger-profile.ts'
import { findPage } from '../../../src/facebook/graph/page-info.ts'
import {
  findAppSubscriptions,
  findSubscribedApps,
  subscribeApp,
  subscribePage,
  unsubscribePage,
} from '../../../src/facebook/graph/page-subscription.ts'
import {
  findThreadOwner,
  passThreadControl,
  takeThreadControl,
} from '../../../src/facebook/graph/thread-control.ts'
import { access, stubCall } from './stub-call.ts'

const app = { appToken: '5|app-secret' }

test('both levels of subscription are made, read and ended', async (t) => {
  const call = stubCall(
    { success: 'true' },
    { data: [{ id: 5, name: 'Ours', subscribed_fields: ['feed', { name: 'messages' }] }] },
    { success: true },
    { success: true },
    {
      data: [
        {
          object: 'page',
          callback_url: 'https://x',
          active: false,
          fields: [{ name: 'feed', version: 'v26.0' }],
        },
      ],
    },
  )
  await subscribePage(call, access, { fields: ['feed', 'messages'] })
  t.deepEqual(await findSubscribedApps(call, access), [
    { appId: '5', name: 'Ours', fields: ['feed', 'messages'] },
  ])
  await unsubscribePage(call, access)
  await subscribeApp(call, app, { appId: '5', callbackUrl: 'https://x', verifyToken: 'v', fields: ['feed'] })
  t.deepEqual(await findAppSubscriptions(call, app, { appId: '5' }), [
    { object: 'page', callbackUrl: 'https://x', isActive: false, fields: ['feed'] },
  ])
  t.deepEqual(
    call.requests.map(({ method, path, query }) => [method, path, query?.['subscribed_fields']]),
    [
      ['POST', '1001/subscribed_apps', 'feed,messages'],
      ['GET', '1001/subscribed_apps', undefined],
      ['DELETE', '1001/subscribed_apps', undefined],
      ['POST', '5/subscriptions', undefined],
      ['GET', '5/subscriptions', undefined],
    ],
  )
})

test('the Messenger Profile is read into one object, set and deleted', async (t) => {
  const call = stubCall(
    { data: [{ get_started: { payload: 'start' } }] },
    { result: 'success' },
    { success: 'true' },
  )
  t.deepEqual(await readMessengerProfile(call, access), { get_started: { payload: 'start' } })
  await setMessengerProfile(call, access, { greeting: [{ locale: 'default', text: 'Hi' }] })
  await deleteMessengerProfile(call, access, { fields: ['ice_breakers'] })
  t.like(call.requests[2], { method: 'DELETE', body: { fields: ['ice_breakers'] } })
})

test('a response that only reports success must report it', async (t) => {
  for (const body of [{}, { success: false }, { result: 'no' }])
    t.like(await t.throwsAsync(takeThreadControl(stubCall(body), access, { psid: asPsid('77') })), {
      fault: { reason: 'no_success' },
    })
})

test('thread control goes to the inbox unless an app is named, and the app that has it is found', async (t) => {
  const call = stubCall({ success: true }, { data: [{ thread_owner: { app_id: 263902037430900 } }] })
  await passThreadControl(call, access, { psid: asPsid('77'), metadata: 'complaint' })
  t.deepEqual(call.requests[0]?.body, {
    recipient: { id: '77' },
    target_app_id: '263902037430900',
    metadata: 'complaint',
  })
  t.is(await findThreadOwner(call, access, { psid: asPsid('77') }), '263902037430900')
})

test('a token tells its permissions, and a Page its name', async (t) => {
  const data = {
    app_id: '5',
    type: 'PAGE',
    is_valid: true,
    expires_at: 0,
    scopes: ['pages_messaging'],
    profile_id: 1001,
  }
  t.deepEqual(await debugToken(stubCall({ data }), app, { token: 'page-token' }), {
    isValid: true,
    appId: '5',
    type: 'PAGE',
    profileId: '1001',
    scopes: ['pages_messaging'],
  })
  t.deepEqual(
    await findPage(
      stubCall(async () => ({ body: { id: '1001', name: 'Café', is_published: true }, apiVersion: 'v26.0' })),
      access,
      { more: ['is_published'] },
    ),
    {
      id: '1001',
      name: 'Café',
      isPublished: true,
      apiVersion: 'v26.0',
    },
  )
})

test('ids cannot change the path', (t) => {
  t.is(graphPath('1_2', 'a/../b?c#d'), '1_2/a%2F..%2Fb%3Fc%23d')
  for (const bad of ['', '.', '..', '\ud800'])
    t.throws(() => graphPath('1', bad), { instanceOf: GraphRejectedError })
})
