import test from 'ava'
import { parseRedisUrl } from '../../src/redis/redis-url.ts'

const nothing = {
  sentinel: undefined,
  username: undefined,
  password: undefined,
  db: 0,
  family: undefined,
  tls: undefined,
}

test('reads one server, with user, password and database', (t) => {
  t.deepEqual(parseRedisUrl('redis://cache'), { ...nothing, servers: [{ host: 'cache', port: 6379 }] })
  t.deepEqual(parseRedisUrl('redis://pagebeat:p%40ss:w%2Ford@[::1]:6380/3?family=6'), {
    ...nothing,
    servers: [{ host: '::1', port: 6380 }],
    username: 'pagebeat',
    password: 'p@ss:w/ord',
    db: 3,
    family: 6,
  })
  t.is(parseRedisUrl('redis://:secret@cache').password, 'secret')
  t.is(parseRedisUrl('redis://:p@ss@cache').password, 'p@ss')
  t.deepEqual(parseRedisUrl('rediss://cache:6380?servername=redis.internal').tls, {
    servername: 'redis.internal',
  })
})

test('reads sentinels, with the name that they know and passwords of their own', (t) => {
  t.deepEqual(
    parseRedisUrl(
      'redis+sentinel://pagebeat:one@s1,s2:26380/my%20master?db=2&sentinel_user=guard&sentinel_password=two',
    ),
    {
      ...nothing,
      servers: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 26_380 },
      ],
      sentinel: { name: 'my master', username: 'guard', password: 'two' },
      username: 'pagebeat',
      password: 'one',
      db: 2,
    },
  )
  t.deepEqual(parseRedisUrl('rediss+sentinel://s1/main').tls, {})
})

for (const [url, problem] of [
  ['http://cache', /^must be redis:\/\//],
  ['redis://', /^must be redis:\/\//],
  ['redis://cache:notaport', /^must be redis:\/\//],
  ['redis://cache:70000', /port that is not 1 to 65535/],
  ['redis://cache/main', /database that is no number/],
  ['redis://one,two', /names 2 servers: only redis\+sentinel/],
  ['redis+sentinel://one,two', /names no primary/],
  ['redis://cache?ssl=true', /unknown parameter: known are family, ca, cert, key, servername$/],
  ['redis://cache?ca=/etc/ca.pem', /ca, which needs TLS: begin it with rediss:/],
  ['rediss://cache?ca=', /parameter ca without a value/],
  ['rediss://cache?ca=/nowhere/ca.pem', /ca file \/nowhere\/ca\.pem, which cannot be read \(ENOENT\)/],
  ['rediss://cache?ca=/etc/hostname', /ca file \/etc\/hostname, which holds no certificate in PEM/],
  ['rediss://cache?cert=/etc/hostname', /only one of cert and key/],
  ['redis://user:50%off@cache', /password with a % that is no percent-encoding/],
] as const)
  test(`refuses ${url}`, (t) => {
    const error = t.throws(() => parseRedisUrl(url))
    t.regex(error.message, problem)
    t.false(error.message.includes('off'), 'no part of the password')
  })
