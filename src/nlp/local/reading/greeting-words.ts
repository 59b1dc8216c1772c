/** How customers begin and end a message, by language. Phrases are separated by commas. All lists hold for every text. */
interface GreetingWords {
  /** At the front, also one after another. */
  readonly greetings: string
  /** After a greeting: whom the customer greets, and what is said before the matter. */
  readonly after: string
  /** At the end, and at the front if a comma or full stop follows: "thanks for the coffee" is no such thing. */
  readonly thanks: string
  /** At the end, with a name after it. */
  readonly closings: string
  /** Before thanks at the end: then they are the matter, as in "I want to say thanks". */
  readonly saying: string
}

export const greetingWords: Readonly<Record<string, GreetingWords>> = {
  en: {
    greetings:
      'hi, hello, hey, hiya, heya, hey ho, yo, howdy, greetings, good morning, good afternoon, good evening, good day, ' +
      'morning, evening, gm, hi hi, helo, hallo, dear, g day, whats up, what s up, sup',
    after:
      'there, everyone, everybody, all, team, guys, folks, sir, madam, sir or madam, ladies and gentlemen, friend, friends, ' +
      'mate, bot, how are you, how are you today, how are you doing, how s it going, hope you are well, hope you re well, ' +
      'i hope you are well, hope you are doing well, hope all is well, hope this finds you well, i hope this finds you well, ' +
      'hope you re having a good day, hope you are having a good day, happy monday, happy friday, sorry to bother you, ' +
      'sorry to bother, sorry for bothering you, excuse me, ' +
      'quick question, just a quick question, i have a question, i have a quick question, i had a question, got a question, ' +
      'one question, a question, question, i was wondering, just wondering, long time no see, to you, to you all, again, ' +
      'customer service, support, support team, nice to meet you',
    thanks:
      'thanks, thank you, thank you very much, thanks very much, thank you so much, thanks so much, thanks a lot, ' +
      'thanks a million, many thanks, thanks in advance, thank you in advance, thx, ty, tysm, cheers, ta, thanks again, ' +
      'much appreciated, appreciate it, i appreciate it, thanks for your help, thank you for your help, ' +
      'thanks for helping, thanks for reading, have a nice day, have a good day, have a great day, have a lovely day, ' +
      'have a nice weekend, please and thank you, pls and thanks, ' +
      'looking forward to your reply, looking forward to hearing from you, please advise',
    closings:
      'best regards, kind regards, warm regards, regards, best wishes, best, yours sincerely, sincerely, yours, love',
    saying: 'say saying said no not for many',
  },
  de: {
    greetings:
      'hallo, hallöchen, hi, hey, moin, moin moin, servus, grüezi, grüß gott, grüß euch, grüß dich, guten tag, guten morgen, guten abend, ' +
      'schönen guten tag, schönen guten morgen, schönen guten abend, einen schönen guten tag, tag, morgen zusammen, ' +
      'mahlzeit, tach, liebes team, liebe leute, sehr geehrte damen und herren, sehr geehrtes team',
    after:
      'zusammen, ihr lieben, ihr, leute, an alle, alle, team, liebes team, wie geht s, wie geht es euch, wie geht es ihnen, wie geht es dir, ' +
      'ich hoffe es geht euch gut, ich habe eine frage, ich hab eine frage, ich habe mal eine frage, hab mal eine frage, ' +
      'hätte eine frage, ich hätte eine frage, kurze frage, eine frage, ne frage, frage, mal eine frage, ' +
      'entschuldigung, entschuldigen sie, sorry, sorry für die störung, entschuldigen sie die störung',
    thanks:
      'danke, danke schön, dankeschön, danke sehr, vielen dank, vielen lieben dank, herzlichen dank, besten dank, ' +
      'tausend dank, danke im voraus, vielen dank im voraus, dank im voraus, danke vorab, danke euch, danke dir, danke ihnen, ' +
      'merci, vielen dank für ihre hilfe, danke für eure hilfe, danke für die hilfe, vielen dank für eure hilfe, ' +
      'schönen tag noch, einen schönen tag noch, schönes wochenende',
    closings:
      'viele grüße, liebe grüße, lg, vg, mfg, mit freundlichen grüßen, freundliche grüße, schöne grüße, beste grüße, gruß, grüße',
    saying: 'nein sagen sage sag für kein keinen',
  },
  es: {
    greetings:
      'hola, ola, hola hola, holaa, buenas, muy buenas, buenos días, buen día, buenas tardes, buenas noches, saludos, qué tal, qué onda, ' +
      'estimados, estimados señores, hey',
    after:
      'a todos, a todas, todos, equipo, amigos, amigo, amiga, qué tal, cómo están, cómo estás, cómo está, cómo va, qué tal están, espero que estén bien, ' +
      'buenas, buenos días, una pregunta, una consulta, tengo una pregunta, tengo una duda, tengo una consulta, ' +
      'quería hacer una consulta, quería hacer una pregunta, disculpen, disculpe, disculpa, perdón, perdonen, perdona, perdone la molestia',
    thanks:
      'gracias, muchas gracias, mil gracias, muchísimas gracias, gracias de antemano, muchas gracias de antemano, ' +
      'gracias por adelantado, gracias por su ayuda, muchas gracias por su ayuda, gracias por la ayuda, un saludo y gracias, de antemano gracias, ' +
      'que tengan buen día, que tengan un buen día, feliz día',
    closings: 'saludos, un saludo, saludos cordiales, un abrazo, atentamente, besos',
    saying: 'no dar doy las decir por',
  },
  fr: {
    greetings:
      'bonjour, bonsoir, salut, coucou, hello, bjr, bsr, slt, bonjour à tous, bonjour à vous, rebonjour, cher monsieur, chère madame, chère équipe',
    after:
      'à tous, à toutes, à vous, tout le monde, madame, monsieur, madame monsieur, messieurs dames, l équipe, toute l équipe, comment allez vous, comment ça va, ' +
      'ça va, vous allez bien, j espère que vous allez bien, une question, petite question, j ai une question, ' +
      'j ai une petite question, j aurais une question, une petite question, excusez moi, désolé de vous déranger, pardon',
    thanks:
      'merci, merci beaucoup, merci bien, un grand merci, mille mercis, merci d avance, merci par avance, ' +
      'merci de votre aide, merci pour votre aide, merci à vous, merci de votre réponse, bonne journée, bonne soirée, bon week end',
    closings: 'cordialement, bien cordialement, cdt, bien à vous, salutations, bises, amicalement',
    saying: 'non dire dis de pour',
  },
  it: {
    greetings:
      'ciao, ciao a tutti, buongiorno, buon giorno, buonasera, buona sera, buon pomeriggio, salve, ehi, gentili signori, egregi signori',
    after:
      'a tutti, a voi, ragazzi, team, come state, come stai, come va, tutto bene, spero stiate bene, una domanda, ho una domanda, avrei una domanda, ' +
      'una informazione, un informazione, vorrei un informazione, scusate, scusi, scusa, scusate il disturbo, mi scusi',
    thanks:
      'grazie, grazie mille, mille grazie, tante grazie, molte grazie, grazie in anticipo, grazie infinite, grazie per l aiuto, ' +
      'vi ringrazio, la ringrazio, ringrazio, buona giornata, buona serata',
    closings: 'cordiali saluti, distinti saluti, saluti, un saluto, cordialmente',
    saying: 'no dire dico per',
  },
  pt: {
    greetings:
      'olá, oi, oie, ei, bom dia, boa tarde, boa noite, e aí, opa, oi oi, alô, prezados, caros, saudações',
    after:
      'a todos, pessoal, gente, galera, equipe, equipa, tudo bem, tudo bom, tudo certo, como vai, como vão, como estão, espero que estejam bem, uma dúvida, tenho uma dúvida, ' +
      'tenho uma pergunta, uma pergunta, tirar uma dúvida, queria tirar uma dúvida, uma questão, desculpe, desculpem, desculpa, com licença',
    thanks:
      'obrigado, obrigada, muito obrigado, muito obrigada, obrigado desde já, obrigada desde já, desde já agradeço, desde já obrigado, ' +
      'agradeço, agradecido, agradecida, grato, grata, valeu, vlw, obg, brigado, brigada, obrigado pela ajuda, ' +
      'tenham um bom dia, tenha um bom dia, bom fim de semana',
    closings: 'atenciosamente, att, abraços, abraço, cumprimentos, um abraço, beijos',
    saying: 'não dizer por pela',
  },
  nl: {
    greetings:
      'hallo, hoi, hey, hoi hoi, dag, goedemorgen, goedemiddag, goedenavond, goedendag, goede morgen, goede middag, beste, geachte heer, geachte mevrouw, hallo allemaal',
    after:
      'allemaal, daar, team, mensen, iedereen, heer mevrouw, mevrouw, meneer, hoe gaat het, alles goed, een vraag, een vraagje, ik heb een vraag, ik heb een vraagje, ' +
      'vraagje, even een vraag, even een vraagje, sorry, excuseer',
    thanks:
      'bedankt, dank je, dank je wel, dankjewel, dank u, dank u wel, dankuwel, alvast bedankt, alvast dank, hartelijk dank, ' +
      'heel erg bedankt, bedankt alvast, bedankt voor je hulp, bedankt voor de hulp, fijne dag, fijne dag nog, fijne avond',
    closings:
      'groet, groeten, groetjes, gr, met vriendelijke groet, vriendelijke groet, mvg, vriendelijke groeten',
    saying: 'nee zeggen voor',
  },
  pl: {
    greetings:
      'cześć, hej, witam, witajcie, dzień dobry, dobry wieczór, siema, hejka, halo, szanowni państwo',
    after:
      'wszystkim, państwa, serdecznie, wszystkich, mam pytanie, mam takie pytanie, pytanie, jedno pytanie, szybkie pytanie, jak się macie, co słychać, przepraszam',
    thanks:
      'dziękuję, dzięki, dziękuję bardzo, bardzo dziękuję, wielkie dzięki, z góry dziękuję, dziękuję z góry, z góry dzięki, miłego dnia, dobrego dnia',
    closings: 'pozdrawiam, pozdrawiam serdecznie, z poważaniem',
    saying: 'nie za',
  },
  tr: {
    greetings:
      'merhaba, merhabalar, selam, selamlar, günaydın, iyi günler, iyi akşamlar, iyi geceler, tünaydın, selamün aleyküm, slm, mrb, sayın yetkili',
    after:
      'herkese, arkadaşlar, hocam, nasılsınız, nasılsın, kolay gelsin, bir sorum var, bir soru, bir şey soracaktım, pardon, kusura bakmayın',
    thanks:
      'teşekkürler, teşekkür ederim, çok teşekkürler, çok teşekkür ederim, şimdiden teşekkürler, sağ ol, sağ olun, sağolun, teşekkür ederiz, iyi çalışmalar, kolay gelsin',
    closings: 'saygılar, saygılarımla, sevgiler',
    saying: 'hayır için',
  },
  sv: {
    greetings:
      'hej, hejsan, hallå, god morgon, god kväll, god dag, goddag, hej hej, tjena, tja, hejhej, god eftermiddag',
    after:
      'alla, där, på er, allihopa, hur mår ni, hur är läget, läget, en fråga, en snabb fråga, jag har en fråga, har en fråga, ursäkta, förlåt',
    thanks:
      'tack, tack så mycket, tack på förhand, tusen tack, stort tack, tackar, tack för hjälpen, ha en bra dag, ha det bra, trevlig helg',
    closings: 'hälsningar, vänliga hälsningar, mvh, med vänliga hälsningar, vänligen, hälsar',
    saying: 'nej säga för',
  },
  da: {
    greetings:
      'hej, hejsa, goddag, god morgen, godaften, god aften, halløj, dav, hei, heisann, god dag, god kveld, morn',
    after:
      'alle, alle sammen, der, jer, dere, jeg har et spørgsmål, jeg har et spørsmål, et spørgsmål, et spørsmål, har et spørgsmål, undskyld, unnskyld',
    thanks:
      'tak, mange tak, tusind tak, på forhånd tak, tak på forhånd, takk, tusen takk, mange takk, takk på forhånd, takk for hjelpen, tak for hjælpen, god dag, ha en god dag, hav en god dag',
    closings: 'hilsen, venlig hilsen, med venlig hilsen, vennlig hilsen, med vennlig hilsen, mvh',
    saying: 'nej nei sige si for',
  },
  cs: {
    greetings: 'ahoj, dobrý den, dobré ráno, dobrý večer, zdravím, čau, nazdar, hezký den, dobrý deň',
    after: 'všem, mám dotaz, dotaz, mám otázku, prosím vás, promiňte',
    thanks: 'děkuji, díky, moc děkuji, děkuji moc, děkuju, předem děkuji, díky moc, ďakujem, hezký den',
    closings: 's pozdravem, zdraví',
    saying: 'ne za',
  },
  ro: {
    greetings: 'bună, bună ziua, bună seara, bună dimineața, salut, salutare, neața, hei',
    after: 'tuturor, am o întrebare, o întrebare, ce mai faceți, scuze, mă scuzați',
    thanks:
      'mulțumesc, mulțumesc mult, mulțumesc frumos, vă mulțumesc, mersi, mulțumesc anticipat, o zi bună',
    closings: 'cu stimă, cu respect',
    saying: 'nu pentru',
  },
  ru: {
    greetings:
      'привет, здравствуйте, здравствуй, добрый день, доброе утро, добрый вечер, приветствую, доброго дня, доброго времени суток',
    after:
      'всем, у меня вопрос, есть вопрос, вопрос, подскажите, подскажите пожалуйста, скажите пожалуйста, как дела, извините',
    thanks:
      'спасибо, большое спасибо, спасибо большое, заранее спасибо, спасибо заранее, благодарю, хорошего дня',
    closings: 'с уважением',
    saying: 'нет за',
  },
  id: {
    greetings:
      'halo, hai, hallo, selamat pagi, selamat siang, selamat sore, selamat malam, pagi, siang, sore, malam, assalamualaikum, permisi',
    after:
      'kak, min, gan, sis, bang, semua, semuanya, admin, mau tanya, saya mau tanya, numpang tanya, apa kabar, maaf',
    thanks:
      'terima kasih, terima kasih banyak, makasih, trims, terimakasih, thanks ya, makasih ya, makasih kak, sebelumnya terima kasih',
    closings: 'salam, hormat saya',
    saying: 'tidak untuk',
  },
  tl: {
    greetings:
      'kumusta, kamusta, magandang umaga, magandang hapon, magandang gabi, magandang araw, musta, hello po, hi po',
    after:
      'po, sa inyo, kayo, po kayo, tanong lang, may tanong ako, may tanong lang ako, magtatanong lang, pasensya na',
    thanks: 'salamat, salamat po, maraming salamat, maraming salamat po, thank you po, thanks po',
    closings: 'gumagalang',
    saying: 'hindi sa',
  },
  vi: {
    greetings: 'xin chào, chào, chào bạn, chào shop, chào anh, chào chị, alo, chào buổi sáng',
    after: 'ạ, shop, ad, cho hỏi, cho mình hỏi, cho em hỏi, mình muốn hỏi',
    thanks: 'cảm ơn, cám ơn, cảm ơn nhiều, cảm ơn shop, cảm ơn bạn, xin cảm ơn, cảm ơn trước',
    closings: 'trân trọng',
    saying: 'không vì',
  },
  el: {
    greetings: 'γεια, γεια σας, γεια σου, καλημέρα, καλησπέρα, καλό απόγευμα, χαίρετε',
    after: 'σας, έχω μια ερώτηση, μια ερώτηση, συγγνώμη, τι κάνετε',
    thanks:
      'ευχαριστώ, ευχαριστώ πολύ, σας ευχαριστώ, ευχαριστώ εκ των προτέρων, καλή συνέχεια, καλή σας μέρα',
    closings: 'με εκτίμηση',
    saying: 'όχι για',
  },
  ar: {
    greetings:
      'مرحبا, السلام عليكم, سلام عليكم, أهلا, اهلا وسهلا, صباح الخير, مساء الخير, هلا, هاي, السلام عليكم ورحمة الله وبركاته',
    after: 'عندي سؤال, لدي سؤال, سؤال, كيف حالكم, كيفكم, لو سمحت, لو سمحتم, عفوا',
    thanks: 'شكرا, شكرا جزيلا, شكرا لك, شكرا لكم, مشكورين, تسلم, يعطيكم العافية',
    closings: 'تحياتي, مع التحية',
    saying: 'لا على',
  },
}
