/** Texts that a storyboard need not write, by language. The first one is said where the language is missing. */
import type { Text } from './schema/names.ts'

/** Said once when a customer writes faster than the bot may reply. */
export const tooManyText: Text = {
  en: 'That was a lot of messages. I will read the last one and reply in a minute.',
  de: 'Das waren viele Nachrichten. Ich lese die letzte und antworte in einer Minute.',
  fr: 'Cela fait beaucoup de messages. Je lis le dernier et je réponds dans une minute.',
  es: 'Han sido muchos mensajes. Leeré el último y responderé en un minuto.',
  pt: 'Foram muitas mensagens. Vou ler a última e responder em um minuto.',
  it: 'Sono stati molti messaggi. Leggo l’ultimo e rispondo tra un minuto.',
  nl: 'Dat waren veel berichten. Ik lees het laatste en antwoord over een minuut.',
  pl: 'To było dużo wiadomości. Przeczytam ostatnią i odpowiem za minutę.',
  tl: 'Ang dami pong mensahe. Babasahin ko ang huli at sasagot sa loob ng isang minuto.',
  id: 'Pesannya banyak sekali. Saya baca yang terakhir dan balas dalam satu menit.',
  tr: 'Çok fazla mesaj geldi. Sonuncusunu okuyup bir dakika içinde yanıtlayacağım.',
}
