/**
 * How customers say what they do not want, by language. All lists hold for every text. The patterns are those of
 * word-pattern.ts. A statement such as "my order has not come" or "I can't log in" says no such thing.
 */
import { moreNegationWords } from './more-negation-words.ts'
import type { NegationWords } from './negated.ts'

export const negationWords: Readonly<Record<string, NegationWords>> = {
  en: {
    refusals: [
      'do_not|don_t|dont|did_not|didn_t|didnt|would_not|wouldn_t|wouldnt * want|wanna|wish|need|intend|plan|mean|like_to|care_to|ask|request|say',
      'not|never * want|wanted|wanting|wish|wishing|asked|requested|meant|intended|intending|planned|planning|trying|asking|interested|wanna|gonna|said|saying',
      'not that i|we want|wanted|need|wish',
      'not going|looking|here|calling|writing to|for|about',
      'not about',
      'no_longer want|need|wish',
      'no need|wish|desire|intention|interest|plans',
      'rather|prefer|preferred not',
      'told|asked|tell|ask|please|prefer|decided|want|wanted|like|sure * not to',
      'i|we won_t|will_not|wont|shall_not',
    ],
    commands: [
      '^ do_not|don_t|dont',
      'please|pls|plz|kindly|just|so do_not|don_t|dont|never',
      '^ not',
      'i_am|i_m|im|we_are|we_re|were not -ing',
      'instead_of|rather_than -ing',
      'under_no|in_no circumstances|way',
      'you|u must_not|mustn_t|should_not|shouldn_t|shouldnt',
    ],
    stops: '',
    asks: 'why how when where what which who whether if',
    askedOf: 'you u we they i he she ya',
    exempt:
      'wait waiting sit sitting stand keep miss lose losing complain sound bother argue hear forget worry hesitate know ' +
      'think understand see find remember believe work fit open load accept like love feel seem care receive received ' +
      'receiving getting got have able arrive home there',
    anyMore: 'more anymore longer',
  },
  de: {
    refusals: [
      'will|wollen|wollte|wollten|möchte|moechte|möchten|brauche|brauchen|wünsche|hätte_gern … nicht|kein|keine|keinen|keiner|keinerlei|nie|niemals',
      'will|wollen|möchte|moechte|möchten|brauche|brauchen ich|wir … nicht|kein|keine|keinen',
      'nicht|kein|keine|keinen … will|wollen|wollte|möchte|moechte|möchten|brauche $',
      'kein|keine|keinerlei interesse|absicht|lust|bedarf',
      'habe|haben … nicht vor',
      'nicht|nie * gesagt|gebeten|verlangt|darum',
      'lieber nicht',
    ],
    commands: [
      'bitte|bittte|pls … nicht|kein|keine|keinen|nie',
      'nicht -en $',
      '^ nicht|kein|keine|keinen',
      'statt|anstatt … -en $',
      '^ ich|wir … nicht $',
      'auf_keinen_fall|keinesfalls|keineswegs|unter_keinen_umständen|bloß_nicht|ja_nicht',
      'ich_werde|wir_werden … nicht',
    ],
    stops:
      'warum wieso weshalb wann wo wie was ob dass weil kann können koennen konnte könnte ist sind wurde ich es wissen fragen habe hat hilfe kommt kam geht funktioniert passt läuft klappt wird lässt steht',
    asks: 'warum wieso weshalb wann wo wie wenn falls ob kann konnte könnte können lässt liess darf was',
    exempt:
      'warten verlieren verpassen vergessen bekomme bekommen erhalte erhalten finde finden sehe verstehe weiss wissen habe ' +
      'bin sein streiten meckern stören angekommen gekommen geliefert funktioniert geht passt klappt erreiche einloggen',
    anyMore: 'mehr länger',
  },
  es: {
    refusals: [
      'no|tampoco|nunca * quiero|queremos|quisiera|quería|deseo|deseamos|necesito|necesitamos|pienso|pretendo|planeo|pedí|dije|gustaría',
      'no voy|vamos a',
      'no hace_falta|estoy_interesado|estoy_interesada|me_interesa|tengo_intención',
      'no * tengo_intención|tengo_ganas',
      'prefiero|preferiría|mejor no',
    ],
    commands: [
      'por_favor|porfavor|porfa|favor no',
      'no … por_favor|porfavor|porfa $',
      'de_ninguna_manera|bajo_ningún_concepto',
      '^ no * -en|-es|-e',
      'en_vez_de|en_lugar_de -ar|-er|-ir',
    ],
    stops: 'por porque cuándo cuando dónde donde',
    asks: 'cuándo dónde cómo si',
    exempt:
      'esperar perder puedo puede pueden podido sé sabe saber entiendo entiende tiene tienen sirve sirven quiere aparece ' +
      'debe parece viene vienen dice dicen llegue recibir_nada funcione funcionen me_deje conseguir',
    anyMore: 'más ya',
  },
  fr: {
    refusals: [
      'veux|voulons|voudrais|voudrions|souhaite|souhaitons|désire|compte|aimerais * pas|plus|aucun|aucune|jamais',
      'ai|avons|ayant pas|jamais|plus * envie|besoin|demandé|voulu|intention',
      'préfère|préférerais|voudrais|aimerais|veuillez|merci_de|prière_de|souhaite ne_pas|ne_plus',
      'vais|allons pas',
      'pas|plus intéressé|intéressée',
    ],
    commands: [
      '^ n|ne … pas',
      'svp|plaît|plait n|ne … pas',
      'surtout_pas|en_aucun_cas',
      'ne_pas -er|-ir|-re|-oyer',
      'au_lieu_de|au_lieu_d -er|-ir|-re',
    ],
    stops: 'pourquoi comment quand qui que',
    asks: 'pourquoi comment quand si',
    exempt:
      'attendre perdre rater être fonctionne marche arrive arrivé reçu trouve comprends sais peux pouvoir',
    anyMore: 'plus',
  },
  it: {
    refusals: [
      'non * voglio|vogliamo|vorrei|vorremmo|desidero|intendo|ho_bisogno|ho_intenzione|ho_chiesto|ho_mai|volevo|serve|interessa',
      'non sono|siamo interessato|interessata|interessati',
      'preferisco|preferirei|preferiamo|meglio non',
    ],
    commands: [
      'favore|prego|perfavore non',
      'prego|pregherei di_non',
      '^ non * -are|-ere|-ire|-ate|-ete|-ite|-atelo|-arlo',
      'invece_di -are|-ere|-ire',
    ],
    stops: 'quando dove come',
    asks: 'quando dove come se',
    exempt: 'aspettare perdere arrivare riesco posso potete avete trovare capire sapere',
    anyMore: 'più',
  },
  pt: {
    refusals: [
      'não|nunca|nem * quero|queremos|queria|gostaria|desejo|preciso|precisamos|pretendo|vou|vamos|pedi|disse',
      'não * tenho|estou interesse|intenção|interessado|interessada',
      'prefiro|preferia|preferiria|melhor não',
    ],
    commands: [
      'por_favor|pf|favor|pfv não',
      'não … por_favor|favor|pfv $',
      '^ não * -em|-e|-es',
      'em_vez_de -ar|-er|-ir',
    ],
    stops: 'porque quando onde como',
    asks: 'quando onde como se',
    exempt:
      'esperar perder conseguir receber tem têm quer pode podem sei sabe saber entende funcione chegue vem',
    anyMore: 'mais já',
  },
  nl: {
    refusals: [
      'wil|wilde|willen|wens|hoef|hoeven|zou … niet|geen|nooit',
      'niet|geen … wil|willen|hoef $',
      'liever niet|geen',
      'geen behoefte|interesse|zin',
      'ga|gaan niet',
      'niet * gevraagd|van_plan',
    ],
    commands: [
      'gelieve|alsjeblieft|alstublieft|aub|svp|graag … niet|geen',
      '^ niet|geen',
      'niet -en $',
      'in_plaats_van te|het',
    ],
    stops:
      'waarom wanneer waar hoe wat of dat omdat kan kunnen is zijn ik werd heb heeft krijg hulp komt kwam gaat werkt past wordt',
    asks: 'waarom wanneer waar hoe als of kan kunnen kon wat',
    exempt:
      'wachten verliezen missen vergeten weet vind zien inloggen werken werkt aangekomen ontvangen gekregen',
    anyMore: 'meer langer',
  },
  ...moreNegationWords,
}
