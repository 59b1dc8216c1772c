import type { ComponentChildren } from 'preact'
import { type Route, toPath } from '../state/route.ts'
import { useConsole } from './context.ts'

interface LinkProps {
  readonly to: Route
  readonly class?: string
  readonly 'aria-current'?: 'page' | 'true' | undefined
  readonly 'aria-label'?: string
  readonly 'data-id'?: string
  readonly 'data-state'?: string
  readonly children: ComponentChildren
}

/** A link of the page. With a modifier key or the middle button the browser opens a tab, as for every link. */
export function Link({ to, children, ...rest }: LinkProps) {
  const { go } = useConsole()
  return (
    <a
      {...rest}
      href={toPath(to)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        go(to)
      }}
    >
      {children}
    </a>
  )
}
