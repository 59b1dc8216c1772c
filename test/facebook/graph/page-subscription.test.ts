import test from 'ava'
import {
  findAppSubscriptions,
  findSubscribedApps,
  subscribeApp,
  subscribePage,
  unsubscribePage,
} from '../../../src/facebook/graph/page-subscription.ts'
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
