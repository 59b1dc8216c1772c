import test from 'ava'
import { asPageId } from '../../../src/domain/ids.ts'
import type { TokenFacts } from '../../../src/facebook/graph/debug-token.ts'
import { checkToken } from '../../../src/facebook/page-check/check-token.ts'

const now = Date.UTC(2026, 10, 28)
const wish = { pageId: asPageId('1001'), token: 'EAAB-token', appId: '5', now }

function facebook({ id = '1001', ...facts }: Partial<TokenFacts> & { readonly id?: string } = {}) {
  const token: TokenFacts = {
    isValid: true,
    appId: '5',
    type: 'PAGE',
    profileId: '1001',
    scopes: [],
    ...facts,
  }
  return { inspectToken: async () => token, findPage: async () => ({ id, name: 'Beanery' }) }
}

test('a token for this Page is usable, and the operator is told what to know about it', async (t) => {
  const { fatal, findings, name } = await checkToken(facebook(), wish)
  t.deepEqual([fatal, name], [[], 'Beanery'])
  t.deepEqual(
    findings.map(({ check, state }) => `${check}: ${state}`),
    ['permissions: wrong', 'permissions_useful: unsure'],
  )
})

test('a token that is invalid, or of another app or Page, cannot be used', async (t) => {
  for (const [facts, check] of [
    [{ isValid: false }, 'token_valid'],
    [{ appId: '6' }, 'token_app'],
    [{ type: 'USER' }, 'token_page'],
    [{ id: '1002' }, 'token_page'],
  ] as const) {
    const { fatal } = await checkToken(facebook(facts), wish)
    t.deepEqual(
      fatal.map((one) => one.check),
      [check],
    )
  }
})
