/** Cells that a spreadsheet would run as a formula begin with `'`. */
const formula = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^\t/u

/** RFC 4180, in UTF-8 with a mark, as spreadsheets expect it. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')}`
}

function toCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
