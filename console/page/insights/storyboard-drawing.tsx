import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { DrawnBox, StoryboardDrawing } from '../../api/storyboard.ts'
import { useTexts } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'
import type { DrawingProps } from './drawing-props.ts'
import { BoxRow } from './storyboard-rows.tsx'

const zooms = [0.4, 0.55, 0.7, 0.85, 1, 1.25]
/** Texts of the drawing are small: below this they cannot be read. */
const leastZoom = 0.7
/** Above the boxes, the picture of the command has its title. */
const crop = 60

/** The boxes of `pagebeat storyboard draw`, with numbers. By keyboard: tab to a scene, Enter opens its rows. */
export function Drawing(props: DrawingProps) {
  const { drawing } = props
  const texts = useTexts().insights.storyboard
  const frame = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState(1)
  useLayoutEffect(() => {
    const wanted = (frame.current?.clientWidth ?? drawing.width) / drawing.width
    setZoom(Math.min(1, Math.max(leastZoom, wanted)))
  }, [drawing.width])
  const smaller = zooms.findLast((one) => one < zoom - 0.01)
  const larger = zooms.find((one) => one > zoom + 0.01)
  const height = drawing.height - crop
  return (
    <>
      <div class="row drawing-zoom" role="group" aria-label={texts.size}>
        <ZoomButton to={smaller} sign="−" label={texts.smaller} onZoom={setZoom} />
        <ZoomButton to={larger} sign="+" label={texts.larger} onZoom={setZoom} />
        <span class="quiet" role="status">
          {Math.round(zoom * 100)} %
        </span>
      </div>
      <div class="drawing-scroll" ref={frame} tabIndex={0} role="region" aria-label={texts.drawing}>
        <svg
          class="drawing"
          viewBox={`0 ${crop} ${drawing.width} ${height}`}
          width={Math.round(drawing.width * zoom)}
          height={Math.round(height * zoom)}
          role="group"
          aria-label={texts.drawing}
        >
          <defs>
            {(['tap', 'go', 'agent'] as const).map((tone) => (
              <marker
                key={tone}
                id={`drawing-${tone}`}
                viewBox="0 0 8 8"
                refX="7.5"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path class={`tip ${tone}`} d="M0 0 8 4 0 8z" />
              </marker>
            ))}
          </defs>
          {drawing.alone !== undefined && (
            <text class="part" x="28" y={drawing.alone - 18}>
              {texts.alone}
            </text>
          )}
          {drawing.boxes.map((box) => (
            <SceneBox key={box.id} box={box} {...props} />
          ))}
        </svg>
      </div>
    </>
  )
}

function ZoomButton(props: {
  readonly to: number | undefined
  readonly sign: string
  readonly label: string
  readonly onZoom: (zoom: number) => void
}) {
  const { to, sign, label, onZoom } = props
  return (
    <button
      type="button"
      class="small"
      aria-label={label}
      aria-disabled={to === undefined}
      onClick={() => to !== undefined && onZoom(to)}
    >
      {sign}
    </button>
  )
}

function SceneBox({ box, ...props }: DrawingProps & { readonly box: DrawnBox }) {
  const { drawing, scenes, drops, titleOf, onScene } = props
  const texts = useTexts().insights.storyboard
  const isCounted = box.rows.some(({ tone }) => tone === 'count')
  const counts = scenes.get(box.id) ?? {}
  const title = titleOf(box)
  const open = (): void => onScene(box.id)
  const about = textOf(texts.abouts, box.id)
  const spoken = texts.spoken(title, counts['turns'] ?? 0, counts['answered'] ?? 0, drops.get(box.id) ?? 0)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    open()
  }
  const frame = { class: 'frame', width: drawing.boxWidth, height: box.height, rx: 10 }
  return (
    <g class={`box ${box.kind}`} data-scene={box.id}>
      <g aria-hidden="true">
        {drawing.ways
          .filter(({ from }) => from === box.id)
          .map((way) => (
            <path
              key={way.to}
              class={`way ${way.tone}`}
              d={way.path}
              marker-end={`url(#drawing-${way.tone})`}
            />
          ))}
      </g>
      <g transform={`translate(${box.x} ${box.y})`}>
        {isCounted ? (
          <rect
            {...frame}
            tabindex={0}
            role="button"
            aria-label={spoken}
            onClick={open}
            onKeyDown={onKeyDown}
          />
        ) : (
          <rect {...frame} role="img" aria-label={title} />
        )}
        <g class="words" aria-hidden="true">
          <path class="head" d={headOf(drawing)} />
          <text class="title" x="14" y="22">
            {title}
          </text>
          {(about === undefined ? box.about : [about]).map((line, index) => (
            <text key={line} class="about" x="14" y={drawing.titleHeight + 18 + index * 15}>
              {line}
            </text>
          ))}
          {box.rows.map((row, index) => (
            <BoxRow key={`${row.y}`} box={box} row={row} index={index} {...props} />
          ))}
        </g>
      </g>
    </g>
  )
}

function headOf({ boxWidth, titleHeight }: StoryboardDrawing): string {
  return `M.5 ${titleHeight}V10a9.5 9.5 0 0 1 9.5-9.5H${boxWidth - 10}a9.5 9.5 0 0 1 9.5 9.5V${titleHeight}z`
}
