/** How components reach the state, the acts and the texts. */
import { createContext } from 'preact'
import { useContext, useLayoutEffect, useReducer, useRef } from 'preact/hooks'
import type { Console } from '../control/console.ts'
import type { PageState } from '../state/page-state.ts'
import { RequestError } from '../api/request.ts'
import { englishOf } from '../texts/english-of.ts'
import { explain } from '../texts/explain.ts'
import { createFormats, type Formats } from '../texts/formats.ts'
import { createSay } from '../texts/say.ts'
import type { Texts } from '../texts/shape.ts'
import { languages } from '../texts/texts.ts'

export const ConsoleContext = createContext<Console | undefined>(undefined)

export function useConsole(): Console {
  const found = useContext(ConsoleContext)
  if (found === undefined) throw new Error('a component is drawn outside of the console')
  return found
}

/** A part of the state. The component is drawn again when the part is another one. */
export function useView<T>(select: (state: PageState) => T): T {
  const { store } = useConsole()
  const [, draw] = useReducer((count: number) => count + 1, 0)
  const value = select(store.get())
  const last = useRef({ select, value })
  last.current = { select, value }
  useLayoutEffect(() => {
    const look = (): void => {
      const { select: again, value: shown } = last.current
      if (!Object.is(again(store.get()), shown)) draw(undefined)
    }
    look()
    return store.subscribe(look)
  }, [store])
  return value
}

export function useTexts(): Texts {
  return languages[useView((state) => state.preferences.language)].texts
}

const formats = new Map<string, Formats>()

export function useFormats(): Formats {
  const language = useView((state) => state.preferences.language)
  const known = formats.get(language)
  if (known !== undefined) return known
  const made = createFormats(
    language === 'en' ? englishOf(navigator.languages) : language,
    languages[language].texts,
  )
  formats.set(language, made)
  return made
}

/** Says texts of the server in the language of the page. */
export function useSay(): ReturnType<typeof createSay> {
  return createSay(useTexts(), useFormats())
}

/** Why a call of the API failed, in the language of the page. Empty: nobody knows. */
export function useExplain(): (error: unknown) => string {
  const texts = useTexts()
  return (error) => {
    if (!(error instanceof RequestError)) return ''
    const { error: code, message: says, values, status } = error
    return explain(texts, { error: code, says, values, status })
  }
}

/** True for users who may answer customers. */
export function useMayAct(): boolean {
  return useView(({ session }) => session !== undefined && session.user.role !== 'viewer')
}
