/** Texts that a storyboard need not write, by language. The first one is said where the language is missing. */
import type { Label, Text } from './schema/names.ts'

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

/** Asks which of the intents in the quick replies the customer meant. */
export const unsureText: Text = {
  en: 'I am not sure what you mean. Is it one of these?',
  de: 'Ich bin nicht sicher, was du meinst. Ist es etwas davon?',
  fr: 'Je ne suis pas sûr de comprendre. Est-ce l’un de ces sujets ?',
  es: 'No estoy seguro de entender. ¿Es una de estas cosas?',
  pt: 'Não tenho certeza se entendi. É um destes assuntos?',
  it: 'Non sono sicuro di aver capito. È una di queste cose?',
  nl: 'Ik weet niet zeker wat je bedoelt. Is het een van deze?',
  pl: 'Nie mam pewności, o co chodzi. Czy o coś z tego?',
  tl: 'Hindi ako sigurado sa ibig mong sabihin. Isa ba ito sa mga ito?',
  id: 'Saya belum yakin maksud Anda. Apakah salah satu dari ini?',
  tr: 'Ne demek istediğinizden emin değilim. Bunlardan biri mi?',
}

/** The title of the last quick reply: none of the intents. */
export const somethingElseTitle: Label = {
  en: 'Something else',
  de: 'Etwas anderes',
  fr: 'Autre chose',
  es: 'Otra cosa',
  pt: 'Outra coisa',
  it: 'Altro',
  nl: 'Iets anders',
  pl: 'Coś innego',
  tl: 'Iba pa',
  id: 'Yang lain',
  tr: 'Başka bir şey',
}

/**
 * Said once a day to a customer whose language has no examples, in that language. `{languages}` are the names of the
 * storyboard's languages.
 */
export const otherLanguageText: Text = {
  en: 'I am sorry, I only understand these languages: {languages}.',
  de: 'Es tut mir leid, ich verstehe nur diese Sprachen: {languages}.',
  fr: 'Je suis désolé, je comprends seulement ces langues : {languages}.',
  es: 'Lo siento, solo entiendo estos idiomas: {languages}.',
  pt: 'Desculpe, só entendo estas línguas: {languages}.',
  it: 'Mi dispiace, capisco solo queste lingue: {languages}.',
  nl: 'Het spijt me, ik begrijp alleen deze talen: {languages}.',
  pl: 'Przykro mi, rozumiem tylko te języki: {languages}.',
  sv: 'Tyvärr förstår jag bara dessa språk: {languages}.',
  da: 'Beklager, jeg forstår kun disse sprog: {languages}.',
  nb: 'Beklager, jeg forstår bare disse språkene: {languages}.',
  fi: 'Valitettavasti ymmärrän vain näitä kieliä: {languages}.',
  cs: 'Je mi líto, rozumím jen těmto jazykům: {languages}.',
  sk: 'Je mi ľúto, rozumiem len týmto jazykom: {languages}.',
  hu: 'Sajnálom, csak ezeket a nyelveket értem: {languages}.',
  ro: 'Îmi pare rău, înțeleg doar aceste limbi: {languages}.',
  hr: 'Žao mi je, razumijem samo ove jezike: {languages}.',
  tr: 'Üzgünüm, yalnızca şu dilleri anlıyorum: {languages}.',
  el: 'Λυπάμαι, καταλαβαίνω μόνο αυτές τις γλώσσες: {languages}.',
  bg: 'Съжалявам, разбирам само тези езици: {languages}.',
  ru: 'Извините, я понимаю только эти языки: {languages}.',
  uk: 'Вибачте, я розумію лише ці мови: {languages}.',
  ar: 'عذرًا، أفهم هذه اللغات فقط: {languages}.',
  he: 'מצטער, אני מבין רק את השפות האלה: {languages}.',
  hi: 'क्षमा करें, मैं केवल ये भाषाएँ समझता हूँ: {languages}।',
  id: 'Maaf, saya hanya mengerti bahasa ini: {languages}.',
  tl: 'Paumanhin, ang mga wikang ito lang ang naiintindihan ko: {languages}.',
  vi: 'Xin lỗi, tôi chỉ hiểu các ngôn ngữ này: {languages}.',
  th: 'ขออภัย ฉันเข้าใจเฉพาะภาษาเหล่านี้: {languages}',
  ja: '申し訳ありませんが、次の言語のみ理解できます：{languages}。',
  ko: '죄송합니다. 다음 언어만 이해합니다: {languages}.',
  zh: '抱歉，我只懂以下语言：{languages}。',
}
