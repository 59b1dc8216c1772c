import test from 'ava'
import { debugToken } from '../../../src/facebook/graph/debug-token.ts'
import { findPage } from '../../../src/facebook/graph/page-info.ts'
import { access, stubCall } from './stub-call.ts'

const app = { appToken: '5|app-secret' }

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
    granularScopes: new Map(),
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
