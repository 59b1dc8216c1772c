import test from 'ava'
import { type LockEntry, toShrinkwrap } from '../../scripts/shrinkwrap.ts'

const about = { name: 'product', version: '1.0.0', dependencies: { a: '1.0.0' } }

function shrinkwrapOf(packages: Readonly<Record<string, LockEntry>>): object {
  return toShrinkwrap({ lockfileVersion: 3, packages }, about)
}

test('keeps the packages of the dependencies at their places, and leaves out those of development', (t) => {
  const a = { version: '1.0.0', dependencies: { b: '^1', c: '^1' } }
  const b = { version: '1.2.0', optionalDependencies: { absent: '*' } }
  const inner = { version: '1.5.0', dependencies: { b: '^1' } }
  const packages = {
    '': about,
    'node_modules/a': a,
    'node_modules/a/node_modules/c': inner,
    'node_modules/b': b,
    'node_modules/c': { version: '2.0.0', dev: true },
    'node_modules/compiler': { version: '7.0.0', dev: true },
  }
  t.deepEqual(shrinkwrapOf(packages), {
    name: 'product',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': about,
      'node_modules/a': a,
      'node_modules/a/node_modules/c': inner,
      'node_modules/b': b,
    },
  })
})

test('an optional peer is not needed, one that is not optional is', (t) => {
  const a = {
    version: '1.0.0',
    peerDependencies: { compiler: '*', types: '*' },
    peerDependenciesMeta: { compiler: { optional: true } },
  }
  const packages = {
    'node_modules/a': a,
    'node_modules/compiler': { version: '7.0.0', devOptional: true },
    'node_modules/types': { version: '1.0.0', devOptional: true },
  }
  t.like(shrinkwrapOf(packages), {
    packages: { '': about, 'node_modules/a': a, 'node_modules/types': { version: '1.0.0', optional: true } },
  })
  t.notRegex(JSON.stringify(shrinkwrapOf(packages)), /node_modules\/compiler/)
})

test('a lock file that lacks a dependency is refused', (t) => {
  t.throws(() => shrinkwrapOf({}), { message: /no a for package\.json: run npm install/ })
})
