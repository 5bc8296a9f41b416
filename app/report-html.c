/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-class.h"

#include "config.h"
#include "score-core.h"

#include <glib/gi18n.h>
#include <math.h>

/* Students by result: bars of ten percent each. */
#define N_BARS 10
#define BAR_HEIGHT 80
#define BAR_WIDTH 40

static const char style[] =
  ":root{color-scheme:light dark;--ink:#1d1d1f;--paper:#fff;--dim:#5e5c64;--line:#c0bfbc;--bar:#3584e4;"
  "--found:#2a7fb8;--edges:#8fc1de;--other:#e5a50a;--none:#deddda}"
  "@media (prefers-color-scheme:dark){:root{--ink:#f2f2f2;--paper:#1e1e1e;--dim:#b5b3ba;--line:#5e5c64;--bar:#78aeed;"
  "--found:#4a9fd8;--edges:#2b5d7d;--other:#cd9309;--none:#4a494d}}"
  "body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:2rem auto;padding:0 1rem}"
  "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem;break-after:avoid}"
  "table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}"
  "thead th{color:var(--dim);font-weight:600}tr,figure{break-inside:avoid}.n{text-align:end;font-variant-numeric:tabular-nums}"
  "figure{margin:1rem 0;overflow-x:auto}svg{display:block;max-width:100%}svg text{fill:currentColor;font-size:12px}"
  ".bar{fill:var(--bar)}.found{fill:var(--found)}.edges{fill:var(--edges)}.other{fill:var(--other)}.none{fill:var(--none)}"
  ".legend svg{display:inline-block;vertical-align:middle;margin-inline-end:.3rem}.legend span{margin-inline-end:1.2rem;white-space:nowrap}"
  ".flag{border:1px solid currentColor;border-radius:.3rem;padding:0 .35rem;font-size:.85rem;white-space:nowrap}.dim{color:var(--dim)}"
  "@media print{body{margin:0;max-width:none}*{print-color-adjust:exact}}";

/* The one place where words become HTML: every %s is escaped. */
static void G_GNUC_PRINTF (2, 3)
put (GString *out, const char *format, ...)
{
  va_list arguments;
  g_autofree char *html = NULL;

  va_start (arguments, format);
  html = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (out, html);
}

/* A share as SVG and CSS write it in every locale. */
static const char *
format_share (char *buffer, double share)
{
  return g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.2f", share);
}

static guint
get_percent (guint bp)
{
  return (bp + 50) / 100;
}

static void
put_histogram (const BylineClassReport *self, GString *out)
{
  const GPtrArray *students = self->review->students;
  guint counts[N_BARS] = { 0 }, most = 1;

  for (guint i = 0; i < students->len; i++)
    {
      const guint bp = ((const BylineReviewStudent *) g_ptr_array_index (students, i))->record->score_bp;
      guint *count = &counts[MIN (bp * N_BARS / 10000, N_BARS - 1)];

      most = MAX (most, ++*count);
    }

  put (out, "<figure><svg role=\"img\" aria-label=\"%s\" width=\"%d\" height=\"%d\">", _ ("Students by result"), N_BARS * BAR_WIDTH + 20, BAR_HEIGHT + 40);
  for (guint i = 0; i < N_BARS; i++)
    {
      const guint height = counts[i] * BAR_HEIGHT / most;

      put (out, "<rect class=\"bar\" x=\"%u\" y=\"%u\" width=\"%d\" height=\"%u\"/>", i * BAR_WIDTH + 10, BAR_HEIGHT + 18 - height, BAR_WIDTH - 4, height);
      if (counts[i] > 0)
        put (out, "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\">%u</text>", i * BAR_WIDTH + 8 + BAR_WIDTH / 2, BAR_HEIGHT + 14 - height, counts[i]);
    }
  for (guint i = 0; i <= N_BARS; i += 5)
    put (out, "<text x=\"%u\" y=\"%d\" text-anchor=\"middle\">%u</text>", i * BAR_WIDTH + 10, BAR_HEIGHT + 34, i * 10);
  put (out, "</svg><figcaption class=\"dim\">%s</figcaption></figure>\n", _ ("How many students reached how many percent"));
}

static void
put_layer (const BylineLayerResult *layer, GString *out)
{
  put (out, "<td class=\"n\">%u / %u</td>", layer->found, layer->of);
}

static void
put_students (const BylineClassReport *self, GString *out)
{
  const GPtrArray *students = self->review->students;
  const BylineScoreKey *key = byline_scorer_get_score_key (self->review->scorer);

  if (students->len == 0)
    return;

  put (out, "<h2>%s</h2>\n", _ ("Students"));
  put_histogram (self, out);
  put (out, "<table><thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"n\">%s</th>", _ ("Code name"), _ ("Result"));
  for (guint i = 0; i < key->n_layers; i++)
    put (out, "<th scope=\"col\" class=\"n\">%s: %s</th>", _ ("Found"), key->layers[i]);
  put (out, "<th scope=\"col\" class=\"n\">%s</th><th scope=\"col\" class=\"n\">%s</th></tr></thead><tbody>\n", _ ("Marks"), _ ("Before"));
  for (guint i = 0; i < students->len; i++)
    {
      const BylineReviewStudent *student = g_ptr_array_index (students, i);
      const char *code_name = student->handin->code_name;

      put (out, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td class=\"n\">%u&#8239;%%</td>", code_name != NULL ? code_name : "–", get_percent (student->record->score_bp));
      for (guint layer = 0; layer < student->record->n_layers; layer++)
        put_layer (&student->record->layers[layer], out);
      put (out, "<td class=\"n\">%u</td><td class=\"n\">", student->record->marks);
      for (guint k = 0; k < student->n_earlier; k++)
        {
          const BylineReviewStudent *earlier = g_ptr_array_index (self->review->earlier, student->first_earlier + k);

          put (out, k > 0 ? ", %u&#8239;%%" : "%u&#8239;%%", get_percent (earlier->record->score_bp));
        }
      put (out, "</td></tr>\n");
      byline_report_class_flow (self, out);
    }
  put (out, "</tbody></table>\n");
}

/* The answers of the class side by side. */
static void
put_answers (const BylineItemStatistics *item, guint n_students, GString *out)
{
  const guint n_other = n_students - item->n_found - item->n_edges - item->n_none;
  const struct { const char *name; guint n; } parts[] = {
    { "found", item->n_found }, { "edges", item->n_edges }, { "other", n_other }, { "none", item->n_none },
  };
  char x[G_ASCII_DTOSTR_BUF_SIZE], width[G_ASCII_DTOSTR_BUF_SIZE];
  guint at = 0;

  put (out, "<svg role=\"img\" width=\"200\" height=\"18\" viewBox=\"0 0 200 18\" aria-label=\"");
  put (out, _ ("found %u, edges %u, another tag %u, not marked %u"), item->n_found, item->n_edges, n_other, item->n_none);
  put (out, "\">");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i].n > 0)
        put (out, "<rect class=\"%s\" x=\"%s\" y=\"1\" width=\"%s\" height=\"16\"/>", parts[i].name,
             format_share (x, 200.0 * at / n_students), format_share (width, 200.0 * parts[i].n / n_students));
      at += parts[i].n;
    }
  put (out, "</svg>");
}

static const char *
describe_discrimination (double discrimination)
{
  if (isnan (discrimination))
    return "–";
  if (discrimination >= 0.3)
    return _ ("separates strong from weak");
  return discrimination >= 0.1 ? _ ("separates strong from weak a little") : _ ("does not separate strong from weak");
}

static void
put_legend (GString *out)
{
  const struct { const char *name, *label; } parts[] = {
    { "found", _ ("found") }, { "edges", _ ("edges") }, { "other", _ ("another tag") }, { "none", _ ("not marked") },
  };

  put (out, "<p class=\"legend\">");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    put (out, "<span><svg aria-hidden=\"true\" width=\"14\" height=\"14\"><rect class=\"%s\" width=\"14\" height=\"14\"/></svg>%s</span>", parts[i].name, parts[i].label);
  put (out, "</p>\n");
}

static void
put_flag (gboolean is_set, const char *label, GString *out)
{
  if (is_set)
    put (out, " <span class=\"flag\">%s</span>", label);
}

static void
put_items (const BylineClassReport *self, GString *out)
{
  const BylineScoreKey *key = byline_scorer_get_score_key (self->review->scorer);
  g_autoptr (GArray) items = byline_report_class_sort_items (self);

  if (items->len == 0)
    return;

  put (out, "<h2>%s</h2>\n", _ ("Passages of the key, the most split first"));
  put_legend (out);
  put (out, "<table><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\" class=\"n\">%s</th></tr></thead><tbody>\n",
       _ ("Passage"), _ ("Answers"), _ ("Hits"));
  for (guint i = 0; i < items->len; i++)
    {
      const BylineItemStatistics *item = &g_array_index (items, BylineItemStatistics, i);
      g_autofree char *quote = byline_report_class_quote_item (self, item->item);

      put (out, "<tr><td><strong>%s</strong> <q dir=\"auto\">%s</q>", byline_report_class_get_label (self, key->items[item->item].tag), quote);
      put_flag (item->should_check, _ ("check the key"), out);
      put_flag (item->is_hard, _ ("hard"), out);
      put_flag (item->is_easy, _ ("easy"), out);
      put (out, "</td><td>");
      put_answers (item, self->review->students->len, out);
      put (out, "<span class=\"dim\">%s</span></td>", describe_discrimination (item->discrimination));
      put (out, "<td class=\"n\">%u&#8239;%%</td></tr>\n", (guint) (100 * item->hit_rate + 0.5));
    }
  put (out, "</tbody></table>\n");
}

/* One strip a tag, from the first to the last character of the article. */
static void
put_heat (const BylineClassReport *self, GString *out)
{
  BylineScorer *scorer = self->review->scorer;
  const guint n = self->review->students->len;
  const double length = MAX (byline_article_get_length (byline_scorer_get_article (scorer)), 1);

  if (n == 0)
    return;

  put (out, "<h2>%s</h2>\n<p class=\"dim\">%s</p>\n", _ ("Where the class marked"),
       _ ("Each strip is the article from its first word to its last; the stronger the colour, the more students."));
  for (guint tag = 0; tag < self->review->n_tags; tag++)
    {
      const GArray *runs = self->review->heat[tag];

      put (out, "<figure><figcaption>%s</figcaption><svg role=\"img\" aria-label=\"%s\" width=\"900\" height=\"24\" viewBox=\"0 0 900 24\" preserveAspectRatio=\"none\">"
                "<rect class=\"none\" width=\"900\" height=\"24\" opacity=\".35\"/>",
           byline_report_class_get_label (self, tag), byline_report_class_get_label (self, tag));
      for (guint i = 0; i < runs->len; i++)
        {
          const BylineHeatRun *run = &g_array_index (runs, BylineHeatRun, i);
          char x[G_ASCII_DTOSTR_BUF_SIZE], width[G_ASCII_DTOSTR_BUF_SIZE], opacity[G_ASCII_DTOSTR_BUF_SIZE];

          put (out, "<rect fill=\"%s\" x=\"%s\" width=\"%s\" height=\"24\" opacity=\"%s\"/>", byline_tag_set_get (byline_scorer_get_tags (scorer), tag)->color,
               format_share (x, 900 * run->start / length), format_share (width, 900 * (run->end - run->start) / length), format_share (opacity, (double) run->count / n));
        }
      put (out, "</svg></figure>\n");
    }
}

static void
put_passages (const BylineClassReport *self, const char *heading, const char *explanation, GArray *passages, GString *out)
{
  if (passages->len == 0)
    return;

  put (out, "<h2>%s</h2>\n<p class=\"dim\">%s</p>\n<ul>\n", heading, explanation);
  for (guint i = 0; i < passages->len; i++)
    {
      const BylinePassage *passage = &g_array_index (passages, BylinePassage, i);
      g_autofree char *quote = byline_report_class_quote (self, passage->start, passage->end);

      put (out, "<li><strong>%s</strong> <q dir=\"auto\">%s</q> ", byline_report_class_get_label (self, passage->tag), quote);
      put (out, ngettext ("(%u of %u student)", "(%u of %u students)", self->review->students->len), passage->max, self->review->students->len);
      put (out, "</li>\n");
    }
  put (out, "</ul>\n");
}

static void
put_alpha (const char *name, double alpha, GString *out)
{
  put (out, "<tr><th scope=\"row\">%s</th>", name);
  if (isnan (alpha))
    put (out, "<td class=\"n\">–</td><td></td></tr>\n");
  else
    put (out, "<td class=\"n\">%.2f</td><td>%s</td></tr>\n", MAX (alpha, 0), alpha < 0 ? _ ("below chance") : "");
}

static void
put_agreement (const BylineClassReport *self, GString *out)
{
  if (!self->review->options.has_alpha)
    return;

  put (out, "<h2>%s</h2>\n<table><tbody>\n", _ ("How far the class agrees (Krippendorff’s alpha_U)"));
  put_alpha (_ ("All tags"), self->review->alpha.alpha, out);
  for (guint tag = 0; tag < self->review->n_tags; tag++)
    put_alpha (byline_report_class_get_label (self, tag), self->review->tag_alphas[tag].alpha, out);
  put (out, "</tbody></table>\n");
}

/* Only numbers: the names of the files may have the names of people. */
static void
put_collection (const BylineClassReport *self, GString *out)
{
  const BylineHandins *handins = self->review->handins;
  const struct { const char *label; guint n; } rows[] = {
    { _ ("Damaged"), self->review->damaged->len },
    { _ ("In conflict"), handins->conflicts->len },
    { _ ("Not handed in yet"), handins->drafts->len },
    { _ ("Of another pack or article"), handins->strangers->len },
    { _ ("Copies of another file"), handins->duplicates->len },
    { _ ("Missing"), handins->missing->len },
  };
  gboolean is_first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (rows[i].n == 0)
        continue;
      if (is_first)
        put (out, "<h2>%s</h2>\n<table><tbody>\n", _ ("Not in these figures, or to be looked at"));
      is_first = FALSE;
      put (out, "<tr><th scope=\"row\">%s</th><td class=\"n\">%u</td></tr>\n", rows[i].label, rows[i].n);
    }
  if (!is_first)
    put (out, "</tbody></table>\n");
}

/**
 * byline_report_class_html:
 *
 * Writes a page that needs nothing else: no script, no font, no picture from
 * anywhere; for screens in light and dark, and for paper. It has code names only.
 */
void
byline_report_class_html (const BylineClassReport *self, GString *out)
{
  const guint n = self->review->students->len;

  /* Translators: the code of the language that you translate into, as in <html lang="en">. */
  put (out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n", C_ ("language", "en"));
  put (out, "<title>%s</title>\n<style>", self->title);
  g_string_append (out, style);
  put (out, "</style></head>\n<body>\n<h1 dir=\"auto\">%s</h1>\n<p>", self->title);
  put (out, ngettext ("%u student, %u %% on average.", "%u students, %u %% on average.", n), n, get_percent (byline_report_class_get_mean (self)));
  put (out, " <span class=\"dim\">%s</span></p>\n", _ ("Trained people reach about 77 per cent against each other on attributions alone; for claims, evidence and opinions expect less."));
  put_students (self, out);
  put_items (self, out);
  put_heat (self, out);
  put_passages (self, _ ("Disputed passages"), _ ("Between a quarter and three quarters of the class gave them this tag: worth a conversation, whatever the key says."),
                self->review->disputed, out);
  put_passages (self, _ ("Candidates for the key"), _ ("At least half of the class marked them, and the key has nothing there."), self->review->unkeyed, out);
  put_agreement (self, out);
  put_collection (self, out);
  put (out, "</body>\n</html>\n");
}
