/** Variables of saved replies: {name}, {first_name}, {agent}, {page}. */
export type Variables = Readonly<Partial<Record<'name' | 'first_name' | 'agent' | 'page', string>>>

const known = ['name', 'first_name', 'agent', 'page']

/** What looks like a variable, but is none: a slip that customers would read. */
export function unknownVariables(text: string): readonly string[] {
  const found = [...text.matchAll(/\{[\p{L}_ ]+\}/gu)].map(([whole]) => whole)
  return [...new Set(found)].filter((whole) => !known.includes(whole.slice(1, -1)))
}

/** A variable without a value is left out, with the space before it. Other braces stay. */
export function fillVariables(text: string, values: Variables): string {
  return text.replaceAll(
    /( ?)\{(name|first_name|agent|page)\}/g,
    (_, space: string, name: keyof Variables) => {
      const value = values[name]
      return value === undefined || value === '' ? '' : `${space}${value}`
    },
  )
}
