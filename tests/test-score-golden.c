/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score-core.h"

#include "golden.h"

/* A golden case, as the core takes it. */
typedef struct
{
  BylineSegmentation *segmentation;
  BylineScoreSettings settings;
  GArray *items; /* BylineRawItem */
  GArray *marks; /* BylineRawMark */
  GPtrArray *item_ids;
  GPtrArray *mark_ids;
  GPtrArray *spans; /* all spans, to be freed */
} Case;

static void
span_free (gpointer data)
{
  byline_span_clear (data);
  g_free (data);
}

/* Offsets before the text can not come from a file; the golden cases have some,
 * and clamping is the first step of normalising them. */
static guint
clamp (gint64 offset)
{
  return MAX (offset, 0);
}

static BylineSpan *
read_segments (Case *self, JsonArray *segments)
{
  BylineSpan *span = g_new0 (BylineSpan, 1);

  for (guint i = 0; i < json_array_get_length (segments); i++)
    {
      JsonArray *segment = json_array_get_array_element (segments, i);
      byline_span_append (span, clamp (json_array_get_int_element (segment, 0)), clamp (json_array_get_int_element (segment, 1)));
    }
  g_ptr_array_add (self->spans, span);
  return span;
}

/* The files of one segment a span write it as `start` and `end`. */
static BylineSpan *
read_span (Case *self, JsonObject *object)
{
  BylineSpan *span;

  if (json_object_has_member (object, "segments"))
    return read_segments (self, json_object_get_array_member (object, "segments"));

  span = g_new0 (BylineSpan, 1);
  byline_span_append (span, clamp (json_object_get_int_member (object, "start")), clamp (json_object_get_int_member (object, "end")));
  g_ptr_array_add (self->spans, span);
  return span;
}

static guint
read_tag (JsonObject *object)
{
  const int tag = byline_tag_set_find (byline_tag_set_get_default (), json_object_get_string_member (object, "tag"));

  g_assert_cmpint (tag, >=, 0);
  return tag;
}

static void
read_alternatives (Case *self, BylineRawItem *item, JsonArray *list)
{
  const BylineSpan **alternatives = g_new0 (const BylineSpan *, json_array_get_length (list));

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonArray *entry = json_array_get_array_element (list, i);
      JsonNode *first = json_array_get_element (entry, 0);

      if (JSON_NODE_HOLDS_ARRAY (first))
        alternatives[i] = read_segments (self, entry);
      else
        {
          g_autoptr (JsonArray) segments = json_array_new ();
          json_array_add_array_element (segments, json_array_ref (entry));
          alternatives[i] = read_segments (self, segments);
        }
    }
  item->alternatives = alternatives;
  item->n_alternatives = json_array_get_length (list);
}

static void
read_item (Case *self, JsonObject *object)
{
  BylineRawItem item = { read_span (self, object), read_tag (object), json_object_get_int_member_with_default (object, "weight", 1),
                         json_object_get_boolean_member_with_default (object, "optional", FALSE) };

  for (guint i = 0; i < BYLINE_TAGS_MAX; i++)
    item.credits[i] = BYLINE_TAG_NOT_ACCEPTED;
  if (json_object_has_member (object, "alt_tags"))
    {
      JsonObject *tags = json_object_get_object_member (object, "alt_tags");
      g_autoptr (GList) members = json_object_get_members (tags);

      for (GList *l = members; l != NULL; l = l->next)
        item.credits[byline_tag_set_find (byline_tag_set_get_default (), l->data)] = json_object_get_int_member (tags, l->data);
    }
  if (json_object_has_member (object, "alt_spans"))
    read_alternatives (self, &item, json_object_get_array_member (object, "alt_spans"));
  g_array_append_val (self->items, item);
  g_ptr_array_add (self->item_ids, (char *) json_object_get_string_member (object, "id"));
}

static void
read_config (Case *self, JsonObject *config)
{
  static const char *const partials[] = { "overlap", "half", "full", "none" };
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  struct { const char *name; guint *value; } numbers[] = {
    { "theta_min", &self->settings.theta_min },
    { "over_pt", &self->settings.over_pt },
    { "wrong_tag_pt", &self->settings.wrong_tag_pt },
  };
  guint known = 0;

  byline_score_settings_init (&self->settings, &scoring, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (json_object_has_member (config, numbers[i].name))
      {
        *numbers[i].value = json_object_get_int_member (config, numbers[i].name);
        known++;
      }
  if (json_object_has_member (config, "fragments"))
    {
      self->settings.fragments = json_object_get_boolean_member (config, "fragments");
      known++;
    }
  if (json_object_has_member (config, "partial"))
    for (guint i = 0; i < G_N_ELEMENTS (partials); i++)
      if (g_str_equal (json_object_get_string_member (config, "partial"), partials[i]))
        {
          self->settings.partial = i;
          known++;
        }
  g_assert_cmpuint (known, ==, json_object_get_size (config));
}

static void
case_init (Case *self, JsonObject *golden)
{
  const char *text = json_object_get_string_member (golden, "text");
  JsonArray *key = json_object_get_array_member (golden, "key");
  JsonArray *student = json_object_get_array_member (golden, "student");

  self->segmentation = byline_segmentation_new (text, strlen (text), NULL);
  self->items = g_array_new (FALSE, TRUE, sizeof (BylineRawItem));
  self->marks = g_array_new (FALSE, TRUE, sizeof (BylineRawMark));
  self->item_ids = g_ptr_array_new ();
  self->mark_ids = g_ptr_array_new ();
  self->spans = g_ptr_array_new_with_free_func (span_free);
  read_config (self, json_object_get_object_member (golden, "config"));
  for (guint i = 0; i < json_array_get_length (key); i++)
    read_item (self, json_array_get_object_element (key, i));
  for (guint i = 0; i < json_array_get_length (student); i++)
    {
      JsonObject *object = json_array_get_object_element (student, i);
      const BylineRawMark mark = { read_span (self, object), read_tag (object) };

      g_array_append_val (self->marks, mark);
      g_ptr_array_add (self->mark_ids, (char *) json_object_get_string_member (object, "id"));
    }
}

static void
case_clear (Case *self)
{
  for (guint i = 0; i < self->items->len; i++)
    g_free ((gpointer) g_array_index (self->items, BylineRawItem, i).alternatives);
  byline_segmentation_free (self->segmentation);
  g_array_unref (self->items);
  g_array_unref (self->marks);
  g_ptr_array_unref (self->item_ids);
  g_ptr_array_unref (self->mark_ids);
  g_ptr_array_unref (self->spans);
}

static void
check_item (const Case *self, const BylineItemResult *item, JsonObject *expected)
{
  JsonArray *fragments = json_object_get_array_member (expected, "fragments");

  g_assert_cmpstr (g_ptr_array_index (self->item_ids, item->annotation), ==, json_object_get_string_member (expected, "id"));
  g_assert_cmpstr (byline_outcome_get_name (item->outcome), ==, json_object_get_string_member (expected, "cls"));
  g_assert_cmpstr (item->span < 0 ? NULL : g_ptr_array_index (self->mark_ids, item->span), ==,
                   json_object_get_string_member_with_default (expected, "student", NULL));
  g_assert_cmpint (item->overlap_bp, ==, json_object_get_int_member (expected, "overlap_bp"));
  g_assert_cmpint (item->credit_pt, ==, json_object_get_int_member (expected, "credit_pt"));
  g_assert_cmpint (item->optional, ==, json_object_get_boolean_member (expected, "optional"));
  g_assert_cmpuint (item->n_fragments, ==, json_array_get_length (fragments));
  for (guint i = 0; i < item->n_fragments; i++)
    g_assert_cmpstr (g_ptr_array_index (self->mark_ids, item->fragments[i]), ==, json_array_get_string_element (fragments, i));
}

static void
check_span (const Case *self, const BylineScore *score, guint index, JsonObject *expected)
{
  const BylineSpanResult *span = &score->spans[index];
  const char *item = span->item < 0 ? NULL : g_ptr_array_index (self->item_ids, score->items[span->item].annotation);

  g_assert_cmpstr (g_ptr_array_index (self->mark_ids, index), ==, json_object_get_string_member (expected, "id"));
  g_assert_cmpstr (byline_outcome_get_name (span->outcome), ==, json_object_get_string_member (expected, "cls"));
  g_assert_cmpstr (item, ==, json_object_get_string_member_with_default (expected, "key", NULL));
  g_assert_cmpint (span->overlap_bp, ==, json_object_get_int_member (expected, "overlap_bp"));
  g_assert_cmpint (span->credit_pt, ==, json_object_get_int_member (expected, "credit_pt"));
}

static void
check_confusion (const BylineScore *score, JsonObject *expected)
{
  BylineTagSet *tags = byline_tag_set_get_default ();

  for (guint row = 0; row <= score->n_tags; row++)
    for (guint column = 0; column <= score->n_tags; column++)
      {
        const char *row_name = row < score->n_tags ? byline_tag_set_get (tags, row)->id : "none";
        const char *column_name = column < score->n_tags ? byline_tag_set_get (tags, column)->id : "none";
        JsonObject *cells = json_object_get_object_member (expected, row_name);

        g_assert_cmpuint (score->confusion[row * (score->n_tags + 1) + column], ==, json_object_get_int_member (cells, column_name));
      }
}

static void
check_case (JsonObject *golden)
{
  JsonObject *expected = json_object_get_object_member (golden, "expected");
  JsonArray *items = json_object_get_array_member (expected, "keys");
  JsonArray *spans = json_object_get_array_member (expected, "student");
  g_autoptr (BylineScoreKey) key = NULL;
  g_autoptr (BylineScore) score = NULL;
  Case self;

  g_test_message ("%s", json_object_get_string_member (golden, "id"));
  case_init (&self, golden);
  key = byline_score_key_new (self.segmentation, byline_tag_set_get_default (), &self.settings,
                              (BylineRawItem *) (void *) self.items->data, self.items->len);
  score = byline_score_key_compare (key, (BylineRawMark *) (void *) self.marks->data, self.marks->len);

  g_assert_cmpuint (score->n_items, ==, json_array_get_length (items));
  for (guint i = 0; i < score->n_items; i++)
    check_item (&self, &score->items[i], json_array_get_object_element (items, i));
  g_assert_cmpuint (score->n_spans, ==, json_array_get_length (spans));
  for (guint i = 0; i < score->n_spans; i++)
    check_span (&self, score, i, json_array_get_object_element (spans, i));
  check_confusion (score, json_object_get_object_member (expected, "confusion"));

  g_assert_cmpint (score->marks_pt, ==, json_object_get_int_member (expected, "marks_pt"));
  g_assert_cmpint (score->max_pt, ==, json_object_get_int_member (expected, "max_pt"));
  g_assert_cmpint (score->required, ==, json_object_get_int_member (expected, "n_required"));
  g_assert_cmpint (score->marks, ==, json_object_get_int_member (expected, "n_marks"));
  g_assert_cmpint (score->surplus, ==, json_object_get_int_member (expected, "surplus"));
  g_assert_cmpint (score->score_bp, ==, json_object_get_int_member (expected, "score_bp"));
  g_assert_cmpuint (score->warnings->len, ==, json_array_get_length (json_object_get_array_member (expected, "warnings")));
  case_clear (&self);
}

static void
test_golden (gconstpointer name)
{
  g_autoptr (JsonNode) root = golden_load (name);
  JsonArray *cases = golden_get_array (root, "cases");

  g_assert_cmpuint (json_array_get_length (cases), >=, 21);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    check_case (json_array_get_object_element (cases, i));
}

/* The bands of the worked example of docs/formats.md section 5. */
static void
test_bands (void)
{
  g_autoptr (JsonNode) root = golden_load ("spec.json");
  JsonObject *golden = json_array_get_object_element (golden_get_array (root, "cases"), 0);
  g_autoptr (BylineScoreKey) key = NULL;
  g_autoptr (BylineScore) score = NULL;
  Case self;

  case_init (&self, golden);
  key = byline_score_key_new (self.segmentation, byline_tag_set_get_default (), &self.settings,
                              (BylineRawItem *) (void *) self.items->data, self.items->len);
  score = byline_score_key_compare (key, (BylineRawMark *) (void *) self.marks->data, self.marks->len);

  g_assert_cmpuint (score->n_layers, ==, 2);
  g_assert_cmpstr (score->layers[0].layer, ==, "statement");
  g_assert_cmpuint (score->layers[0].found, ==, 2);
  g_assert_cmpuint (score->layers[0].of, ==, 3);
  g_assert_cmpuint (score->layers[0].edges_bp, ==, 8000);
  g_assert_cmpuint (score->layers[0].wrong_tag, ==, 1);
  g_assert_cmpstr (byline_band_get_name (score->layers[0].band), ==, "strong");
  g_assert_cmpstr (score->layers[1].layer, ==, "source");
  g_assert_cmpuint (score->layers[1].found, ==, 1);
  g_assert_cmpuint (score->layers[1].of, ==, 1);
  g_assert_cmpuint (score->layers[1].edges_bp, ==, 5789);
  g_assert_cmpuint (score->layers[1].wrong_tag, ==, 0);
  g_assert_null (byline_band_get_name (score->layers[1].band));
  case_clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/score/golden/spec", "spec.json", test_golden);
  g_test_add_data_func ("/score/golden/segments", "segments.json", test_golden);
  g_test_add_data_func ("/score/golden/readings", "readings.json", test_golden);
  g_test_add_func ("/score/bands", test_bands);
  return g_test_run ();
}
