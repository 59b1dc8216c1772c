/** The flow as one SVG document. The same storyboard gives the same bytes. */
import { type Box, type Tone } from './box.ts'
import { boxWidth, metrics, type PlacedRow, titleHeight } from './box-layout.ts'
import { escape } from './escape.ts'
import { widthOf } from './measure.ts'
import { pictureStyle } from './picture-style.ts'
import { place, type PlacedBox, type PlacedFlow } from './place.ts'
import { route } from './route.ts'

export interface Titled {
  readonly title: string
  readonly description: string
}

export function toPicture(boxes: readonly Box[], { title, description }: Titled): string {
  const flow = place(boxes)
  const { width, height } = flow
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="storyboard" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-labelledby="storyboard-title" aria-describedby="storyboard-desc">`,
    `<title id="storyboard-title">${escape(title)}</title>`,
    `<desc id="storyboard-desc">${escape(description)}</desc>`,
    `<style>${pictureStyle}</style>`,
    `<defs>${tips.map(tipOf).join('')}</defs>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    `<text class="name" x="28" y="44">${escape(title)}</text>`,
    `<text class="legend" x="28" y="65">Green: a tap, with a grey line to its scene. Blue: continues there. Red: an agent takes over. Point at a box, or tab to it, to follow its lines.</text>`,
    flow.alone === undefined
      ? ''
      : `<text class="part" x="28" y="${flow.alone - 18}">Scenes that lead to no other scene</text>`,
    ...flow.boxes.map((box) => drawBox(box, flow)),
    '</svg>\n',
  ]
    .filter((line) => line !== '')
    .join('\n')
}

const tips = ['tap', 'go', 'agent'] as const
type Tip = (typeof tips)[number]

function tipOf(tip: Tip): string {
  return `<marker id="storyboard-${tip}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="tip ${tip}" d="M0 0 8 4 0 8z"/></marker>`
}

function tipFor(tone: Tone | undefined): Tip {
  return tone === 'agent' || tone === 'go' ? tone : 'tap'
}

function drawBox(placed: PlacedBox, flow: PlacedFlow): string {
  const { box, x, y, height, about, rows } = placed
  const { padding, lineHeight } = metrics
  const lines = about.map(
    (line, index) =>
      `<text class="about" x="${padding}" y="${titleHeight + 18 + index * lineHeight}">${escape(line)}</text>`,
  )
  return [
    `<g class="box ${box.kind}" data-scene="${escape(box.id)}" tabindex="0" role="group" aria-label="${escape(spoken(box))}">`,
    `<title>${escape(box.title)}</title>`,
    drawWays(placed, flow),
    `<g transform="translate(${x} ${y})">`,
    `<rect class="frame" width="${boxWidth}" height="${height}" rx="10"/>`,
    `<path class="head" d="M.5 ${titleHeight}V10a9.5 9.5 0 0 1 9.5-9.5H${boxWidth - 10}a9.5 9.5 0 0 1 9.5 9.5V${titleHeight}z"/>`,
    `<text class="title" x="${padding}" y="22">${escape(box.title)}</text>`,
    ...lines,
    ...rows.map(drawRow),
    '</g></g>',
  ].join('')
}

/** The whole text of a box for screen readers, also the lines that the picture cuts. */
function spoken({ title, about, rows }: Box): string {
  const said = rows.map(({ label, text }) => (text === '' ? `${label}:` : `${label} ${text}`))
  return [title, about ?? '', ...said]
    .filter((part) => part !== '')
    .map((part) => (/[.!?:]$/.test(part) ? part : `${part}.`))
    .join(' ')
}

function drawWays({ box }: PlacedBox, flow: PlacedFlow): string {
  return flow.ways
    .filter(({ from }) => from === box.id)
    .map((way) => {
      const path = route(way, flow)
      const tip = tipFor(box.rows[way.row]?.tone)
      return path === undefined
        ? ''
        : `<path class="way ${tip}" data-to="${escape(way.to)}" d="${path}" marker-end="url(#storyboard-${tip})"/>`
    })
    .join('')
}

/** Width of bold type relative to normal type. */
const bold = 1.13

function drawRow({ row, x, y, height, lines }: PlacedRow): string {
  const { labelWidth, lineHeight, fontSize } = metrics
  const base = y + lineHeight - 4 + (row.tone === 'tap' ? 2 : 0)
  const left = x + labelWidth + (row.tone === 'tap' ? 7 : 0)
  const texts = lines.map(
    (line, index) =>
      `<text class="text ${row.tone}" x="${left}" y="${base + index * lineHeight}">${escape(line)}</text>`,
  )
  const pillWidth = Math.ceil(Math.max(...lines.map((line) => widthOf(line, fontSize * bold)), 12)) + 16
  const pill =
    row.tone === 'tap'
      ? `<rect class="pill" x="${x + labelWidth}" y="${y - 1}" width="${pillWidth}" height="${height}" rx="9"/>`
      : ''
  return `${pill}<text class="label" x="${x}" y="${base}">${escape(row.label)}</text>${texts.join('')}`
}
