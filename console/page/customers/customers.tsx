import { useTexts, useView } from '../parts/context.ts'
import { Boundary } from '../parts/boundary.tsx'
import { CustomerPage } from './customer-page.tsx'
import { CustomerSearch } from './customer-search.tsx'

/** The search for customers, and beside it the chosen one. On a narrow screen only one of them is shown. */
export function CustomersScreen() {
  const texts = useTexts().customers
  const pId = useView(({ route }) => route.customers?.pId)
  return (
    <main class="panes">
      <h1 class="unseen">{texts.title}</h1>
      <section class="list-pane" id="list" tabIndex={-1} aria-label={texts.title}>
        <CustomerSearch />
      </section>
      <section class="conversation-pane" aria-label={texts.choose}>
        {pId === undefined ? (
          <div class="empty middle">
            <h2>{texts.choose}</h2>
          </div>
        ) : (
          <Boundary key={pId}>
            <CustomerPage pId={pId} />
          </Boundary>
        )}
      </section>
    </main>
  )
}
