import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { filterNames, type FilterName } from '../state/route.ts'
import { useFilterValue } from './use-filter-value.ts'

/** Above the list: its title, the search, and the filters that are set. */
export function ListTools() {
  const texts = useTexts()
  const { store, go } = useConsole()
  const query = useView((state) => state.route.query)
  // Words are in the field, and a button of its own says “Only mine”.
  const isShown = (name: FilterName) => name !== 'text' && !(name === 'assigned' && query.assigned === 'me')
  const set = filterNames.filter((name) => isShown(name) && query[name] !== undefined)
  return (
    <div class="list-tools">
      <div class="row between list-head">
        <h2 class="list-title">{texts.state[query.state]}</h2>
        <button
          type="button"
          class="small mine"
          aria-pressed={query.assigned === 'me'}
          onClick={() => {
            const { route } = store.get()
            const { assigned, ...others } = route.query
            go({ ...route, query: assigned === 'me' ? others : { ...others, assigned: 'me' } })
          }}
        >
          {texts.mine}
        </button>
      </div>
      <div class="row">
        <Search />
        <button
          type="button"
          class={set.length === 0 ? 'plain square' : 'plain square on'}
          aria-label={texts.filters}
          title={texts.filters}
          onClick={() => store.set({ dialog: 'filters' })}
        >
          <Icon name="filter" />
        </button>
      </div>
      {set.length > 0 && (
        <ul class="set-filters">
          {set.map((name) => (
            <SetFilter key={name} name={name} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Search() {
  const texts = useTexts()
  const { store, go } = useConsole()
  const text = useView((state) => state.route.query.text ?? '')
  return (
    <SearchField
      label={texts.search}
      text={text}
      onSearch={(words) => {
        const { route } = store.get()
        const { text: _, ...others } = route.query
        go({ ...route, query: words === '' ? others : { ...others, text: words } }, 'replace')
      }}
    />
  )
}

function SetFilter({ name }: { readonly name: FilterName }) {
  const texts = useTexts()
  const { store, go } = useConsole()
  const value = useFilterValue(name)
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          const { route } = store.get()
          const { [name]: _, ...others } = route.query
          go({ ...route, query: { ...others, state: route.query.state } })
        }}
      >
        {texts.filter[name]}: <bdi>{value}</bdi>
        <Icon name="close" />
        <span class="unseen">{texts.removeSaved}</span>
      </button>
    </li>
  )
}
