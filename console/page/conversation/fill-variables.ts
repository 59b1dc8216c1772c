/** Variables of saved replies: {name}, {first_name}, {agent}, {page}. */
export type Variables = Readonly<Partial<Record<'name' | 'first_name' | 'agent' | 'page', string>>>

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
