import { useFormats, useTexts, useView } from '../parts/context.ts'

/** Why the customer waits for an agent: the note of the storyboard's hand-over. Once an agent has it, the clock of the list is enough. */
export function HandOver() {
  const texts = useTexts()
  const { duration } = useFormats()
  const head = useView((state) => state.open?.head)
  const since = head?.waitingTs
  const waits = useView(({ nowMs }) => (since === undefined ? '' : duration(nowMs - since)))
  if (head === undefined || since === undefined || head.control.by === 'agent') return null
  return (
    <p class="hand-over">
      <strong>{texts.handOver(waits)}</strong>
      {head.handOver?.note !== undefined && <bdi>{head.handOver.note}</bdi>}
    </p>
  )
}
