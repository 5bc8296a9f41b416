/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

/* paint.js in the real WebKit: what is tinted and underlined, and what is left
 * alone. Spans go in as they do from the bridge, by reader.run(). */

#define ARTICLE                                                                                     \
  "<h1>Harbour 🌊 wall</h1>\n"                                                                      \
  "<p>The wall “held firm”, port chief <em>Ana Ferro</em> said, and the 👩🏽‍🚒 crews went home.</p>\n"   \
  "<ul><li><p>one</p>\n<ul><li>🌊 two</li>\n</ul>\n</li>\n</ul>\n"                                  \
  "<p dir=\"rtl\">قال رئيس الميناء إن الجدار صمد</p>\n"

#define PAGE                                                                                        \
  "const root = document.getElementById ('article'), layer = document.getElementById ('layer');"    \
  "const text = new reader.Text (root), points = [...root.textContent];"                            \
  "const run = (name, argument) => reader.run (name, JSON.stringify (argument));"                   \
  "const painted = () => new Promise (done => requestAnimationFrame (() => requestAnimationFrame (done)));" \
  "const tints = () => {"                                                                           \
  "  const styles = points.map (() => null);"                                                       \
  "  for (const [name, highlight] of CSS.highlights)"                                               \
  "    for (const range of highlight) {"                                                            \
  "      const start = text.offset (range.startContainer, range.startOffset);"                      \
  "      const end = text.offset (range.endContainer, range.endOffset);"                            \
  "      for (let at = start; at < end; at++) {"                                                    \
  "        if (styles[at] !== null)"                                                                \
  "          throw new Error (`${at} is tinted twice`);"                                            \
  "        styles[at] = Number (name.slice ('byline-'.length));"                                    \
  "      }"                                                                                         \
  "    }"                                                                                           \
  "  return styles;"                                                                                \
  "};"                                                                                              \
  "let seed = 7;"                                                                                   \
  "const random = n => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;"                      \
  "const somewhere = (n = 30) => {"                                                                 \
  "  const start = random (text.length - 1);"                                                       \
  "  return [start, Math.min (text.length, start + 1 + random (n))];"                               \
  "};"                                                                                              \
  "const lines = () => [...layer.querySelectorAll ('.line')];"

static void
set_up (Page *self, gconstpointer data)
{
  page_set_up (self, data);
  page_load (self, article_new (ARTICLE));
  page_set_look (self);
  page_wait_for_paint (self);
}

/* Whatever is painted: the article's element is as it was, nothing in it moves,
 * and the layer says nothing. */
static void
test_article_untouched (Page *self, gconstpointer data)
{
  g_autofree char *html = NULL;

  page_check (self, PAGE
    "const boxes = () => JSON.stringify ([root, ...root.querySelectorAll ('*')].map (one => one.getBoundingClientRect ()));"
    "const shell = root.cloneNode (false).outerHTML, html = root.innerHTML, where = boxes ();"
    "const kinds = new Set ();"
    "for (let round = 0; round < 30; round++) {"
    "  const spans = [];"
    "  for (let i = 0; i < 12; i++) {"
    "    const one = somewhere (), other = somewhere ();"
    "    spans.push ({ id: `s${i}`, style: random (5), segments: one[1] < other[0] ? [one, other] : [one] });"
    "  }"
    "  run ('spans', { spans });"
    "  run ('choose', { id: `s${random (12)}`, scroll: round % 2 === 0 });"
    "  run ('put', { span: { id: 's1', style: random (5), segments: [somewhere ()] } });"
    "  run ('remove', { id: 's2' });"
    "  await painted ();"
    "  if (root.innerHTML !== html || root.cloneNode (false).outerHTML !== shell)"
    "    return 'the article was changed';"
    "  if (boxes () !== where)"
    "    return 'the text moved';"
    "  if (document.createTreeWalker (layer, NodeFilter.SHOW_TEXT).nextNode () !== null || layer.textContent !== '')"
    "    return 'there is text in the layer';"
    "  if (layer.getAttribute ('aria-hidden') !== 'true' || root.contains (layer))"
    "    return 'the layer is to be heard';"
    "  if (layer.querySelector ('a, button, input, [tabindex], [contenteditable]') !== null)"
    "    return 'the layer takes the focus';"
    "  for (const line of layer.querySelectorAll ('.line, .frame, .crowd'))"
    "    kinds.add (line.className.split (' ')[0]);"
    "}"
    "return kinds.size === 3 ? '' : `only ${[...kinds]} were painted`;");
  html = page_ask (self, PAGE "return root.innerHTML;");
  g_assert_cmpstr (html, ==, ARTICLE);
}

/* On each letter the tint of the smallest span there is, and no other. */
static void
test_smallest_on_top (Page *self, gconstpointer data)
{
  page_check (self, PAGE
    "for (let round = 0; round < 60; round++) {"
    "  const spans = [];"
    "  for (let i = 0; i < 1 + random (9); i++)"
    "    spans.push ({ id: `s${i}`, style: random (5), segments: [somewhere (1 + random (60))] });"
    "  run ('spans', { spans });"
    "  await painted ();"
    "  const styles = tints ();"
    "  for (let at = 0; at < text.length; at++) {"
    "    const here = spans.filter (({ style, segments: [[start, end]] }) => style < 4 && start <= at && at < end);"
    "    const size = ({ segments: [[start, end]] }) => end - start;"
    "    const least = Math.min (...here.map (size));"
    "    const expected = here.filter (one => size (one) === least).map (one => one.style);"
    "    if (styles[at] === null ? here.length > 0 && points[at].trim () !== '' : !expected.includes (styles[at]))"
    "      return `round ${round}: style ${styles[at]} at ${at}, not ${expected}: ${JSON.stringify (spans)}`;"
    "  }"
    "}"
    "return '';");
}

/* A quotation split by its cue: the cue is not tinted, both pieces are underlined. */
static void
test_pieces (Page *self, gconstpointer data)
{
  page_check (self, PAGE
    "run ('spans', { spans: [{ id: 'a', style: 2, segments: [[18, 22], [27, 37], [45, 50]] }] });"
    "await painted ();"
    "const styles = tints ();"
    "for (let at = 0; at < text.length; at++) {"
    "  const inside = at >= 18 && at < 22 || at >= 27 && at < 37 || at >= 45 && at < 50;"
    "  if ((styles[at] === 2) !== inside)"
    "    return `style ${styles[at]} at ${at}`;"
    "}"
    "return lines ().length >= 3 ? '' : `${lines ().length} lines`;");
}

/* A stranger's span may have segments that overlap, or come in any order. */
static void
test_strange_pieces (Page *self, gconstpointer data)
{
  static const BylineSegment strange[][2] = {
    { { 18, 28 }, { 23, 33 } }, { { 23, 33 }, { 18, 28 } }, { { 18, 33 }, { 20, 25 } }, { { 25, 33 }, { 18, 25 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
      const BylinePainted painted = { "a", 2, &span };

      byline_span_append (&span, strange[i][0].start, strange[i][0].end);
      byline_span_append (&span, strange[i][1].start, strange[i][1].end);
      byline_bridge_set_spans (self->bridge, &painted, 1);
      page_check (self, PAGE
        "await painted ();"
        "const styles = tints ();"
        "const wrong = points.findIndex ((_, at) => (styles[at] === 2) !== (at >= 18 && at < 33));"
        "return wrong === -1 ? '' : `style ${styles[wrong]} at ${wrong}`;");
    }
}

/* Crossing spans have a lane each; what finds none is counted; the chosen one has
 * the first lane. */
static void
test_lanes (Page *self, gconstpointer data)
{
  page_check (self, PAGE
    "const spans = [[18, 26], [20, 28], [22, 30], [24, 32]].map ((one, i) => ({ id: `s${i}`, style: i, segments: [one] }));"
    "const top = i => parseFloat (layer.querySelector (`.line-${i}.line`).style.top);"
    "run ('spans', { spans });"
    "await painted ();"
    "if (lines ().length !== 3 || top (1) - top (0) < 2 || top (2) - top (1) < 2)"
    "  return `${lines ().length} lines: ${[0, 1, 2].map (top)}`;"
    "if (layer.querySelector ('.crowd').dataset.count !== '+1')"
    "  return 'the fourth is not counted';"
    "const first = top (0);"
    "run ('choose', { id: 's3', scroll: false });"
    "await painted ();"
    "if (Math.abs (top (3) - first) > 1 || !layer.querySelector ('.line-3.line').classList.contains ('chosen'))"
    "  return 'the chosen one is not in the first lane';"
    "if (layer.querySelectorAll ('.frame').length === 0)"
    "  return 'the chosen one has no frame';"
    "run ('choose', { id: null, scroll: false });"
    "await painted ();"
    "return layer.querySelector ('.chosen, .frame') === null ? '' : 'it is chosen for ever';");
}

/* Spans side by side share a lane, so that lines stay near their words. */
static void
test_neighbours (Page *self, gconstpointer data)
{
  page_check (self, PAGE
    "run ('spans', { spans: [[18, 20], [20, 22], [22, 30]].map ((one, i) => ({ id: `s${i}`, style: i, segments: [one] })) });"
    "await painted ();"
    "return new Set (lines ().map (line => line.style.top)).size === 1 ? '' : lines ().map (line => line.outerHTML).join ();");
}

/* A line is as long as its words and stands below them. */
static void
test_place (Page *self, gconstpointer data)
{
  page_check (self, PAGE
    "for (const [start, end] of [[0, 7], [8, 9], [18, 27], [text.length - 20, text.length - 10]]) {"
    "  run ('spans', { spans: [{ id: 'a', style: 0, segments: [[start, end]] }] });"
    "  await painted ();"
    "  const words = text.liveRange (start, end).getBoundingClientRect ();"
    "  const [line, more] = lines ().map (one => one.getBoundingClientRect ());"
    "  if (more !== undefined || Math.abs (line.left - words.left) > 1 || Math.abs (line.right - words.right) > 1"
    "      || Math.abs (line.top - words.bottom) > 4)"
    "    return `${start}-${end}: ${JSON.stringify (line)} at ${JSON.stringify (words)}`;"
    "}"
    "return '';");
}

static void
test_put_and_remove (Page *self, gconstpointer data)
{
  page_check (self, PAGE
    "const count = style => tints ().filter (one => one === style).length;"
    "run ('spans', { spans: [{ id: 'a', style: 0, segments: [[18, 22]] }] });"
    "run ('put', { span: { id: 'b', style: 1, segments: [[24, 28]] } });"
    "await painted ();"
    "if (count (0) !== 4 || count (1) !== 4)"
    "  return `${count (0)} and ${count (1)}`;"
    "run ('choose', { id: 'b', scroll: false });"
    "run ('put', { span: { id: 'b', style: 2, segments: [[30, 33]] } });"
    "await painted ();"
    "if (count (1) !== 0 || count (2) !== 3 || layer.querySelector ('.chosen') === null)"
    "  return 'another b was not put in its place';"
    "run ('remove', { id: 'b' });"
    "run ('remove', { id: 'nobody' });"
    "await painted ();"
    "if (count (2) !== 0 || lines ().length !== 1 || layer.querySelector ('.chosen') !== null)"
    "  return 'b is still there';"
    "run ('spans', { spans: [] });"
    "await painted ();"
    "return lines ().length === 0 && tints ().every (one => one === null) ? '' : 'something is left';");
}

/* In a wider window the column, as wide as before, stands elsewhere: what is
 * painted and the caret move along. */
static void
test_moved_column (Page *self, gconstpointer data)
{
  page_check (self, PAGE
    "run ('spans', { spans: [{ id: 'a', style: 0, segments: [[18, 22]] }] });"
    "run ('select', { start: 18, end: 18, scroll: false });"
    "await painted ();"
    "return lines ().length === 1 && innerWidth === 700 ? '' : `${lines ().length} lines, ${innerWidth} pixels`;");
  gtk_window_set_default_size (GTK_WINDOW (self->window), 900, 850);
  page_check (self, PAGE
    "const left = element => Math.round (element.getBoundingClientRect ().left), range = document.createRange ();"
    "range.setStart (...text.position (18, true));"
    "range.setEnd (...text.position (22, false));"
    "for (let i = 0; i < 600 && innerWidth === 700; i++)"
    "  await painted ();"
    "for (let i = 0; i < 60 && left (lines ()[0]) !== left (range); i++)"
    "  await painted ();"
    "const places = [range, lines ()[0], layer.querySelector ('.caret')].map (left);"
    "return innerWidth === 900 && places[1] === places[0] && Math.abs (places[2] - places[0]) < 3 ? '' : `${innerWidth}: ${places}`;");
}

/* What a style looks like changes, what it is on does not. */
static void
test_styles (Page *self, gconstpointer data)
{
  g_autofree char *answer = NULL;
  static const char before[] = PAGE
    "run ('spans', { spans: [{ id: 'a', style: 3, segments: [[18, 22]] }] });"
    "await painted ();"
    "return '';";

  page_check (self, before);
  page_set_look (self);
  page_wait_for_paint (self);
  answer = page_ask (self, PAGE "return `${tints ().filter (one => one === 3).length} ${lines ().length}`;");
  g_assert_cmpstr (answer, ==, "4 1");
}

/* Heat is a tint without a line, and takes no lane from what has one. */
static void
test_heat (Page *self, gconstpointer data)
{
  g_autofree char *answer = NULL;

  page_check (self, PAGE
    "run ('spans', { spans: [{ id: 'heat', style: 5, segments: [[16, 40]] }, { id: 'a', style: 4, segments: [[18, 22]] }] });"
    "await painted ();"
    "return '';");
  answer = page_ask (self, PAGE "return `${tints ().filter (one => one === 5).length} ${lines ().length} ${lines ()[0].className}`;");
  g_assert_cmpstr (answer, ==, "24 1 line line-4");
}

/* Only what is near is painted, and what comes near is. */
static void
test_long_article (Page *self, gconstpointer data)
{
  g_autoptr (GString) html = g_string_new (NULL);

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (html, "<p>Paragraph %03u of a long, long article about a harbour.</p>\n", i);
  page_load (self, article_new (html->str));
  page_set_look (self);
  page_check (self, PAGE
    "const spans = [], near = at => tints ().slice (at, at + 9).every (one => one === 0);"
    "for (const { start } of text.blocks ())"
    "  spans.push ({ id: `s${start}`, style: 0, segments: [[start, start + 9]] });"
    "run ('spans', { spans });"
    "await painted ();"
    "const last = spans[399].segments[0][0];"
    "if (spans.length !== 400 || !near (0) || near (last) || lines ().length > 100)"
    "  return `${spans.length} spans, ${lines ().length} lines`;"
    "scrollTo (0, document.documentElement.scrollHeight);"
    "for (let i = 0; i < 60 && !near (last); i++)"
    "  await painted ();"
    "if (!near (last) || near (0) || lines ().length > 100)"
    "  return `scrolled: ${lines ().length} lines`;"
    "run ('choose', { id: spans[0].id, scroll: true });"
    "for (let i = 0; i < 60 && !near (0); i++)"
    "  await painted ();"
    "return near (0) && scrollY < 100 && layer.querySelector ('.chosen') !== null ? '' : `chosen, but at ${scrollY}`;");
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Page *, gconstpointer); } tests[] = {
    { "/painter/article-untouched", test_article_untouched },
    { "/painter/smallest-on-top", test_smallest_on_top },
    { "/painter/pieces", test_pieces },
    { "/painter/strange-pieces", test_strange_pieces },
    { "/painter/lanes", test_lanes },
    { "/painter/neighbours", test_neighbours },
    { "/painter/place", test_place },
    { "/painter/put-and-remove", test_put_and_remove },
    { "/painter/moved-column", test_moved_column },
    { "/painter/styles", test_styles },
    { "/painter/heat", test_heat },
    { "/painter/long-article", test_long_article },
  };

  page_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Page, NULL, set_up, tests[i].test, page_tear_down);
  return g_test_run ();
}
