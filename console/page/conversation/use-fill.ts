import { useView } from '../parts/context.ts'
import { fillVariables } from './fill-variables.ts'

/** Puts the values of the open conversation into a text. */
export function useFill(): (text: string) => string {
  const session = useView((state) => state.session)
  const head = useView((state) => state.open?.head)
  const page = session?.pages.find(({ pageId }) => pageId === head?.pageId)?.name
  const name = head?.name
  return (text) =>
    fillVariables(text, {
      ...(name === undefined ? {} : { name, first_name: name.split(' ')[0] ?? name }),
      ...(page === undefined ? {} : { page }),
      agent: session?.user.name ?? '',
    })
}
