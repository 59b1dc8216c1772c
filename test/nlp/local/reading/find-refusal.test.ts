import test from 'ava'
import { findRefusal } from '../../../../src/nlp/local/reading/find-refusal.ts'
import { toClauses } from '../../../../src/nlp/local/reading/tokens.ts'

const refuses = (text: string) => toClauses(text).some((clause) => findRefusal(clause) !== undefined)

test('finds what customers do not want, in many languages', (t) => {
  const texts = [
    'I do NOT want to cancel',
    "I really don't want to cancel",
    'i dont want to cancel my order',
    "please don't cancel my order",
    "I'm not trying to cancel anything",
    'we would rather not send it back',
    'there is no need to cancel',
    'I never asked you to cancel it',
    "I won't cancel",
    "it's not that I want to cancel",
    'I never said I want to cancel',
    'Bitte die Bestellung auf keinen Fall stornieren',
    'ich will nicht kündigen',
    'Ich möchte meine Bestellung auf keinen Fall stornieren, ich möchte sie nicht stornieren',
    'ich brauche keine Rechnung',
    'bitte storniert meine Bestellung nicht',
    'no quiero cancelar',
    'por favor no cancelen mi pedido',
    'prefiero no cancelar',
    'je ne veux pas annuler',
    "j'ai pas envie d'annuler",
    "n'annulez pas ma commande",
    'não quero cancelar',
    'por favor não cancele o pedido',
    'non voglio annullare',
    'per favore non annullate',
    'ik wil mijn bestelling niet annuleren',
    'nie chcę anulować zamówienia',
    'siparişimi iptal etmek istemiyorum',
    'jag vill inte avboka',
    'jeg vil ikke avbestille',
    'nechci zrušit objednávku',
    'nu vreau să anulez',
    'я не хочу отменять заказ',
    'saya tidak mau membatalkan',
    'tôi không muốn hủy',
  ]
  t.deepEqual(
    texts.filter((text) => !refuses(text)),
    [],
  )
})

test('a complaint, a question and a supposition refuse nothing', (t) => {
  const texts = [
    "I can't log in",
    "my order hasn't arrived",
    'why is it not working',
    "don't you deliver?",
    "why don't you want my order",
    "I don't know how to pay",
    "if I don't want the shoes, can I send them back",
    "I don't want to wait any longer",
    'I have not received my refund',
    'warum kommt mein Paket nicht',
    'ich kann mich nicht einloggen',
    'mein Paket ist nicht angekommen',
    'Ich möchte wissen warum mein Paket nicht kommt',
    'ich brauche Hilfe mein Paket kommt nicht',
    'no puedo entrar en mi cuenta',
    'no sé cómo pagar',
    'mi pedido no ha llegado',
    "je n'ai pas reçu mon colis",
    'je ne sais pas comment payer',
    'non ho ricevuto il pacco',
    'não consigo entrar na conta',
    'meu pedido não chegou',
    'ik kan niet inloggen',
    'mijn pakket is niet aangekomen',
    'nie mogę się zalogować',
    'paketim gelmedi',
    'jag kan inte logga in',
    'мой заказ не пришёл',
  ]
  t.deepEqual(texts.filter(refuses), [])
})
