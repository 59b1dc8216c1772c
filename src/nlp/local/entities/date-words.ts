/** Names of days and months in English, German, Spanish and French; lower case. */

export const dayWords: ReadonlyMap<string, { readonly days: number; readonly language: string }> = new Map(
  Object.entries({
    en: { yesterday: -1, today: 0, tonight: 0, tomorrow: 1, 'day after tomorrow': 2 },
    de: { vorgestern: -2, gestern: -1, heute: 0, morgen: 1, übermorgen: 2, uebermorgen: 2 },
    es: { ayer: -1, hoy: 0, mañana: 1, 'pasado mañana': 2 },
    fr: { hier: -1, "aujourd'hui": 0, demain: 1, 'après-demain': 2 },
  }).flatMap(([language, words]) => Object.entries(words).map(([word, days]) => [word, { days, language }])),
)

/** 0 = Sunday. */
export const weekdays: ReadonlyMap<string, number> = numbered(
  [
    'sunday monday tuesday wednesday thursday friday saturday',
    'sonntag montag dienstag mittwoch donnerstag freitag samstag',
    '- - - - - - sonnabend',
    'domingo lunes martes miércoles jueves viernes sábado',
    'dimanche lundi mardi mercredi jeudi vendredi samedi',
    '- - - miercoles - - sabado',
  ],
  0,
)

export const months: ReadonlyMap<string, number> = numbered(
  [
    'january february march april may june july august september october november december',
    'jan feb mar apr - jun jul aug sep oct nov dec',
    'januar februar märz april mai juni juli august september oktober november dezember',
    'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
    'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    '- fevrier marz - - - - aout - - - -',
  ],
  1,
)

function numbered(rows: readonly string[], first: number): ReadonlyMap<string, number> {
  const pairs = rows.flatMap((row) => row.split(' ').map((word, at): [string, number] => [word, at + first]))
  return new Map(pairs.filter(([word]) => word !== '-'))
}
