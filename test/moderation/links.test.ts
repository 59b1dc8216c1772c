import test from 'ava'
import { domainOf, findHosts, isWithin } from '../../src/moderation/links.ts'

const links: readonly (readonly [text: string, ...hosts: string[]])[] = [
  ['see https://evil.example/path?x=1', 'evil.example'],
  ['HTTP://EVIL.example', 'evil.example'],
  ['www.evil.example', 'www.evil.example'],
  ['buy at cheap-shoes.shop', 'cheap-shoes.shop'],
  ['cheap-shoes.shop, really', 'cheap-shoes.shop'],
  ['t.me/cheap', 't.me'],
  ['bit.ly/3xYz and tinyurl.com/abc', 'bit.ly', 'tinyurl.com'],
  ['visit shop.de today', 'shop.de'],
  ['example dot com', 'example.com'],
  ['example DOT com', 'example.com'],
  ['example (dot) com', 'example.com'],
  ['example[.]com/free', 'example.com'],
  ['beispiel punkt de', 'beispiel.de'],
  ['ejemplo punto com', 'ejemplo.com'],
  ['пример точка ru', 'пример.ru'],
  ['example . com', 'example.com'],
  ['example .com', 'example.com'],
  ['hxxps://evil.example', 'evil.example'],
  ['h t t p s : / / evil.example', 'evil.example'],
  ['ｅｘａｍｐｌｅ．ｃｏｍ', 'example.com'],
  ['exam\u200Bple.com', 'example.com'],
  ['example。com', 'example.com'],
  ['пример.рф', 'пример.рф'],
  ['例子.中国', '例子.中国'],
  ['http://192.0.2.7/login', '192.0.2.7'],
  ['https://copperkettle.example@evil.com/', 'evil.com'],
  ['https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.com%2Fx', 'l.facebook.com', 'evil.com'],
  ['http://xn--e1afmkfd.xn--p1ai/', 'xn--e1afmkfd.xn--p1ai'],
  ['evil.com:8080', 'evil.com'],
  ['example-dot-com', 'example.com'],
  ['www dot example dot com', 'example.com'],
  ['e x a m p l e . c o m', 'example.com'],
  ['example•com', 'example.com'],
  ['Evil.Com', 'evil.com'],
  ['bit . ly/abc', 'bit.ly'],
  ['看evil.com吧', 'evil.com'],
  ['evil.comです', 'evil.com'],
  ['evil.com을 보세요', 'evil.com'],
  ['evil точка рф', 'evil.рф'],
]

for (const [text, ...hosts] of links)
  test(`finds ${hosts.join(', ')} in ${JSON.stringify(text)}`, (t) => t.deepEqual(findHosts(text), hosts))

const none = [
  'Danke.Ich komme morgen.Bis dann',
  'thanks.so what do I do',
  'gracias.de nada',
  'Muito bom.com certeza',
  'open at 9.30 a.m. or 10.am',
  'Open at 10.am? 10.am/pm?',
  'Really good.is it?',
  'z.B. am Dienstag, d.h. morgen, usw.',
  'It costs 3.50, e.g. for 2.kg of beans',
  'write to info@copperkettle.example',
  'Müller GmbH & Co.KG',
  'U.S.A. and U.K.',
  'version 2.0.1',
  '...so good...',
  'the polka dot dress',
  'connect the dot in the picture',
  'a b c d . Then e f g',
  'ese punto es importante',
  'photo.jpg and list.pdf',
  'Ende . Danke',
  '今天很好。com',
  '1.2.3.4',
  '',
]

for (const text of none)
  test(`finds no link in ${JSON.stringify(text)}`, (t) => t.deepEqual(findHosts(text), []))

test('a domain of a list holds its subdomains, and nothing that only looks like it', (t) => {
  const domains = ['https://www.Example.com/shop', 'xn--e1afmkfd.рф'].map(domainOf)
  t.deepEqual(domains, ['example.com', 'xn--e1afmkfd.рф'])
  t.true(isWithin('shop.example.com', domains))
  t.true(isWithin('example.com', domains))
  t.false(isWithin('badexample.com', domains))
  t.false(isWithin('example.com.evil.net', domains))
  t.false(isWithin('exаmple.com', domains)) // Cyrillic а
})

test('a hostile text takes no longer than others', (t) => {
  for (const text of [
    'a.'.repeat(4_000),
    'a@'.repeat(4_000),
    'a (dot '.repeat(1_100),
    'a  . '.repeat(1_600),
    'http://'.repeat(1_100),
    'a'.repeat(8_000),
    'a-'.repeat(4_000),
  ]) {
    const from = performance.now()
    findHosts(text)
    t.true(performance.now() - from < 10_000, text.slice(0, 8))
  }
})
