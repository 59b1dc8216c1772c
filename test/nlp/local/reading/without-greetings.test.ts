import test from 'ava'
import { withoutGreetings } from '../../../../src/nlp/local/reading/without-greetings.ts'

test('takes greetings, thanks and signatures off both ends', (t) => {
  const pairs = [
    ['hi there where is my order', 'where is my order'],
    ['Good morning! When will it arrive?', 'When will it arrive?'],
    ['Hello Copper Kettle, which size do I need? Thanks!', 'which size do I need?'],
    ['hey, hope you are well, my lamp is broken. Best regards, Tom', 'my lamp is broken.'],
    ['thanks. where is my order', 'where is my order'],
    ['Guten Morgen zusammen, was kostet der Versand? Vielen Dank', 'was kostet der Versand?'],
    ['Hola, buenos días, quiero cambiar la dirección', 'quiero cambiar la dirección'],
    ['Bonjour, où est ma commande ? Merci d’avance', 'où est ma commande ?'],
    ['Olá, tudo bem? onde está o pedido obrigada', 'onde está o pedido'],
    ['Buongiorno, quanto costa? Cordiali saluti', 'quanto costa?'],
    ['Hoi, waar is mijn pakket? Alvast bedankt', 'waar is mijn pakket?'],
    ['Dzień dobry, gdzie jest paczka? Dziękuję', 'gdzie jest paczka?'],
    ['Merhaba, siparişim nerede? Teşekkürler', 'siparişim nerede?'],
    ['Hej, var är mitt paket? Tack', 'var är mitt paket?'],
    ['Здравствуйте, где мой заказ? Спасибо', 'где мой заказ?'],
    ['السلام عليكم، أين طلبي؟', 'أين طلبي؟'],
  ]
  for (const [text = '', rest = ''] of pairs) t.is(withoutGreetings(text), rest, text)
})

test('nothing is left of a greeting, and thanks that are the matter stay', (t) => {
  for (const text of ['hello hello', 'Hola buenas', 'good morning everyone', 'Vielen Dank', 'thx!!'])
    t.is(withoutGreetings(text), '', text)
  for (const text of [
    'thanks for the fast delivery',
    'I want to say thanks',
    'no thanks',
    'history of tea',
    '',
  ])
    t.is(withoutGreetings(text), text)
})
