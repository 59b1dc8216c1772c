/** The manifests of deploy/kubernetes have the fields of the Kubernetes API: the compiler compares them with its types. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { root } from '../source-files.ts'
import { type Manifest, manifests, receiverWithSpool } from './manifests.ts'

/** The type of each kind in kubernetes-types, which is made of the API's published schema. */
const types: Readonly<Record<string, string>> = {
  'apps/v1 Deployment': 'apps/v1',
  'apps/v1 StatefulSet': 'apps/v1',
  'autoscaling/v2 HorizontalPodAutoscaler': 'autoscaling/v2',
  'batch/v1 Job': 'batch/v1',
  'networking.k8s.io/v1 Ingress': 'networking/v1',
  'policy/v1 PodDisruptionBudget': 'policy/v1',
  'v1 Namespace': 'core/v1',
  'v1 Service': 'core/v1',
}

/** The errors of the compiler about the objects, as constants of their type: wrong, missing and unknown fields. */
async function complaintsAbout(objects: readonly Manifest[]): Promise<string> {
  const cache = path.join(root, '.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(path.join(cache, 'manifests-')) // inside the project, where its packages are found
  const constants = objects.map(({ file, ...object }, index) => {
    const module = types[`${object.apiVersion} ${object.kind}`]
    if (module === undefined) throw new Error(`${file}: no type for ${object.apiVersion} ${object.kind}`)
    const type = `import('kubernetes-types/${module}').${object.kind}`
    return `/* ${file} */ export const object${index}: ${type} = ${JSON.stringify(object)}`
  })
  const compilerOptions = {
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    types: [],
  }
  await writeFile(path.join(folder, 'manifests.ts'), constants.join('\n'))
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['manifests.ts'] }),
  )
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  try {
    await promisify(execFile)(process.execPath, [compiler, '--project', folder])
    return ''
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('every object has the fields that the Kubernetes API knows, with their types', async (t) => {
  t.true(manifests.length > 20)
  t.is(await complaintsAbout([...manifests, receiverWithSpool()]), '')
})

test('a field that is misspelt, missing or of the wrong type is found', async (t) => {
  const deployment = manifests.find(({ kind }) => kind === 'Deployment')
  if (deployment === undefined) return t.fail('there is no deployment')
  const change = (fields: object): Manifest => ({ ...deployment, spec: { ...deployment.spec, ...fields } })
  t.regex(
    await complaintsAbout([change({ replica: 2 })]),
    /'"replica"' does not exist in type 'DeploymentSpec'/,
  )
  t.regex(await complaintsAbout([change({ selector: undefined })]), /'selector' is missing/)
  t.regex(
    await complaintsAbout([change({ minReadySeconds: '5' })]),
    /'string' is not assignable to type 'number'/,
  )
})
