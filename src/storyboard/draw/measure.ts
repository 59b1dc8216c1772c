/** Estimates the width of a text without a font, rather too wide than too narrow. */
const narrow = /[ijltfrI.,:;'|!()[\]‹› /-]/u
const broad = /[mwMW@%—…→]/u
const capital = /\p{Lu}/u
const square = /[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u

/** In units of the picture, for a sans-serif font of this size. */
export function widthOf(text: string, size: number): number {
  let ems = 0
  for (const character of text) ems += emsOf(character)
  return ems * size
}

function emsOf(character: string): number {
  if (square.test(character)) return 1.3
  if (narrow.test(character)) return 0.36
  if (broad.test(character)) return 0.9
  return capital.test(character) ? 0.7 : 0.6
}

export interface Fitting {
  readonly width: number
  readonly size: number
  readonly lines: number
}

/** The text in lines; the last one ends with an ellipsis when the text is longer. */
export function wrap(text: string, { width, size, lines }: Fitting): string[] {
  const all: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((part) => breakUp(part, { width, size }))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer, size) <= width) line = longer
    else {
      if (line !== '') all.push(line)
      line = word
    }
  }
  if (line !== '') all.push(line)
  if (all.length <= lines) return all
  const last = shorten(all[lines - 1] ?? '', { width, size })
  return [...all.slice(0, lines - 1), last]
}

/** A word that fits into no line, in pieces. */
function breakUp(word: string, { width, size }: Pick<Fitting, 'width' | 'size'>): string[] {
  if (widthOf(word, size) <= width) return [word]
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && widthOf(piece + character, size) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function shorten(line: string, { width, size }: Pick<Fitting, 'width' | 'size'>): string {
  const characters = [...graphemes.segment(line)].map(({ segment }) => segment)
  while (characters.length > 1 && widthOf(`${characters.join('')}…`, size) > width) characters.pop()
  return `${characters.join('').trimEnd()}…`
}
