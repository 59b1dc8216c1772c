/** Names of languages, as a sentence of another language lists them: `anglais, allemand`. */

/** A language that is not known keeps its tag. */
export function namesOfLanguages(tags: readonly string[], language: string): string {
  const names = new Intl.DisplayNames([language], { type: 'language' })
  return tags.map((tag) => names.of(tag) ?? tag).join(', ')
}
