/** Screen readers are told of new messages of the customer in the open conversation. */
import { useEffect, useRef } from 'preact/hooks'
import { useConsole, useTexts, useView } from '../parts/context.ts'

const mostSaid = 200

export function useNews(): void {
  const texts = useTexts()
  const { announce } = useConsole()
  const latest = useView(({ open }) => open?.messages.findLast(({ by }) => by === 'customer'))
  const name = useView(({ open }) => open?.head?.name)
  const isReady = useView(({ open }) => open?.is === 'ready')
  const seen = useRef<string>(undefined)
  useEffect(() => {
    if (!isReady) return
    if (seen.current !== undefined && latest !== undefined && latest.id !== seen.current)
      announce(texts.wrote(name ?? texts.noName, (latest.text ?? texts.attachment).slice(0, mostSaid)))
    seen.current = latest?.id ?? ''
  }, [latest?.id, isReady])
}
