import { useEffect, useState } from 'preact/hooks'

const query = '(max-width: 719px)'

/** Whether the page is as narrow as a phone: a chart then has fewer marks, so that its texts stay readable. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const watched = matchMedia(query)
    const look = (): void => setNarrow(watched.matches)
    watched.addEventListener('change', look)
    return () => watched.removeEventListener('change', look)
  }, [])
  return isNarrow
}
