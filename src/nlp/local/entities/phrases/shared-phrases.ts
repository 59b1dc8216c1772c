/**
 * Phrases with the same form in every language, by their meaning. The groups in brackets are those of each language table.
 *
 * Slots: `n` a number, `dom` the day of a month, `ord` such a day with a sign of its order, `nth` such a day in digits,
 * `high` one from the fifth on, `digitDay` a day in digits, `numeric` a date in digits,
 * `unsure` digits that may be a fraction or a mark, `loose` a day and month without a full stop behind, `calendar` a day and month, `clock` `18:30`, `dotted` `18.30`.
 */
export const sharedDates: Readonly<Record<string, readonly string[]>> = {
  day: ['[{on}] {day}'],
  numeric: [
    '[{on}] [{the}] [{numbered} [,|.] [{the}]] {numeric}',
    '{onDay} [{numbered} [,|.] [{the}]] {unsure}',
    '{numbered} [,|.] [{the}] {unsure}',
  ],
  dayAndMonth: [
    '[{on}] [{the}] [{numbered} [,|.] [{the}]] {dom} [{of}] {month} !',
    '[{on}] [{the}] [{numbered} [,|.] [{the}]] {dom} [{of}] {month} [,] [{of}] {year}',
    '[{on}] [{the}] [{numbered} [,|.] [{the}]] {dom} [{of}] {strongMonth}',
    '{dom} - {strongMonth} - {year}',
  ],
  dayOfMonth: ['{the} {high} !', '{the} {nth} $', '{on} [{the}] {nth} !', '^ {ord} $'],
  weekdayAndDay: [
    '[{on}] {weekday} [,|.] [{the}] {dom} !',
    '[{on}] {numbered} (,|.) [{the}] {dom} !',
    '[{on}] {numbered} [{the}] {nth} !',
    '[{on}] {numbered} {dom} $',
  ],
  range: [
    '[{from}] [{the}] {date} ({to}|-|–|—) {date}',
    '{between} {date} {and} {date}',
    '[{from}] {numbered} [.] ({to}|-|–|—) {numbered} [.]',
    '{between} {anyday} {and} {anyday}',
  ],
  shortRange: [
    '[{from}] [{the}] {dom} ({to}|-|–|—) [{the}] {calendar}',
    '{between} [{the}] {dom} {and} [{the}] {calendar}',
    '{from} [{the}] {ord} ({to}|-|–|—) [{the}] {ord} !',
    '{between} [{the}] {ord} {and} [{the}] {ord} !',
  ],
  twoDays: ['[{on}] [{the}] {dom} ({also}|,|/) [{on}] [{the}] {calendar}'],
}

/** After `at` a bare hour is one, after `atSign` only an hour with a sign. */
export const sharedTimes: Readonly<Record<string, readonly string[]>> = {
  clock: [
    '[{at}|{atSign}] {clock} [{oclock}] [{part}]',
    '[{at}|{atSign}] {dotted} ({oclock}|{oclock} {part}|{part})',
    '{at} {dotted} !',
  ],
  hour: [
    '[{at}|{atSign}] {hour} {oclock} {part}',
    '({at}|{atSign}) {hour} {oclock} !',
    '{at} {hour} !',
    '[{at}|{atSign}] {hour} {part}',
    '[{at}|{atSign}] {hour} uhr [{part}]',
    '^ {hour} {oclock} $',
  ],
  hourMinute: [
    '({at}|{atSign}) {hour} ~ h ~ {minute} [{part}]',
    '({at}|{atSign}) {hour} h {minute} !',
    '[{at}|{atSign}] {hour} uhr {longMinute} !',
  ],
  bareHour: ['{hour} ~ h', '{hour} ~ h ~ {minute}'],
  hourRange: [
    '[{fromHour}] {hour} [{oclock}] ({to}|-|–|—) {hour} {oclock} [{part}]',
    '[{fromHour}] {hour} [{oclock}] [{part}] ({to}|-|–|—) {hour} {part}',
    '{between} {hour} [{oclock}] [{part}] {and} {hour} {part}',
    '{between} {hour} [{oclock}] {and} {hour} {oclock} [{part}]',
  ],
  timeRange: ['[{fromHour}|{from}] {time} ({to}|-|–|—) {time}', '{between} {time} {and} {time}'],
}
