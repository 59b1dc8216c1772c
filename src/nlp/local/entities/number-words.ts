/** The numbers from zero to a thousand in words, without accents, with spaces for hyphens. */

export const numberWords: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries({ en: english, de: german, es: spanish, fr: french }).map(([language, spell]) => [
    language,
    createTable(spell),
  ]),
)

function createTable(spell: (value: number) => readonly string[]): ReadonlyMap<string, number> {
  const table = new Map<string, number>()
  for (let value = 0; value <= 1000; value++) for (const words of spell(value)) table.set(words, value)
  return table
}

function english(value: number): readonly string[] {
  const small =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
      ' ',
    )
  const tens = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
  const below = (n: number): string =>
    small[n] ?? [tens[Math.floor(n / 10)], ...(n % 10 === 0 ? [] : [small[n % 10]])].join(' ')
  if (value === 1000) return ['thousand', 'a thousand', 'one thousand']
  if (value < 100) return [below(value)]
  const heads =
    value < 200 ? ['one hundred', 'a hundred', 'hundred'] : [`${small[Math.floor(value / 100)]} hundred`]
  const rest = value % 100
  return heads.flatMap((head) =>
    rest === 0 ? [head] : [`${head} ${below(rest)}`, `${head} and ${below(rest)}`],
  )
}

function german(value: number): readonly string[] {
  const small =
    'null ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn'.split(
      ' ',
    )
  const tens = '- - zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig'.split(' ')
  // The article "ein" is no number, "eins" is.
  const last = (n: number): string => (n === 1 ? 'eins' : (small[n] ?? ''))
  const below = (n: number): string => {
    if (n < 20) return last(n)
    const ten = tens[Math.floor(n / 10)] ?? ''
    return n % 10 === 0 ? ten : `${small[n % 10]}und${ten}`
  }
  if (value === 1000) return ['tausend', 'eintausend']
  if (value < 100) return [below(value)]
  const heads = value < 200 ? ['hundert', 'einhundert'] : [`${small[Math.floor(value / 100)]}hundert`]
  return heads.map((head) => `${head}${value % 100 === 0 ? '' : below(value % 100)}`)
}

function spanish(value: number): readonly string[] {
  const small =
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve'.split(
      ' ',
    )
  const tens = '- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ')
  const hundreds =
    '- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos'.split(
      ' ',
    )
  const below = (n: number): string =>
    small[n] ?? [tens[Math.floor(n / 10)], ...(n % 10 === 0 ? [] : ['y', small[n % 10]])].join(' ')
  if (value === 1000) return ['mil']
  if (value === 100) return ['cien']
  if (value < 100) return [below(value)]
  const head = hundreds[Math.floor(value / 100)] ?? ''
  return [value % 100 === 0 ? head : `${head} ${below(value % 100)}`]
}

function french(value: number): readonly string[] {
  const small =
    'zero - deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept dix_huit dix_neuf'
      .split(' ')
      .map((word) => word.replace('_', ' '))
  const tens = '- - vingt trente quarante cinquante soixante soixante quatre_vingt quatre_vingt'
    .split(' ')
    .map((word) => word.replace('_', ' '))
  // The article "un" alone is no number.
  const below = (n: number): string => {
    if (n === 80) return 'quatre vingts'
    const ten = Math.floor(n / 10)
    const rest = ten === 7 || ten === 9 ? n % 20 : n % 10
    if (n < 20) return n === 1 ? 'un' : (small[n] ?? '')
    if (rest === 0) return tens[ten] ?? ''
    const and = (rest === 1 || rest === 11) && ten < 8 ? 'et ' : ''
    return `${tens[ten]} ${and}${rest === 1 ? 'un' : small[rest]}`
  }
  if (value === 1000) return ['mille']
  if (value === 1) return []
  if (value < 100) return [below(value)]
  const count = Math.floor(value / 100)
  const head = count === 1 ? 'cent' : `${small[count]} cent`
  return value % 100 === 0 ? (count === 1 ? [head] : [head, `${head}s`]) : [`${head} ${below(value % 100)}`]
}
