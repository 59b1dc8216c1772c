import { useTexts, useView } from '../parts/context.ts'

/** Other agents who have the conversation open, and whether they write. */
export function Typing() {
  const texts = useTexts()
  const present = useView((state) => state.open?.head?.present)
  if (present === undefined || present.length === 0) return <p class="present" role="status" />
  const writing = present.filter(({ isTyping }) => isTyping)
  const names = (writing.length > 0 ? writing : present).map(({ name }) => name).join(', ')
  return (
    <p class="present" role="status">
      {writing.length > 0 && (
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
      {writing.length > 0 ? texts.isWriting(names) : texts.areHere(names)}
    </p>
  )
}
