/** The key `page` of a storyboard in the form of `POST /me/messenger_profile`. */
import { payloadOfScene } from './payloads.ts'
import type { StoryboardFile } from './schema.ts'
import type { MenuItem, MessengerProfile } from './storyboard.ts'

export function toMessengerProfile({ page = {} }: StoryboardFile): MessengerProfile {
  const { greeting, get_started: start, ice_breakers: breakers, persistent_menu: menu } = page
  return {
    ...(greeting === undefined
      ? {}
      : { greeting: textsByLocale(greeting).map(([locale, text]) => ({ locale, text })) }),
    ...(start === undefined ? {} : { get_started: { payload: payloadOf(start) } }),
    ...(breakers === undefined
      ? {}
      : {
          ice_breakers: listsByLocale(breakers).map(([locale, list]) => ({
            locale,
            call_to_actions: list.map((one) => ({ question: one.question, payload: payloadOf(one) })),
          })),
        }),
    ...(menu === undefined
      ? {}
      : {
          persistent_menu: listsByLocale(menu).map(([locale, items]) => ({
            locale,
            composer_input_disabled: page.composer_disabled ?? false,
            call_to_actions: items.map((item): MenuItem =>
              'url' in item
                ? { type: 'web_url', title: item.title, url: item.url }
                : { type: 'postback', title: item.title, payload: payloadOf(item) },
            ),
          })),
        }),
  }
}

type Tap = { readonly payload: string } | { readonly go: string }

function payloadOf(tap: Tap): string {
  return 'go' in tap ? payloadOfScene(tap.go) : tap.payload
}

function textsByLocale(value: string | Readonly<Record<string, string>>): [locale: string, text: string][] {
  return typeof value === 'string' ? [['default', value]] : Object.entries(value)
}

function listsByLocale<Item>(
  value: readonly Item[] | Readonly<Record<string, readonly Item[]>>,
): [locale: string, list: readonly Item[]][] {
  return isList(value) ? [['default', value]] : Object.entries(value)
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList<Item>(
  value: readonly Item[] | Readonly<Record<string, readonly Item[]>>,
): value is readonly Item[] {
  return Array.isArray(value)
}
