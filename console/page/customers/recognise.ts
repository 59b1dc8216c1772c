interface Shown {
  readonly name?: string | undefined
  readonly ids: readonly { readonly cidType: string; readonly id: string }[]
}

const knownToPeople = ['email', 'phone', 'customer']

/** How agents name the customer: the name, else an e-mail, a phone or the brand's number. */
export function recognise({ name, ids }: Shown): string | undefined {
  if (name !== undefined && name.trim() !== '') return name
  return knownToPeople.flatMap((kind) => ids.find(({ cidType }) => cidType === kind)?.id ?? [])[0]
}
