import { parse, parseAllDocuments } from 'yaml'
import type { PodSpec } from 'kubernetes-types/core/v1.d.ts'
import { projectFiles, read } from '../source-files.ts'

export interface Manifest {
  readonly file: string
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  readonly spec?: {
    readonly replicas?: number
    readonly selector?: unknown
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> }
      readonly spec: PodSpec
    }
  }
}

interface Generator {
  readonly name: string
  readonly behavior?: string
  readonly literals?: readonly string[]
  readonly files?: readonly string[]
}

export interface Kustomization {
  readonly resources: readonly string[]
  readonly configMapGenerator?: readonly Generator[]
  readonly secretGenerator?: readonly Generator[]
}

const folder = 'deploy/kubernetes'

/** The objects of a file, as it stands in the repository. */
function manifestsOf(file: string): Manifest[] {
  return parseAllDocuments(read(file)).map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0]?.message}`)
    return { file, ...document.toJS() }
  })
}

export const kustomizations: Readonly<Record<'base' | 'example', Kustomization>> = {
  base: parse(read(`${folder}/base/kustomization.yaml`)),
  example: parse(read(`${folder}/example/kustomization.yaml`)),
}

/** All objects of base and example, without those that kustomize generates. */
export const manifests: readonly Manifest[] = projectFiles
  .filter(
    (file) =>
      file.startsWith(`${folder}/`) && /\/(?:base|example)\/(?!kustomization)[\w-]+\.yaml$/.test(file),
  )
  .flatMap(manifestsOf)

interface Change {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value?: unknown
}

/** The receiver as the component `spool` makes it: its JSON patch is applied as RFC 6902 says. */
export function receiverWithSpool(): Manifest {
  const file = `${folder}/spool/kustomization.yaml`
  const { patches }: { patches: readonly { readonly target: object; readonly patch: string }[] } = parse(
    read(file),
  )
  const receiver = manifests.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'receiver',
  )
  if (receiver === undefined) throw new Error('there is no receiver')
  const changed = structuredClone({ ...receiver, file })
  const changes: readonly Change[] = patches.flatMap(({ patch }) => parse(patch))
  for (const { op, path, value } of changes) {
    const names = path.split('/').slice(1)
    const last = names.pop() ?? ''
    const parent = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), changed)
    if (typeof parent !== 'object' || parent === null) throw new Error(`${file}: no ${path}`)
    if (op !== 'add' && !(last in parent)) throw new Error(`${file}: no ${path}`)
    if (op === 'remove') Reflect.deleteProperty(parent, last)
    else if (Array.isArray(parent) && last === '-') parent.push(value)
    else Reflect.set(parent, last, value)
  }
  return changed
}

/** The pod of each deployment and job, by its name. */
export const pods: ReadonlyMap<string, PodSpec> = new Map(
  manifests.flatMap(({ metadata, spec }) =>
    spec?.template === undefined ? [] : [[metadata.name, spec.template.spec]],
  ),
)

/** The only container of a pod. */
export function containerOf(pod: PodSpec): PodSpec['containers'][number] {
  const [container, ...others] = pod.containers
  if (container === undefined || others.length > 0) throw new Error('a pod has one container')
  return container
}

/** The keys of each ConfigMap or Secret that kustomize generates. */
export function generated(
  kind: 'configMapGenerator' | 'secretGenerator',
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const kustomization of Object.values(kustomizations)) {
    for (const { name, literals = [], files = [] } of kustomization[kind] ?? []) {
      const keys = [...literals, ...files].map((entry) => entry.split('=')[0] ?? '')
      found.set(name, new Set([...(found.get(name) ?? []), ...keys]))
    }
  }
  return found
}
