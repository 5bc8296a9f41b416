/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "encoding.h"
#include "latin.h"

#include <string.h>

/* Short articles as somebody might save them, with the charsets that they may be in
 * when nothing says so. The first charset of each is what Byline should take. */
static const struct { const char *language, *charsets, *text; } texts[] = {
  /* Central Europe, Turkey, the Baltic. */
  { "Polish", "WINDOWS-1250 ISO-8859-2",
    "Burza uszkodziła stary młyn nad rzeką. Nikt nie wie, dlaczego woda przestała płynąć, powiedziała sołtyska wsi.\n"
    "Mieszkańcy żądają, żeby gmina naprawiła groblę jeszcze w październiku. Część z nich już zaczęła zbierać pieniądze." },
  { "Czech", "WINDOWS-1250 ISO-8859-2",
    "Bouře poškodila starý mlýn u řeky. Nikdo neví, proč voda přestala téct, řekla starostka obce.\n"
    "Lidé žádají, aby úřad hráz opravil ještě během října. Někteří už začali vybírat peníze." },
  { "Slovak", "WINDOWS-1250 ISO-8859-2",
    "Búrka poškodila starý mlyn pri rieke. Nikto nevie, prečo voda prestala tiecť, povedala starostka obce.\n"
    "Ľudia žiadajú, aby úrad hrádzu opravil ešte počas októbra. Niektorí už začali vyberať peniaze." },
  { "Hungarian", "WINDOWS-1250 ISO-8859-2",
    "A vihar megrongálta a folyóparti öreg malmot. Senki sem tudja, miért állt meg a víz, mondta a falu polgármestere.\n"
    "A lakók azt kérik, hogy a hatóság még októberben javítsa meg a gátat. Többen már gyűjteni kezdték a pénzt a felújításra, őszintén remélve a sikert." },
  { "Croatian", "WINDOWS-1250 ISO-8859-2",
    "Oluja je oštetila stari mlin pokraj rijeke. Nitko ne zna zašto je voda prestala teći, kaže načelnica sela.\n"
    "Mještani traže da općina još u listopadu popravi nasip. Neki su već počeli skupljati novac za građevinske radove." },
  { "Slovenian", "WINDOWS-1250 ISO-8859-2",
    "Neurje je poškodovalo stari mlin ob reki. Nihče ne ve, zakaj je voda nehala teči, je povedala županja.\n"
    "Vaščani želijo, da občina še oktobra popravi nasip. Nekateri so že začeli zbirati denar." },
  { "Romanian", "WINDOWS-1250 ISO-8859-2",
    "Furtuna a avariat moara veche de lângă râu. Nimeni nu ştie de ce apa nu mai curge, a spus primăriţa satului.\n"
    "Oamenii cer ca primăria să repare digul încă din octombrie. Câţiva dintre ei strâng deja bani, fără să aştepte." },
  { "Turkish", "WINDOWS-1254",
    "Fırtına ırmağın kıyısındaki eski değirmene zarar verdi. Suyun neden durduğunu kimse bilmiyor, diyor köy muhtarı.\n"
    "Köylüler seddin daha ekim ayında onarılmasını istiyor. Bazıları şimdiden para toplamaya başladı." },
  { "Lithuanian", "WINDOWS-1257",
    "Audra apgadino senąjį malūną prie upės. Niekas nežino, kodėl vanduo nustojo tekėjęs, sako kaimo seniūnė.\n"
    "Žmonės prašo, kad valdžia pylimą sutvarkytų dar šį spalį. Kai kurie jau pradėjo rinkti pinigus." },
  { "Latvian", "WINDOWS-1257",
    "Vētra sabojāja vecās dzirnavas pie upes. Neviens nezina, kāpēc ūdens vairs netek, teica ciema vecākā.\n"
    "Ļaudis lūdz, lai pašvaldība aizsprostu salabo vēl šoruden. Daži jau sākuši vākt naudu." },

  /* The west, where nothing may get worse. */
  { "German", "WINDOWS-1252",
    "Der Sturm hat die alte Mühle am Fluß beschädigt. Niemand weiß, warum das Wasser nicht mehr fließt, sagt die Bürgermeisterin.\n"
    "Die Leute möchten, daß die Behörde den Damm noch im Oktober erhöht. André Dubois sammelt schon Geld dafür." },
  { "French", "WINDOWS-1252",
    "La tempête a endommagé le vieux moulin près de la rivière. Personne ne sait où l’eau s’est arrêtée, a déclaré la maire du village.\n"
    "Des habitants demandent que la préfecture répare la digue dès octobre. Certains ont déjà commencé à réunir de l’argent, ça les occupe ; un nœud à défaire." },
  { "Spanish", "WINDOWS-1252",
    "La tormenta dañó el viejo molino junto al río. Nadie sabe por qué el agua dejó de correr, dijo la alcaldesa del pueblo.\n"
    "¿Quién pagará? Los vecinos piden que la administración repare el dique este mismo año. Algunos ya están reuniendo dinero." },
  { "Portuguese", "WINDOWS-1252",
    "A tempestade danificou o velho moinho à beira do rio. Ninguém sabe por que a água parou, disse a presidente da câmara.\n"
    "Os moradores não querem esperar: a reparação do açude é urgente. Alguns já começaram a juntar dinheiro para as obras de construção." },
  { "Italian", "WINDOWS-1252",
    "La tempesta ha danneggiato il vecchio mulino. Nessuno sa perché l’acqua non scorra più, così la sindaca.\n"
    "La gente chiede che la comunità ripari la diga già in ottobre. Qualcuno però ha già cominciato: è la solita città." },
  { "Catalan", "WINDOWS-1252",
    "La tempesta va malmetre el vell molí del riu. Ningú no sap per què l’aigua ja no corre, diu l’alcaldessa.\n"
    "Els veïns demanen que l’administració arregli la resclosa aquest mateix any. Alguns ja han començat a recollir diners; això és tot." },
  { "Swedish", "WINDOWS-1252",
    "Stormen skadade den gamla kvarnen vid ån. Ingen vet varför vattnet har slutat rinna, säger byns ålderman.\n"
    "Folk vill att kommunen lagar dammen före jul. Några har redan börjat samla in pengar på kaféet." },
  { "Danish", "WINDOWS-1252",
    "Stormen ødelagde den gamle mølle ved åen. Ingen ved, hvorfor vandet er hørt op med at løbe, siger borgmesteren.\n"
    "Folk ønsker, at kommunen gør dæmningen færdig i år. Nogle er så småt begyndt at samle penge ind." },
  { "Finnish", "WINDOWS-1252",
    "Myrsky vaurioitti vanhaa myllyä joen äärellä. Kukaan ei tiedä, miksi vesi ei enää virtaa, sanoo kylän päällikkö.\n"
    "Väki pyytää, että pato korjataan vielä tänä vuonna. Jotkut ovat jo alkaneet kerätä rahaa." },
  { "Icelandic", "WINDOWS-1252",
    "Óveðrið skemmdi gömlu mylluna við ána. Enginn veit hvers vegna vatnið hætti að renna, segir oddvitinn.\n"
    "Fólkið vill að stíflan verði löguð strax í október. Sumir eru þegar farnir að safna fé." },
  { "Dutch", "WINDOWS-1252",
    "De storm heeft de oude molen beschadigd. Niemand weet waarom het water stilstaat, zegt één van de beheerders.\n"
    "Twee comités willen dat de dijk vóór de winter gerepareerd is. Het idee van coördinator Zoë is om geld te vragen." },
  { "Estonian", "WINDOWS-1252",
    "Torm lõhkus jõe äärse vana veski. Keegi ei tea, miks vesi enam ei voola, ütles küla vanem.\n"
    "Inimesed soovivad, et paisu hakataks õige pea parandama. Mõned on juba raha koguma hakanud." },
  { "Albanian", "WINDOWS-1252",
    "Stuhia dëmtoi mullirin e vjetër pranë lumit. Askush nuk e di përse uji nuk rrjedh më, tha kryetarja.\n"
    "Njerëzit kërkojnë që diga të ndreqet këtë vit. Disa kanë filluar të mbledhin të holla për çdo ditë pune." },
  { "English", "WINDOWS-1252",
    "The storm damaged the old mill – “nobody knows why the water stopped”, said Zoë Brontë at the café on Monday.\n"
    "It’s the village’s third façade to fall; repairs would cost £40,000, or about €46,000 (±5 %)." },

  /* Other scripts. */
  { "Russian", "WINDOWS-1251 KOI8-R ISO-8859-5 CP866",
    "Буря повредила старую мельницу у реки. Никто не знает, почему вода перестала течь, сказала глава села.\n"
    "Люди просят, чтобы власти починили плотину ещё в октябре. Некоторые уже начали собирать деньги." },
  { "Ukrainian", "WINDOWS-1251 KOI8-U",
    "Буря пошкодила старий млин біля річки. Ніхто не знає, чому вода перестала текти, сказала голова села.\n"
    "Люди просять, щоб влада полагодила греблю ще в жовтні. Дехто вже почав збирати гроші." },
  { "Bulgarian", "WINDOWS-1251",
    "Бурята повреди старата мелница край реката. Никой не знае защо водата спря да тече, каза кметицата.\n"
    "Хората искат общината да поправи бента още през октомври. Някои вече започнаха да събират пари." },
  { "Greek", "WINDOWS-1253 ISO-8859-7",
    "Η καταιγίδα έπληξε τον παλιό μύλο δίπλα στο ποτάμι. Κανείς δεν ξέρει γιατί σταμάτησε το νερό, είπε η πρόεδρος.\n"
    "Οι κάτοικοι ζητούν να επισκευαστεί το φράγμα μέσα στον Οκτώβριο. Μερικοί μαζεύουν ήδη χρήματα." },
  { "Hebrew", "WINDOWS-1255",
    "הסופה פגעה בטחנה הישנה ליד הנהר. איש אינו יודע מדוע המים הפסיקו לזרום, אמרה ראש הכפר.\n"
    "התושבים מבקשים שהרשות תתקן את הסכר עוד באוקטובר. אחדים כבר החלו לאסוף כסף." },
  { "Arabic", "WINDOWS-1256",
    "ألحقت العاصفة أضرارا بالطاحونة القديمة قرب النهر. لا أحد يعرف لماذا توقف الماء، قالت رئيسة القرية.\n"
    "يطلب السكان إصلاح السد في شهر أكتوبر. وقد بدأ بعضهم بجمع المال." },
  { "Thai", "WINDOWS-874",
    "พายุทำให้โรงสีเก่าริมแม่น้ำเสียหาย ไม่มีใครรู้ว่าทำไมน้ำจึงหยุดไหล ผู้ใหญ่บ้านกล่าว\n"
    "ชาวบ้านขอให้ทางการซ่อมเขื่อนภายในเดือนตุลาคม บางคนเริ่มรวบรวมเงินแล้ว" },
  { "Japanese", "CP932 EUC-JP",
    "嵐で川のそばの古い水車小屋が壊れました。なぜ水が止まったのかは誰にも分からない、と村長は話しています。\n"
    "住民は十月のうちに堤を直してほしいと求めています。もうお金を集め始めた人もいます。" },
  { "Korean", "CP949",
    "폭풍으로 강가의 오래된 물레방아가 부서졌다. 물이 왜 멈췄는지 아무도 모른다고 이장은 말했다.\n"
    "주민들은 시월 안에 둑을 고쳐 달라고 요구하고 있다. 벌써 돈을 모으기 시작한 사람도 있다." },
  { "Chinese", "GB18030",
    "暴风雨损坏了河边的老磨坊。村长说，没有人知道水为什么不流了。\n"
    "居民们要求政府在十月修好堤坝。有些人已经开始筹钱。他们说这是大家的事。" },
  { "Taiwanese", "BIG5",
    "暴風雨損壞了河邊的老磨坊。村長說，沒有人知道水為什麼不流了。\n"
    "居民們要求政府在十月修好堤壩。有些人已經開始籌錢。他們說這是大家的事。" },
};

/* Whether @text comes back from @charset when nothing says what it is in. */
static gboolean
comes_back (const char *text, const char *charset, gboolean html)
{
  g_autofree char *page = html ? g_strdup_printf ("<html><body class=\"x\"><p>%s</p></body></html>", text) : g_strdup (text);
  gsize size;
  g_autofree char *bytes = g_convert (page, -1, charset, "UTF-8", NULL, &size, NULL);
  g_autoptr (GString) decoded = bytes != NULL ? byline_encoding_decode (bytes, size, html) : NULL;

  g_assert_nonnull (bytes);
  return strcmp (decoded->str, page) == 0;
}

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (GStrv) charsets = g_strsplit (texts[i].charsets, " ", -1);

      for (guint k = 0; charsets[k] != NULL; k++)
        for (guint html = 0; html < 2; html++)
          if (!comes_back (texts[i].text, charsets[k], html))
            {
              g_test_message ("%s in %s", texts[i].language, charsets[k]);
              g_test_fail ();
            }
    }
}

/* A single line is little to go by. In the west it is right all the same. */
static void
test_lines (void)
{
  guint n = 0, n_right = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (GStrv) charsets = g_strsplit (texts[i].charsets, " ", -1);
      g_auto (GStrv) lines = g_strsplit (texts[i].text, "\n", -1);

      for (guint k = 0; charsets[k] != NULL; k++)
        for (guint line = 0; lines[line] != NULL; line++)
          {
            const gboolean right = comes_back (lines[line], charsets[k], FALSE);

            n++;
            n_right += right;
            if (!right)
              g_test_message ("%s in %s, line %u", texts[i].language, charsets[k], line + 1);
            g_assert_true (right || !g_str_equal (charsets[k], "WINDOWS-1252"));
          }
    }
  g_test_message ("%u of %u lines", n_right, n);
  g_assert_cmpuint (n_right * 100, >=, n * 95);
}

/* Neither signs nor a name or two change what a western text is. */
static void
test_little_evidence (void)
{
  const char *sound[] = { "", "plain", "caf\xE9", "\x93quoted\x94 \x96 1\xBA", "don\x92t", "\xE8\xE8", "a\xB9 b\xB3", "10 m\xB3, 20 m\xB3, 30 m\xB3, 40 m\xB3 und 50 m\xB3", "\xBFQui\xE9n? \xBF""D\xF3nde? \xBF""A qui\xE9n?", "na\xEFve r\xF4le fa\xE7""ade M\xFC""ller \xD8re" };

  for (gsize i = 0; i < G_N_ELEMENTS (sound); i++)
    g_assert_null (byline_latin_guess (sound[i], strlen (sound[i])));
  g_assert_cmpstr (byline_latin_guess ("\xBF\xF3\xB3ty m\xB3yn, \x9C""ciana, \xBF""aba", 24), ==, "WINDOWS-1250");
  g_assert_cmpstr (byline_latin_guess ("\xBF\xF3\xB3ty m\xB3yn, \xB6""ciana, \xBF""aba", 24), ==, "ISO-8859-2");
}

/* Bytes of any kind: an answer, and the same one each time. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (31);

  for (guint i = 0; i < 1000; i++)
    {
      const gsize size = g_rand_int_range (random, 0, 200);
      g_autofree char *data = g_malloc (MAX (size, 1));

      for (gsize k = 0; k < size; k++)
        data[k] = g_rand_int (random);
      g_assert_true (byline_latin_guess (data, size) == byline_latin_guess (data, size));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/latin/texts", test_texts);
  g_test_add_func ("/latin/lines", test_lines);
  g_test_add_func ("/latin/little-evidence", test_little_evidence);
  g_test_add_func ("/latin/random", test_random);
  return g_test_run ();
}
