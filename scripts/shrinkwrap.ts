/** The lock file of the published package: an installation gets the packages that the tests ran with. */

export interface LockEntry {
  readonly version?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

export interface LockFile {
  readonly lockfileVersion: number
  readonly packages: Readonly<Record<string, LockEntry>>
}

/**
 * `npm-shrinkwrap.json` for the package with this description: the entries of package-lock.json that its dependencies
 * lead to, at their places. Throws when a dependency has no entry: the lock file is older than package.json.
 */
export function toShrinkwrap(lock: LockFile, root: LockEntry & { readonly name: string }): object {
  const kept = new Set<string>()
  const open: { readonly place: string; readonly entry: LockEntry }[] = [{ place: '', entry: root }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { name, isOptional } of needsOf(next.entry)) {
      const place = findPlace(lock, next.place, name)
      if (place === undefined && !isOptional)
        throw new Error(
          `package-lock.json has no ${name} for ${next.place || 'package.json'}: run npm install`,
        )
      const entry = lock.packages[place ?? '']
      if (place === undefined || entry === undefined || kept.has(place)) continue
      kept.add(place)
      open.push({ place, entry })
    }
  }
  const entries = [...kept].toSorted().map((place) => [place, withoutDev(lock.packages[place] ?? {})])
  return {
    name: root.name,
    version: root.version,
    lockfileVersion: lock.lockfileVersion,
    requires: true,
    packages: { '': root, ...Object.fromEntries(entries) },
  }
}

function needsOf(entry: LockEntry): { readonly name: string; readonly isOptional: boolean }[] {
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => entry.peerDependenciesMeta?.[name]?.optional !== true,
  )
  const optional = Object.keys(entry.optionalDependencies ?? {})
  return [
    ...[...Object.keys(entry.dependencies ?? {}), ...peers].map((name) => ({ name, isOptional: false })),
    ...optional.map((name) => ({ name, isOptional: true })),
  ]
}

/** As Node looks for a package: in the `node_modules` beside the importer, then in those above. */
function findPlace(lock: LockFile, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (place in lock.packages) return place
    if (folder === '') return undefined
  }
}

/** A package that development and an optional package needed is optional in the product. */
function withoutDev({ devOptional, ...entry }: LockEntry): object {
  return devOptional === true ? { ...entry, optional: true } : entry
}
