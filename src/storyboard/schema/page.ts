/** What a person sees before writing anything: Facebook's messenger profile. */
import { z } from 'zod'
import { platformLimits } from '../platform-limits.ts'
import { label, languageTag, payload, sceneName, url } from './names.ts'

const locale = z
  .string()
  .regex(/^(?:default|[a-z]{2,3}_[A-Z]{2})$/, "must be default or one of Facebook's locales as de_DE")

/** One, or one for each locale, `default` among them. */
function byLocale<S extends z.ZodType>(one: S) {
  return z.union([
    one,
    z
      .record(locale, one)
      .refine((all) => Object.hasOwn(all, 'default'), 'needs one under default, for the other locales'),
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
      .describe('What the Get Started button sends, or the scene it leads to'),
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
        .max(platformLimits.menuItems, 'has more than the 20 items that a menu may have'),
    )
      .optional()
      .describe('The menu beside the input, at most 20 items; needs get_started'),
    composer_disabled: z.boolean().optional().describe('People can only tap the menu, not write; false'),
  })
  .refine((value) => value.persistent_menu === undefined || value.get_started !== undefined, {
    error: 'has a persistent_menu without get_started: Facebook refuses that, add get_started',
  })
  .describe("The Page's messenger profile")

export const bot = z
  .strictObject({
    name: z.string().min(1).max(50).describe('What the bot calls itself: bot.name'),
    disclosure: label.describe(
      'Says that a machine answers (the law in Germany, California and elsewhere, and Facebook ask for it): said once, with the first answer to a person',
    ),
    public_note: label.optional().describe('Put under every public comment of the bot: "(automatic answer)"'),
  })
  .describe('Who answers')

export const languages = z
  .array(languageTag)
  .min(1)
  .describe('Languages of the texts; the first is for people whose language is not among them')
