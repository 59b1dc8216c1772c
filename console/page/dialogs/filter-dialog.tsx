import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { type FilterName, filterNames, type InboxQuery } from '../state/route.ts'

const words = ['language', 'intent', 'scene', 'ad'] as const satisfies readonly FilterName[]

/** The filters of the list. */
export function FilterDialog() {
  const texts = useTexts()
  const { store, go } = useConsole()
  const query = useView((state) => state.route.query)
  const pages = useView((state) => state.session?.pages ?? [])
  const items = useView((state) => state.list.items)
  const close = (): void => store.set({ dialog: undefined })

  function show(form: HTMLFormElement | undefined): void {
    const given = form === undefined ? new FormData() : new FormData(form)
    const set = filterNames.flatMap((name): [FilterName, string][] => {
      const value = name === 'text' ? query.text : given.get(name)
      return typeof value !== 'string' || value.trim() === '' ? [] : [[name, value.trim()]]
    })
    const next: InboxQuery = { ...Object.fromEntries(set), state: query.state }
    close()
    go({ ...store.get().route, query: next })
  }

  const choices: readonly (readonly [FilterName, readonly (readonly [string, string])[]])[] = [
    ['page', pages.map(({ pageId, name }) => [pageId, name ?? pageId] as const)],
    [
      'channel',
      [
        ['messenger', texts.messenger],
        ['feed', texts.feed],
      ],
    ],
    [
      'assigned',
      [
        ['me', texts.me],
        ['nobody', texts.nobody],
      ],
    ],
  ]
  return (
    <Dialog title={texts.filters} onClose={close}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          show(event.currentTarget)
        }}
      >
        {choices.map(([name, options]) => (
          <label key={name}>
            {texts.filter[name]}
            <select name={name} value={query[name] ?? ''}>
              <option value="">{texts.anyValue}</option>
              {options.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
        {words.map((name) => (
          <label key={name}>
            {texts.filter[name]}
            <input
              name={name}
              maxLength={200}
              list={`known-${name}`}
              value={query[name] ?? ''}
              autocomplete="off"
            />
            <datalist id={`known-${name}`}>
              {[...new Set(items.map((item) => item[name === 'ad' ? 'adId' : name]))].map(
                (value) => value !== undefined && <option key={value} value={value} />,
              )}
            </datalist>
          </label>
        ))}
        <div class="row between">
          <button type="button" onClick={() => show(undefined)}>
            {texts.clearFilters}
          </button>
          <button type="submit" class="strong">
            {texts.apply}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
