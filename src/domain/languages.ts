/** Tags of languages (BCP 47) and locales of profiles. */

/** The language of a tag or locale without its region, in lower case: `pt` of `pt-BR` and of `pt_BR`. */
export function primaryLanguage(tag: string): string {
  return tag.split(/[-_]/)[0]?.toLowerCase() ?? ''
}

/** The tag of this language, with the same region if there is one: `pt` or `pt-BR` for the locale `pt_BR`. */
export function amongLanguages(tags: readonly string[], told: string | undefined): string | undefined {
  if (told === undefined) return undefined
  const asked = told.replace('_', '-').toLowerCase()
  const exact = tags.find((tag) => tag.toLowerCase() === asked)
  return exact ?? tags.find((tag) => primaryLanguage(tag) === primaryLanguage(asked))
}

/** Languages that are written like another one, or had another code: the code by which word lists name them. */
export const languageAliases: Readonly<Record<string, string>> = {
  no: 'nb',
  nn: 'nb',
  fil: 'tl',
  iw: 'he',
  in: 'id',
  bs: 'hr',
}
