import test from 'ava'
import { diffMessengerProfile } from '../../../src/facebook/page-check/messenger-profile-diff.ts'

test('the profile differs by what a customer would see, not by what Facebook adds to it', (t) => {
  const items = [{ type: 'web_url', title: 'Shop', url: 'https://example.com' }]
  const menu = (locale: string) => ({ locale, composer_input_disabled: false, call_to_actions: items })
  const wanted = {
    get_started: { payload: 'start' },
    persistent_menu: [menu('default'), menu('de_DE')],
  }
  const added = { call_to_actions: items.map((item) => ({ webview_height_ratio: 'full', ...item })) }
  const given = [
    { ...added, locale: 'de_DE' },
    { ...added, locale: 'default' },
  ]
  const nothing = { write: {}, remove: [], lines: [] }
  t.deepEqual(
    diffMessengerProfile({ get_started: { payload: 'start' }, persistent_menu: given }, wanted),
    nothing,
  )
  const locked = given.map((each) => ({ ...each, composer_input_disabled: true }))
  t.deepEqual(
    diffMessengerProfile({ get_started: { payload: 'start' }, persistent_menu: locked }, wanted).write,
    {
      persistent_menu: wanted.persistent_menu,
    },
  )
  t.deepEqual(
    diffMessengerProfile(
      { greeting: [{ locale: 'default', text: 'Hi' }], whitelisted_domains: ['x'] },
      { get_started: { payload: 'start' } },
    ),
    {
      write: { get_started: { payload: 'start' } },
      remove: ['greeting'],
      lines: ['get_started:', '  + {"payload":"start"}', 'greeting:', '  - {"locale":"default","text":"Hi"}'],
    },
  )
})
