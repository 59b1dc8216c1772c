import test from 'ava'
import { readReaderConfig, requireReaderConfig } from '../../../bin/wiring/reader-config.ts'

const url = 'http://127.0.0.1:8080/v1'

test('without an address there is no reader, whatever else is set', (t) => {
  t.is(readReaderConfig({ READER_URL: '', READER_MODEL: 'bge-m3', READER_KIND: 'magic' }), undefined)
  t.throws(() => requireReaderConfig({}), { code: 'config_invalid', message: /READER_URL is not set/ })
})

test('an address needs a model; the rest has defaults', (t) => {
  t.throws(() => readReaderConfig({ READER_URL: url }), {
    code: 'config_invalid',
    message: /READER_MODEL is not set/,
  })
  t.deepEqual(readReaderConfig({ READER_URL: url, READER_MODEL: 'bge-m3' }), {
    url,
    kind: 'embeddings',
    model: 'bge-m3',
    token: undefined,
    perMinute: undefined,
  })
})

test('every mistake of a reader is told at once, without a value', (t) => {
  const env = {
    READER_URL: url,
    READER_KIND: 'magic',
    READER_MODEL: 'two words',
    READER_CALLS_PER_MINUTE: '0',
  }
  t.throws(() => readReaderConfig(env), {
    message: [
      'The configuration is not usable:',
      '  - READER_KIND must be embeddings or llm',
      '  - READER_MODEL must be the name of a model: 1 to 100 letters, digits and ./:@+-_',
      '  - READER_CALLS_PER_MINUTE must be a whole number from 1 to 9999',
    ].join('\n'),
  })
})
