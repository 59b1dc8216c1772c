/** The console's page begins here. */
import { render } from 'preact'
import { App } from './app.tsx'
import { createConsole } from './control/console.ts'
import { ConsoleContext } from './parts/context.ts'

const place = document.querySelector('#page')
const page = createConsole()
if (place !== null)
  render(
    <ConsoleContext.Provider value={page}>
      <App />
    </ConsoleContext.Provider>,
    place,
  )
void page.start()
