import { styleText } from 'node:util'

/** Colours in a terminal, plain text in a pipe; NO_COLOR is respected. */
function painter(format: Parameters<typeof styleText>[0]): (text: string) => string {
  return (text) => styleText(format, text, { stream: process.stdout })
}

export const paint = {
  bold: painter('bold'),
  dim: painter('dim'),
  green: painter('green'),
  red: painter('red'),
  cyan: painter('cyan'),
}
