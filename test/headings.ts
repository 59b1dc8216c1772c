import { read } from './source-files.ts'

/** The headings of a document, as GitHub makes anchors of them. */
export function headingsOf(file: string): string[] {
  const lines = read(file).split('\n')
  return lines
    .filter((line) => line.startsWith('#'))
    .map((line) =>
      line
        .replace(/^#+\s*/, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    )
}
