import test from 'ava'
import { read } from '../../source-files.ts'

const css = read('console/page/shared/tokens.css')
const [, day = ''] = /:root \{([^}]*)\}/.exec(css) ?? []
const [, night = ''] = /prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}/.exec(css) ?? []

/** Text on its ground: 4.5 to 1. */
const texts = [
  ...['ground', 'sheet', 'sunk', 'tint', 'page-bubble'].flatMap((ground) => [
    ['ink', ground],
    ['quiet', ground],
  ]),
  ...['ground', 'sheet', 'tint'].map((ground) => ['strong', ground]),
  ['on-strong', 'strong'],
  ['on-own', 'own'],
  ['bad', 'sheet'],
  ...['good', 'busy', 'bad'].map((name) => [name, `${name}-ground`]),
] as const

/** Edges of what can be operated, and the mark of the focus: 3 to 1. */
const edges = ['edge', 'focus', 'strong'].flatMap((name) => [
  [name, 'sheet'],
  [name, 'ground'],
])

for (const [time, block] of [
  ['day', day],
  ['night', night],
] as const)
  test(`everything can be read by ${time}`, (t) => {
    const colours = colourNames(block)
    const tooFaint = (pairs: readonly (readonly string[])[], least: number) =>
      pairs
        .map(([front = '', back = '']) => ({ front, back, is: contrast(colours, { front, back }) }))
        .filter(({ is }) => !(is >= least))
    t.deepEqual(tooFaint(texts, 4.5), [])
    t.deepEqual(tooFaint(edges, 3), [])
  })

test('initials can be read on every face', (t) => {
  const hues = [...css.matchAll(/--hue: (#\w{6});/g)].map(([, colour = '']) => colour)
  t.is(hues.length, 6)
  t.deepEqual(
    hues.filter((hue) => ratio('#ffffff', hue) < 4.5),
    [],
  )
})

function colourNames(block: string): ReadonlyMap<string, string> {
  return new Map(
    [...block.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name = '', colour = '']) => [name, colour]),
  )
}

function contrast(
  colours: ReadonlyMap<string, string>,
  { front, back }: { front: string; back: string },
): number {
  return ratio(colours.get(front) ?? '', colours.get(back) ?? '')
}

/** As WCAG 2 defines it. NaN for what is no colour. */
function ratio(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
