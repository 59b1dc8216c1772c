import { useTexts, useView } from '../parts/context.ts'
import type { FilterName } from '../state/route.ts'

/** The value of a filter in words. */
export function useFilterValue(name: FilterName): string {
  const texts = useTexts()
  const value = useView((state) => state.route.query[name] ?? '')
  const page = useView((state) => state.session?.pages.find(({ pageId }) => pageId === value)?.name)
  if (name === 'page') return page ?? value
  if (name === 'channel') return value === 'feed' ? texts.feed : texts.messenger
  if (name === 'assigned' && value === 'me') return texts.me
  return name === 'assigned' && value === 'nobody' ? texts.nobody : value
}
