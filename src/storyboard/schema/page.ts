/** What a customer sees before the first message: the Messenger Profile. */
import { z } from 'zod'
import { platformLimits } from '../platform-limits.ts'
import { label, languageTag, payload, sceneName, url } from './names.ts'

const locale = z
  .string()
  .regex(/^(?:default|[a-z]{2,3}_[A-Z]{2})$/, 'must be default, or a locale of Facebook, for example de_DE')

/** One value, or one for each locale with `default` among them. */
function byLocale<S extends z.ZodType>(one: S) {
  return z.union([
    one,
    z
      .record(locale, one)
      .refine((all) => Object.hasOwn(all, 'default'), 'needs default, for all other locales'),
  ])
}

const greeting = z
  .string()
  .min(1)
  .max(platformLimits.greeting, 'is longer than the 160 characters of a greeting')
  .describe('Shown before the first message; {{user_first_name}} is filled in by Facebook')

const iceBreaker = z.union([
  z.strictObject({ question: z.string().min(1).max(platformLimits.iceBreakerQuestion), payload }),
  z.strictObject({ question: z.string().min(1).max(platformLimits.iceBreakerQuestion), go: sceneName }),
])

const menuTitle = z
  .string()
  .min(1)
  .max(platformLimits.menuTitle, 'is longer than the 30 characters of a menu item')

const menuItem = z.union([
  z.strictObject({ title: menuTitle, payload }),
  z.strictObject({ title: menuTitle, go: sceneName }),
  z.strictObject({ title: menuTitle, url }),
])

export const page = z
  .strictObject({
    greeting: byLocale(greeting).optional(),
    get_started: z
      .union([z.strictObject({ payload }), z.strictObject({ go: sceneName })])
      .optional()
      .describe('The payload of the Get Started button, or its scene'),
    ice_breakers: byLocale(
      z
        .array(iceBreaker)
        .min(1)
        .max(platformLimits.iceBreakers, 'has more than the 4 ice breakers that Facebook shows'),
    )
      .optional()
      .describe('Questions to tap before the first message, at most 4'),
    persistent_menu: byLocale(
      z
        .array(menuItem)
        .min(1)
        .max(platformLimits.menuItems, 'has more than the 20 items that Facebook allows in a menu'),
    )
      .optional()
      .describe('The menu beside the input, at most 20 items; needs get_started'),
    composer_disabled: z
      .boolean()
      .optional()
      .describe('Customers can only tap the menu, not write; false if absent'),
    automatic_apps: z
      .array(z.string().regex(/^\d{5,20}$/, 'must be the id of an app, in quotation marks'))
      .min(1)
      .optional()
      .describe('Ids of other apps whose messages are automatic: the bot goes on replying beside them'),
  })
  .refine((value) => value.persistent_menu === undefined || value.get_started !== undefined, {
    error: 'has a persistent_menu without get_started, which Facebook refuses: add get_started',
  })
  .describe('The Messenger Profile of the Page, and the other apps that write there')

export const bot = z
  .strictObject({
    name: z.string().min(1).max(50).describe('Name of the bot, for bot.name in texts'),
    disclosure: label.describe(
      'Tells the customer that a bot replies, once with its first reply. Facebook and the law of several countries require it',
    ),
    public_note: label
      .optional()
      .describe('Added to every public comment of the bot, for example "(automatic reply)"'),
  })
  .describe('The bot that replies')

export const languages = z
  .array(languageTag)
  .min(1)
  .describe('Languages of the texts; customers of other languages get the first one')
