import { Component, type ComponentChildren } from 'preact'
import { useTexts } from './context.ts'

interface BoundaryProps {
  readonly children: ComponentChildren
}

/** A part that cannot be drawn does not take the rest of the page with it. */
export class Boundary extends Component<BoundaryProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false }

  static override getDerivedStateFromError() {
    return { isBroken: true }
  }

  override componentDidCatch(error: unknown): void {
    reportError(error)
  }

  override render() {
    return this.state.isBroken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const texts = useTexts()
  return (
    <div class="empty" role="alert">
      <p>{texts.broken}</p>
      <button type="button" onClick={() => location.reload()}>
        {texts.reload}
      </button>
    </div>
  )
}
