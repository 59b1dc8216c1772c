import type { DrawnBox, DrawnRow } from '../../api/storyboard.ts'
import { useTexts } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'
import { endsOf } from './counts.ts'
import type { DrawingProps } from './drawing-props.ts'
import { useInsightFormats } from './use-insight-formats.ts'

type RowProps = DrawingProps & { readonly box: DrawnBox; readonly row: DrawnRow; readonly index: number }

/** What the scene does, or the numbers of the scene or of one of its questions. */
export function BoxRow({ row, index, ...props }: RowProps) {
  const texts = useTexts().insights.storyboard
  if (row.tone === 'count')
    return row.question !== undefined ? (
      <QuestionCounts {...props} row={row} index={index} />
    ) : index === 0 ? (
      <SceneTotal {...props} row={row} index={index} />
    ) : (
      <EndsBar {...props} row={row} index={index} />
    )
  const isTap = row.tone === 'tap'
  const base = row.y + 11 + (isTap ? 2 : 0)
  return (
    <>
      <text class="label" x={row.x} y={base}>
        {textOf(texts.labels, row.label) ?? row.label}
      </text>
      {row.lines.map((line, at) => (
        <text key={line} class={`text ${row.tone}`} x={row.x + labelWidth} y={base + at * 15}>
          {line}
        </text>
      ))}
    </>
  )
}

const labelWidth = 66

/** How many turns came into the scene, and how many of its questions nobody replied to. */
function SceneTotal({ box, row, drawing, scenes, drops }: RowProps) {
  const texts = useTexts().insights.storyboard
  const { value } = useInsightFormats()
  const drop = drops.get(box.id) ?? 0
  const base = row.y + 11
  return (
    <>
      <text class="count" x={row.x} y={base}>
        {texts.turns(value(scenes.get(box.id)?.['turns'] ?? 0, 'count'))}
      </text>
      {drop > 0 && (
        <text class="count drop" x={drawing.boxWidth - 14} y={base} text-anchor="end">
          {texts.dropped(value(drop, 'count'))}
        </text>
      )}
    </>
  )
}

/** How the turns of the scene ended, as parts of a bar. */
function EndsBar({ box, row, drawing, scenes }: RowProps) {
  const texts = useTexts().insights
  const { value } = useInsightFormats()
  const width = drawing.boxWidth - 28
  const counts = scenes.get(box.id)
  const { turns = 0 } = counts ?? {}
  if (counts === undefined || turns === 0)
    return <rect class="rail" x="14" y={row.y + 2} width={width} height="7" rx="3" />
  let x = 14
  return (
    <>
      {endsOf(counts).map(({ end, amount }, position) => {
        if (amount === 0) return null
        const part = (width * amount) / turns
        const left = x
        x += part
        return (
          <rect
            key={end}
            class={`end series-${position}`}
            x={left}
            y={row.y + 2}
            width={Math.max(part - 1, 1)}
            height="7"
          >
            <title>{`${texts.ends[end]}: ${value(amount, 'count')}`}</title>
          </rect>
        )
      })}
    </>
  )
}

function QuestionCounts({ row, questions, onQuestion }: RowProps) {
  const texts = useTexts().insights.storyboard
  const { value } = useInsightFormats()
  const { question = '' } = row
  const { asked = 0, filled = 0, noReply = 0 } = questions.get(question) ?? {}
  const open = (event: Event): void => {
    event.stopPropagation()
    onQuestion(question)
  }
  const part = asked === 0 ? 0 : noReply / asked
  const { x } = row
  return (
    <g class="question-count" data-question={question} onClick={open}>
      <rect class="hit" x={x - 4} y={row.y - 2} width="240" height="17" rx="4" />
      <text class="count" x={x} y={row.y + 11}>
        {texts.asked(value(asked, 'count'), value(filled, 'count'))}
        {noReply > 0 && (
          <tspan class="drop">{` · ${texts.noReply(value(noReply, 'count'), Math.round(part * 100))}`}</tspan>
        )}
      </text>
    </g>
  )
}
