/** Habits of Facebook that readers stumble over: each is a fault by name. */
import test from 'ava'
import { countInstantReplies } from '../../../../src/facebook/graph/conversations.ts'
import { createGraphCall } from '../../../../src/facebook/graph/client.ts'
import { asPageId } from '../../../../src/domain/ids.ts'
import { at, codeOf, pageId, startTrial } from './trial.ts'

test('the first message of a thread gets an instant reply, which only its tag tells from an agent', async (t) => {
  const { graph, arrives } = await startTrial(t)
  graph.faults.force('instant-replies')
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'hi')
  const echo = await arrives(({ item }) => at(item, 'message', 'is_echo') === true)
  t.is(at(echo.item, 'message', 'app_id'), 263902037430900)
  t.is(at(echo.item, 'message', 'metadata'), undefined)
  const call = createGraphCall({ url: graph.url, version: 'v27.0', appSecret: 'shh' })
  t.is(await countInstantReplies(call, { pageId: asPageId(pageId), token: 'T1' }), 1)
})

test('a click on an ad is told in the message and again as a referral', async (t) => {
  const { graph, arrives } = await startTrial(t)
  graph.faults.force('click-twice')
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'hi', { referral: { ad_id: '7', source: 'ADS' } })
  const message = await arrives(({ item }) => at(item, 'message', 'referral') !== undefined)
  const again = await arrives(({ item }) => at(item, 'referral') !== undefined)
  t.is(at(again.item, 'referral', 'ad_id'), at(message.item, 'message', 'referral', 'ad_id'))
})

test('a comment comes under feed and under mention, there without its author', async (t) => {
  const { graph, arrives } = await startTrial(t)
  graph.faults.force('mention-twice')
  const ada = graph.createPerson({ name: 'Ada' })
  const { id } = ada.comment(graph.pagePosts(pageId, 'New').id, 'look')
  const mention = await arrives(({ item }) => at(item, 'field') === 'mention')
  t.is(at(mention.item, 'value', 'comment_id'), id)
  t.is(at(mention.item, 'value', 'from'), undefined)
})

test('there is no profile of a customer who came by an ad and has not written', async (t) => {
  const { graph, call } = await startTrial(t)
  graph.page(pageId)?.permissions.add('business_asset_user_profile_access')
  graph.faults.set('profile-early', 1)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.optIn(pageId, 'news')
  t.is(codeOf(await call('GET', ada.psid(pageId))), '100/2018218')
  ada.write(pageId, 'hi')
  t.is(at((await call('GET', ada.psid(pageId))).body, 'first_name'), 'Ada')
})

test("an m.me link leads a new customer to the Page's own Get Started, with its payload", async (t) => {
  const { graph, arrives } = await startTrial(t)
  graph.page(pageId)?.messengerProfile.set('get_started', { payload: 'scene:welcome' })
  const ada = graph.createPerson({ name: 'Ada' })
  ada.refer(pageId, 'flyer')
  const { item } = await arrives((one) => at(one.item, 'postback') !== undefined)
  t.is(at(item, 'postback', 'payload'), 'scene:welcome')
  t.is(at(item, 'postback', 'referral', 'ref'), 'flyer')
})
