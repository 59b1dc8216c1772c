import { useView } from '../parts/context.ts'
import { FilterDialog } from './filter-dialog.tsx'
import { SettingsDialog } from './settings-dialog.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'

/** The dialog that is open, if one is. */
export function Dialogs() {
  const dialog = useView((state) => state.dialog)
  if (dialog === 'shortcuts') return <ShortcutsDialog />
  if (dialog === 'settings') return <SettingsDialog />
  return dialog === 'filters' ? <FilterDialog /> : null
}
