/** Ways to leave a test out, to let it pass in any case, or to wait for ever; each with the reason why it is refused. */
const refused: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/\.(?:skip|only|failing|todo)\b/, 'a test is skipped, alone, expected to fail, or still to be written'],
  [/\{[^=]*\b(?:skip|only|failing|todo)\b[^=]*\}\s*=\s*(?:test|t)\b/, 'a way to leave tests out gets a name'],
  [/(?:\?|&&|\|\|)\s*test\b(?!\/)/, 'whether there is a test depends on the machine'],
  [/\bif\s*\([^\n]*\)\s*\{?\s*test(?:\.serial)?\(/, 'whether there is a test depends on the machine'],
  [
    /\bwhile \([^\n]*\)\s*\{?\s*await (?:pause|sleep|once|new Promise|setTimeout|setImmediate)\b/,
    'this wait has no end: use test/helpers/until.ts',
  ],
  [/\bt\.pass\(/, 'this assertion cannot fail'],
  [/\bt\.(?:true|truthy|assert)\(\s*true\b/, 'this assertion cannot fail'],
  [/\bt\.(?:false|falsy)\(\s*false\b/, 'this assertion cannot fail'],
  [/\bt\.(?:is|deepEqual)\(\s*([\w.]+)\s*,\s*\1\s*[,)]/, 'this assertion cannot fail'],
]

/** Why the code of a test is refused; none when it is sound. Comments and texts are taken out before. */
export function whyRefused(code: string): string[] {
  return refused.flatMap(([pattern, reason]) => {
    const found = pattern.exec(code)?.[0]
    return found === undefined ? [] : [`${found.trim()}: ${reason}`]
  })
}

/** The bounds of a test in milliseconds that `t.timeout` sets. */
export function timeoutsOf(code: string): number[] {
  return [...code.matchAll(/\bt\.timeout\(\s*([\d_]+)/g)].map(([, ms = '']) => Number(ms.replaceAll('_', '')))
}
