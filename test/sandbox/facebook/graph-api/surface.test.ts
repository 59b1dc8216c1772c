import test from 'ava'
import { at, codeOf, otherPageId, pageId, startTrial } from './trial.ts'

test('our own comment comes back as a feed event of the Page, a hide as one of the author', async (t) => {
  const { graph, call, arrives } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  const post = graph.pagePosts(pageId, 'New')
  const { id } = ada.comment(post.id, 'How much?')
  const made = await call('POST', `${id}/comments`, { message: 'Two euros' })
  const event = await arrives(({ item }) => at(item, 'value', 'comment_id') === at(made.body, 'id'))
  t.deepEqual(at(event.item, 'value', 'from'), { id: pageId, name: 'Beanery' })
  t.is(at(event.item, 'value', 'parent_id'), id)
  t.deepEqual((await call('POST', id, { is_hidden: true })).body, { success: true })
  const hidden = await arrives(({ item }) => at(item, 'value', 'verb') === 'hide')
  t.is(at(hidden.item, 'value', 'comment_id'), id)
  t.deepEqual((await call('POST', `${id}/likes`)).body, { success: true })
  const replies = await call('GET', `${id}/comments?fields=id,message,from&order=reverse_chronological`)
  t.deepEqual(at(replies.body, 'data'), [
    { id: at(made.body, 'id'), message: 'Two euros', from: { id: pageId, name: 'Beanery' } },
  ])
  ada.removeComment(id)
  t.is(codeOf(await call('POST', `${id}/comments`, { message: 'x' })), '100/33')
  t.is(codeOf(await call('GET', id, undefined, { token: 'T2' })), '100/33')
})

test('mentions are nameless, recommendations are not, and the Page can answer both', async (t) => {
  const { graph, call, arrives } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  const mentioned = ada.mention(pageId, 'Nice place')
  const named = await arrives(({ item }) => at(item, 'field') === 'mention')
  t.deepEqual(Object.keys(at(named.item, 'value') ?? {}).toSorted(), [
    'created_time',
    'item',
    'message',
    'post_id',
    'verb',
  ])
  const rated = ada.recommend(pageId, 'Cold coffee', 'negative')
  const rating = await arrives(({ item }) => at(item, 'field') === 'ratings')
  t.is(at(rating.item, 'value', 'recommendation_type'), 'NEGATIVE')
  for (const { id } of [mentioned, rated])
    t.is(codeOf(await call('POST', `${id}/comments`, { message: 'Thank you' })), 'ok')
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ about }) => about),
    [mentioned.id, rated.id],
  )
})

test('only the newest 20 messages of a thread can be read, at two calls a second', async (t) => {
  const { graph, call, clock } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  const mids = Array.from({ length: 25 }, (_, index) => ada.write(pageId, `n ${index}`).id)
  const fields = 'id,messages.limit(50){id,message,from}'
  const query = `platform=messenger&user_id=${ada.psid(pageId)}&fields=${fields}`
  const answer = await call('GET', `${pageId}/conversations?${query}`)
  const messages = at(answer.body, 'data', 0, 'messages', 'data')
  t.is(Array.isArray(messages) ? messages.length : 0, 20)
  t.is(at(messages, 0, 'message'), 'n 24')
  t.is(codeOf(await call('GET', `${mids[24] ?? ''}?fields=message`)), 'ok')
  t.is(codeOf(await call('GET', `${pageId}/conversations?${query}`)), '613')
  clock.now += 1000
  t.is(codeOf(await call('GET', `${mids[0] ?? ''}?fields=message`)), '9000001')
})

test('a profile shows what permissions allow', async (t) => {
  const { graph, call } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada Lovelace', locale: 'en_GB', timezone: -7 })
  const path = `${ada.psid(pageId)}?fields=first_name,last_name,locale,timezone`
  t.is(codeOf(await call('GET', path)), '2018247')
  ada.write(pageId, 'Hello')
  const all = {
    first_name: 'Ada',
    last_name: 'Lovelace',
    locale: 'en_GB',
    timezone: -7,
    id: ada.psid(pageId),
  }
  t.deepEqual((await call('GET', path)).body, all)
  graph.permit(pageId, 'pages_user_locale', 'denied')
  const { locale: _, ...less } = all
  t.deepEqual((await call('GET', path)).body, less)
  graph.permit(pageId, 'business_asset_user_profile_access', 'denied')
  t.deepEqual((await call('GET', path)).body, {})
  t.is(codeOf(await call('GET', path, undefined, { token: 'T2' })), '100/33')
  const eve = graph.createPerson({ name: 'Eve', profile: 'none' })
  eve.write(otherPageId, 'Hello')
  t.is(codeOf(await call('GET', eve.psid(otherPageId), undefined, { token: 'T2' })), '2018218')
})

test('a field arrives only when it is subscribed at both levels, and the callback is verified', async (t) => {
  const { graph, call } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  const app = { token: '77|shh' }
  const callback = graph.outbox.webhook?.url
  const subscribe = (verify_token: string) =>
    call(
      'POST',
      '77/subscriptions',
      { object: 'page', callback_url: callback, verify_token, fields: 'messages,feed' },
      app,
    )
  t.is(codeOf(await subscribe('wrong')), '2200')
  t.deepEqual((await subscribe('right')).body, { success: true })
  t.is(at((await call('GET', '77/subscriptions', undefined, app)).body, 'data', 0, 'callback_url'), callback)
  t.is(await ada.getStarted(pageId).delivered, 'unsubscribed')
  t.is(await ada.write(pageId, 'Hello').delivered, 'acked')
  await call('POST', `${pageId}/subscribed_apps?subscribed_fields=feed`)
  t.deepEqual(at((await call('GET', `${pageId}/subscribed_apps`)).body, 'data', 0, 'subscribed_fields'), [
    'feed',
  ])
  t.is(await ada.write(pageId, 'Hello?').delivered, 'unsubscribed')
  await call('DELETE', `${pageId}/subscribed_apps`)
  t.deepEqual((await call('GET', `${pageId}/subscribed_apps`)).body, { data: [] })
})

test('the Messenger Profile is kept, limited and offered to tap', async (t) => {
  const { graph, call, arrives } = await startTrial(t)
  const menu = {
    locale: 'default',
    call_to_actions: [{ type: 'postback', title: 'Orders', payload: 'ORDERS' }],
  }
  const path = `${pageId}/messenger_profile`
  t.is(codeOf(await call('POST', path, { persistent_menu: [menu] })), '100')
  const profile = { get_started: { payload: 'START' }, persistent_menu: [menu] }
  t.deepEqual((await call('POST', path, profile)).body, { result: 'success' })
  t.deepEqual((await call('GET', `${path}?fields=get_started,persistent_menu`)).body, { data: [profile] })
  t.is(codeOf(await call('POST', path, { greeting: [{ locale: 'default', text: 'x'.repeat(161) }] })), '100')
  const ada = graph.createPerson({ name: 'Ada' })
  ada.getStarted(pageId)
  ada.tap(pageId, 'Orders')
  await arrives(({ item }) => at(item, 'postback', 'payload') === 'START')
  const tapped = await arrives(({ item }) => at(item, 'postback', 'payload') === 'ORDERS')
  t.is(at(tapped.item, 'postback', 'title'), 'Orders')
  t.throws(() => ada.tap(pageId, 'Nothing of the kind'), { instanceOf: RangeError })
})

test('while another app controls the thread its events come on standby, without payloads', async (t) => {
  const { graph, call, send, arrives } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  await send(ada.psid(pageId), {
    message: { text: 'x', quick_replies: [{ content_type: 'text', title: 'A', payload: 'PA' }] },
  })
  const pass = { recipient: { id: ada.psid(pageId) }, target_app_id: '263902037430900' }
  t.deepEqual((await call('POST', `${pageId}/pass_thread_control`, pass)).body, { success: true })
  const owner = await call('GET', `${pageId}/thread_owner?recipient=${ada.psid(pageId)}`)
  t.is(at(owner.body, 'data', 0, 'thread_owner', 'app_id'), '263902037430900')
  ada.write(pageId, 'Anyone there?')
  const heard = await arrives(({ item }) => at(item, 'message', 'text') === 'Anyone there?')
  t.is(heard.list, 'standby')
  graph.pageInboxWrites(pageId, ada, 'An agent here')
  const echo = await arrives(({ item }) => at(item, 'message', 'text') === 'An agent here')
  t.is(at(echo.item, 'message', 'app_id'), 263902037430900)
  t.is(graph.ledger.seenBy(ada).at(-1)?.appId, '263902037430900')
})

test('debug_token tells about good, dead and unknown tokens', async (t) => {
  const { graph, call } = await startTrial(t)
  const ask = async (token: string) =>
    at((await call('GET', `debug_token?input_token=${token}`, undefined, { token: '77|shh' })).body, 'data')
  t.is(at(await ask('T1'), 'is_valid'), true)
  t.is(at(await ask('T1'), 'profile_id'), pageId)
  graph.revokeToken(pageId)
  t.deepEqual([at(await ask('T1'), 'is_valid'), at(await ask('T1'), 'error', 'subcode')], [false, 460])
  graph.giveToken(pageId, 'T3')
  t.is(at(await ask('T1'), 'is_valid'), false)
  t.is(at(await ask('T3'), 'is_valid'), true)
})

test('a Page that blocks a customer hears nothing more of them, and cannot write to them', async (t) => {
  const { graph, call, send } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'hi')
  const post = graph.pagePosts(pageId, 'New')
  const psid = ada.psid(pageId)
  t.deepEqual((await call('POST', `${pageId}/blocked`, { psid: [psid] })).body, { [psid]: true })
  t.deepEqual((await call('POST', `${pageId}/blocked`, { psid: [psid] })).body, { [psid]: true })
  t.throws(() => ada.write(pageId, 'again'), { instanceOf: RangeError })
  t.throws(() => ada.comment(post.id, 'again'), { instanceOf: RangeError })
  t.is(codeOf(await send(psid, 'hello')), '551/1545041')
  t.deepEqual(at((await call('GET', `${pageId}/blocked`)).body, 'data'), [{ id: psid, name: 'Ada' }])
  t.deepEqual((await call('DELETE', `${pageId}/blocked?psid=${psid}`)).body, { success: true })
  t.is(codeOf(await send(psid, 'hello')), 'ok')
  t.is(codeOf(await call('POST', `${pageId}/blocked`, { psid: ['1'] })), '100/2018001')
})

test('the faults of refusals concern their acts only', async (t) => {
  const { graph, call, send } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'hi')
  const psid = ada.psid(pageId)
  const { id } = ada.comment(graph.pagePosts(pageId, 'New').id, 'How much?')
  for (const name of ['refuse-private-reply', 'refuse-control', 'refuse-act'] as const)
    graph.faults.set(name, 1)
  t.is(codeOf(await send(psid, 'hello')), 'ok')
  t.is(codeOf(await call('POST', `${id}/comments`, { message: 'hello' })), 'ok')
  const privately = { recipient: { comment_id: id }, message: { text: 'hello' } }
  t.is(codeOf(await call('POST', `${pageId}/messages`, privately)), '10903')
  graph.faults.set('refuse-private-reply', 0)
  t.is(codeOf(await call('POST', `${pageId}/messages`, privately)), 'ok')
  graph.faults.set('refuse-private-reply', 1)
  t.is(codeOf(await call('POST', `${pageId}/messages`, privately)), '10900', 'it had one')
  const target = { recipient: { id: psid }, target_app_id: '263902037430900' }
  t.is(codeOf(await call('POST', `${pageId}/pass_thread_control`, target)), '100')
  for (const [method, path, body] of [
    ['POST', id, { is_hidden: true }],
    ['DELETE', id, undefined],
    ['POST', `${id}/likes`, undefined],
    ['POST', `${pageId}/blocked`, { psid: [psid] }],
  ] as const)
    t.is(codeOf(await call(method, path, body)), '200')
})

test('what Facebook refuses on one customer concerns nobody else', async (t) => {
  const { graph, call, send } = await startTrial(t)
  const people = ['Ada', 'Ben'].map((name) => graph.createPerson({ name }))
  const codes = people.map(async (person) => {
    person.write(pageId, 'hi')
    const { id } = person.comment(graph.pagePosts(pageId, 'New').id, 'How much?')
    if (person.name === 'Ada') person.state.refused = ['reply_privately', 'reply_publicly', 'hide']
    const privately = { recipient: { comment_id: id }, message: { text: 'hello' } }
    return [
      codeOf(await send(person.psid(pageId), 'hello')),
      codeOf(await call('POST', `${id}/comments`, { message: 'hello' })),
      codeOf(await call('POST', `${pageId}/messages`, privately)),
      codeOf(await call('POST', id, { is_hidden: true })),
      codeOf(await call('POST', id, { is_hidden: false })),
    ]
  })
  t.deepEqual(await Promise.all(codes), [
    ['ok', '200', '10903', '200', 'ok'],
    ['ok', 'ok', 'ok', 'ok', 'ok'],
  ])
})
