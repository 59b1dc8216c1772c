/** Scripts without spaces between words: there a number stands right beside letters. */
export const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'

/** A letter that cannot stand beside a number without being a part of the same word. For expressions with the flag u. */
export const letter = `(?![${unspaced}])[\\p{L}\\p{M}]`
