/** The manifests of deploy/kubernetes, compared with each other and with docker-compose.yml. */
import test from 'ava'
import { parse } from 'yaml'
import { variables } from '../../src/config.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { projectFiles, read } from '../source-files.ts'
import { composeServices } from './compose-services.ts'
import { containerOf, generated, kustomizations, manifests, pods, receiverWithSpool } from './manifests.ts'

const known: Readonly<Record<string, { readonly isSecret?: true }>> = variables
const configMaps = generated('configMapGenerator')
const secrets = generated('secretGenerator')

test('kustomize finds every file, and there is no other', (t) => {
  for (const [name, { resources }] of Object.entries(kustomizations)) {
    const folder = `deploy/kubernetes/${name}/`
    const files = projectFiles
      .filter((file) => file.startsWith(folder))
      .map((file) => file.slice(folder.length))
    t.deepEqual(
      resources.filter((resource) => resource !== '../base').toSorted(),
      files.filter((file) => file !== 'kustomization.yaml').toSorted(),
    )
  }
})

test('there is a pod for each role and each stage of docker-compose.yml, with the same command', (t) => {
  const roles = Object.keys(composeServices).filter((name) => !['redis', 'mariadb'].includes(name))
  t.deepEqual([...pods.keys()].toSorted(), roles.toSorted())
  for (const [role, pod] of pods) t.deepEqual(containerOf(pod).args, composeServices[role]?.command, role)
})

test('each pod gets the secrets that its service of docker-compose.yml gets, as files or by reference', (t) => {
  for (const [role, pod] of pods) {
    const { env = [], volumeMounts = [] } = containerOf(pod)
    const given = env.map(({ name }) => name.replace(/_FILE$/, ''))
    const wanted = Object.keys(composeServices[role]?.environment ?? {}).filter(
      (name) => known[name]?.isSecret,
    )
    t.deepEqual(given.filter((name) => known[name]?.isSecret).toSorted(), wanted.toSorted(), role)
    const sources = (pod.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? [])
    const paths = sources.flatMap(({ secret }) => secret?.items?.map((item) => item.path) ?? [])
    const mount = volumeMounts.find(({ name }) => name === 'secrets')?.mountPath
    const files = env.flatMap(({ name, value = '' }) => (name.endsWith('_FILE') ? [value] : []))
    t.deepEqual(files.toSorted(), paths.map((file) => `${mount}/${file}`).toSorted(), role)
  }
})

test('every variable is one that Pagebeat knows, and no secret has its value in a manifest', (t) => {
  for (const [role, pod] of pods) {
    for (const { name, value } of containerOf(pod).env ?? []) {
      const plain = name.replace(/_FILE$/, '')
      t.true(plain in known, `${role} is given ${name}`)
      if (known[plain]?.isSecret && plain === name) t.is(value, undefined, `${role}: ${name}`)
    }
  }
  for (const name of ['pagebeat', 'pagebeat-replies', 'pagebeat-console'])
    for (const key of configMaps.get(name) ?? []) t.true(key in known && !known[key]?.isSecret, key)
})

test('a stage reads the storyboard if and only if its service of docker-compose.yml does', (t) => {
  for (const [role, pod] of pods) {
    const { envFrom = [], volumeMounts = [] } = containerOf(pod)
    const replies = 'STORYBOARD' in (composeServices[role]?.environment ?? {})
    t.is(
      envFrom.some(({ configMapRef }) => configMapRef?.name === 'pagebeat-replies'),
      replies,
      role,
    )
    t.is(
      volumeMounts.some(({ mountPath }) => mountPath === '/storyboards'),
      replies,
      role,
    )
  }
})

test('every ConfigMap, Secret, key and volume that a pod names exists, or is optional', (t) => {
  for (const [role, pod] of pods) {
    const { env = [], envFrom = [], volumeMounts = [] } = containerOf(pod)
    for (const { configMapRef } of envFrom) t.true(configMaps.has(configMapRef?.name ?? ''), role)
    for (const { valueFrom } of env) {
      const reference = valueFrom?.secretKeyRef
      if (reference !== undefined)
        t.true(reference.optional ?? secrets.get(reference.name ?? '')?.has(reference.key), role)
    }
    const volumes = pod.volumes ?? []
    t.deepEqual(
      volumeMounts.map(({ name }) => name).toSorted(),
      volumes.map(({ name }) => name).toSorted(),
      role,
    )
    for (const { projected, configMap } of volumes) {
      if (configMap !== undefined) t.true(configMaps.has(configMap.name ?? ''), role)
      for (const { secret } of projected?.sources ?? [])
        for (const { key } of secret?.items ?? [])
          t.true(secrets.get(secret?.name ?? '')?.has(key), `${role}: ${key}`)
    }
  }
})

test('the component spool gives each receiver a volume of its own that is larger than its spool', (t) => {
  const { kind, spec } = receiverWithSpool()
  t.is(kind, 'StatefulSet')
  if (spec?.template === undefined) return t.fail('there is no pod')
  const { env = [], volumeMounts = [] } = containerOf(spec.template.spec)
  const valueOf = (wanted: string): string => env.find(({ name }) => name === wanted)?.value ?? ''
  const claims: readonly { readonly metadata: { readonly name: string }; readonly spec: object }[] =
    Object.assign({ volumeClaimTemplates: [] }, spec).volumeClaimTemplates
  const [claim] = claims
  const mount = volumeMounts.find(({ name }) => name === claim?.metadata.name)
  t.true(valueOf('RECEIVER_SPOOL').startsWith(`${mount?.mountPath}/`), 'the folder is on the volume')
  t.like(claim?.spec, { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } })
  t.true(Number(valueOf('RECEIVER_SPOOL_BYTES')) < 2 * 2 ** 30)
  t.is(
    composeServices['receiver']?.environment?.['RECEIVER_SPOOL_BYTES'],
    `\${RECEIVER_SPOOL_BYTES:-${valueOf('RECEIVER_SPOOL_BYTES')}}`,
  )
  t.true(read('deploy/kubernetes/example/kustomization.yaml').includes('#   - ../spool'))
})

test('selectors match the labels of their pods, and nothing else', (t) => {
  for (const { file, kind, metadata, spec } of manifests) {
    const labels = { 'app.kubernetes.io/name': 'pagebeat', 'app.kubernetes.io/component': metadata.name }
    if (kind === 'Deployment' || kind === 'PodDisruptionBudget')
      t.deepEqual(spec?.selector, { matchLabels: labels }, file)
    if (kind === 'Service') t.deepEqual(spec?.selector, labels, file)
    if (spec?.template !== undefined) t.deepEqual(spec.template.metadata.labels, labels, file)
    if (kind !== 'Namespace' && kind !== 'Ingress') t.deepEqual(metadata.labels, labels, file)
  }
})

test('probes ask addresses that exist', (t) => {
  const paths: Readonly<Record<string, readonly string[]>> = {
    receiver: ['/readyz', '/healthz'],
    board: ['/healthz', '/healthz'],
    console: ['/readyz', '/healthz'],
  }
  for (const [role, pod] of pods) {
    const { readinessProbe, livenessProbe, ports = [], env = [] } = containerOf(pod)
    const asked = [readinessProbe, livenessProbe].map((probe) => probe?.httpGet)
    if (paths[role] !== undefined) {
      t.deepEqual(
        asked.map((get) => get?.path),
        paths[role],
      )
      t.deepEqual(
        asked.map((get) => get?.port),
        ['http', 'http'],
      )
      const portName = role === 'receiver' ? 'PORT' : `${role.toUpperCase()}_PORT`
      const port = env.find(({ name }) => name === portName)?.value
      t.deepEqual(
        ports.map(({ name, containerPort }) => [name, `${containerPort}`]),
        [['http', port ?? '']],
      )
    } else if (role !== 'migrate') {
      t.deepEqual(readinessProbe?.exec?.command, ['perl', '/app/bin/health.pl'], role)
      t.is(livenessProbe, undefined, role)
    }
  }
  t.true(read('Dockerfile').includes('CMD ["perl", "/app/bin/health.pl"]'))
})

test('every container is as restricted as in docker-compose.yml, and has limits', (t) => {
  for (const [role, pod] of pods) {
    const { securityContext, resources } = containerOf(pod)
    t.deepEqual(securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    t.like(pod, { automountServiceAccountToken: false, enableServiceLinks: false }, role)
    t.like(pod.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }, role)
    const memory = /:-(\d+)m\}$/.exec(composeServices[role]?.mem_limit ?? '')?.[1]
    t.is(resources?.limits?.['memory'], `${memory}Mi`, role)
    t.deepEqual(Object.keys(resources?.requests ?? {}), ['cpu', 'memory'], role)
  }
})

interface Scaling {
  readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string }
  readonly minReplicas: number
  readonly maxReplicas: number
  readonly metrics: readonly {
    readonly external: { readonly metric: { readonly name: string; readonly selector: unknown } }
  }[]
}

function namesOf(kind: string): readonly string[] {
  return manifests.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name)
}

test('every stage has an autoscaler by the age of its oldest waiting job, and a disruption budget', (t) => {
  t.deepEqual(namesOf('HorizontalPodAutoscaler').toSorted(), stageNames.toSorted())
  t.deepEqual(namesOf('PodDisruptionBudget').toSorted(), ['receiver', ...stageNames].toSorted())
  const { rules } = parse(read('deploy/kubernetes/prometheus-adapter.yaml'))
  let connections = 0
  for (const { kind, metadata, spec } of manifests) {
    // The autoscaler and a number in the manifest would undo each other.
    if (kind === 'Deployment')
      t.is(
        spec?.replicas === undefined,
        stageNames.some((stage) => stage === metadata.name),
      )
    if (kind !== 'HorizontalPodAutoscaler') continue
    const scaling: Scaling = Object.assign({ ...spec })
    t.deepEqual(scaling.scaleTargetRef, { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name })
    const { name = '', selector } = scaling.metrics[0]?.external.metric ?? {}
    t.is(name, rules.external[0].name.as)
    t.deepEqual(selector, { matchLabels: { stage: metadata.name } })
    const replicas = /:-(\d+)/.exec(composeServices[metadata.name]?.deploy?.replicas ?? '')?.[1]
    t.is(scaling.minReplicas, Number(replicas))
    connections += scaling.maxReplicas * Number(variables.DATABASE_POOL.initial)
  }
  connections += Number(variables.DATABASE_POOL.initial) // the console's
  t.true(connections <= 300, 'more connections than the MariaDB of docker-compose.yml allows')
})
