/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal.h"

#include "config.h"
#include "error.h"
#include "json.h"
#include "seal-private.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

/* The file is JSON, so that anyone can see what it asks for. One run of Argon2id
 * over the code gives three keys. The salt is a hash of what the key belongs to,
 * and the nonce a keyed hash of what is sealed: the same input gives the same
 * bytes, and two different texts never share key and nonce (a synthetic nonce, as
 * in RFC 5297). The nonce says nothing of the text to whom the code is unknown. */

#define FORMAT "byline-sealed-key"
#define VERSION 1
#define KDF "argon2id13"
#define CIPHER "xchacha20-poly1305-ietf"
#define MAX_SIZE (32 * 1024 * 1024)

#define PASSES 3
#define PASSES_MAX 8
#define MEMORY_KIB (256 * 1024)
#define MEMORY_KIB_MAX (512 * 1024)
#define MEMORY_KIB_MIN (crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024)

#define SALT_SIZE crypto_pwhash_argon2id_SALTBYTES
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES
#define CHECK_SIZE 16

typedef struct
{
  guint passes;
  guint memory; /* KiB */
  guint8 salt[SALT_SIZE];
  guint8 nonce[NONCE_SIZE];
  guint8 check[CHECK_SIZE];
  GBytes *data;
} Sealed;

/* What the code turns into. */
typedef struct
{
  guint8 cipher[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
  guint8 nonce[crypto_generichash_KEYBYTES];
  guint8 check[CHECK_SIZE];
} Keys;

static void
sealed_clear (Sealed *self)
{
  g_clear_pointer (&self->data, g_bytes_unref);
}

static void
keys_clear (Keys *self)
{
  sodium_memzero (self, sizeof *self);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sealed, sealed_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

static gboolean
fail (int code, const char *message, GError **error)
{
  g_set_error_literal (error, BYLINE_ERROR, code, message);
  return FALSE;
}

/* Code points as they count: letters in one case, digits of any script, and one
 * hyphen for whatever stands between. */
static void
append_counting (GString *code, gunichar c)
{
  if (g_unichar_isdigit (c))
    g_string_append_c (code, '0' + g_unichar_digit_value (c));
  else if (g_unichar_isalnum (c) || g_unichar_ismark (c))
    g_string_append_unichar (code, c);
  else if (g_unichar_type (c) != G_UNICODE_FORMAT && code->len > 0 && code->str[code->len - 1] != '-')
    g_string_append_c (code, '-');
}

/**
 * byline_seal_normalize_code:
 * @code: a code as somebody typed it
 *
 * Capitals, blanks instead of hyphens, and other forms of the same letters do not
 * count: "Tidal Mango 42" is "tidal-mango-42".
 *
 * Returns: (transfer full) (nullable): the code that counts; %NULL when there is no
 *   letter and no digit in it, or it is no UTF-8
 */
char *
byline_seal_normalize_code (const char *code)
{
  g_autofree char *normal = g_utf8_normalize (code, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
  g_autofree char *again = folded != NULL ? g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
  g_autoptr (GString) result = g_string_new (NULL);

  for (const char *p = again; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    append_counting (result, g_utf8_get_char (p));
  if (result->len > 0 && result->str[result->len - 1] == '-')
    g_string_truncate (result, result->len - 1);
  return result->len > 0 ? g_string_free (g_steal_pointer (&result), FALSE) : NULL;
}

/**
 * byline_seal_new_code:
 *
 * Returns: (transfer full): two words and a number from 10 to 99, each as likely as
 *   any other: one of 5,898,240 codes
 */
char *
byline_seal_new_code (void)
{
  g_return_val_if_fail (sodium_init () >= 0, NULL);

  return g_strdup_printf ("%s-%s-%u", byline_seal_adjectives[randombytes_uniform (BYLINE_SEAL_N_WORDS)],
                          byline_seal_nouns[randombytes_uniform (BYLINE_SEAL_N_WORDS)], 10 + randombytes_uniform (90));
}

static void
append_hex (GString *out, const char *name, const guint8 *data, gsize size)
{
  g_string_append_printf (out, "%s ", name);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (out, "%02x", data[i]);
  g_string_append_c (out, '\n');
}

/* What is authenticated beside the key itself; the nonce is by its nature. */
static GString *
describe (const Sealed *self, const char *pack, const char *article)
{
  GString *header = g_string_new (FORMAT " 1\n" KDF " ");

  g_string_append_printf (header, "%u %u\n", self->passes, self->memory);
  append_hex (header, "salt", self->salt, SALT_SIZE);
  g_string_append_printf (header, "%" G_GSIZE_FORMAT " %s\n%" G_GSIZE_FORMAT " %s\n", strlen (pack), pack, strlen (article), article);
  return header;
}

/* Tells damage from a wrong code. It guards nothing: who can change the file can
 * change this too. */
static char *
dup_digest (const Sealed *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GString) text = describe (self, "", "");
  gsize size;
  const guint8 *data = g_bytes_get_data (self->data, &size);

  append_hex (text, "nonce", self->nonce, NONCE_SIZE);
  append_hex (text, "check", self->check, CHECK_SIZE);
  g_checksum_update (checksum, (const guint8 *) text->str, text->len);
  g_checksum_update (checksum, data, size);
  return g_strconcat ("sha256:", g_checksum_get_string (checksum), NULL);
}

static gboolean
derive (const Sealed *self, const char *code, Keys *keys, GError **error)
{
  g_autofree char *normal = byline_seal_normalize_code (code);
  guint8 out[sizeof keys->cipher + sizeof keys->nonce + CHECK_SIZE];

  if (normal == NULL)
    return fail (BYLINE_ERROR_CODE, _ ("a code has letters or digits"), error);
  if (sodium_init () < 0
      || crypto_pwhash_argon2id (out, sizeof out, normal, strlen (normal), self->salt, self->passes, (gsize) self->memory * 1024,
                                 crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOMEM, _ ("a sealed answer key needs %u MiB of memory, more than this computer has free"), self->memory / 1024);
      return FALSE;
    }

  memcpy (keys->cipher, out, sizeof keys->cipher);
  memcpy (keys->nonce, out + sizeof keys->cipher, sizeof keys->nonce);
  memcpy (keys->check, out + sizeof keys->cipher + sizeof keys->nonce, CHECK_SIZE);
  sodium_memzero (out, sizeof out);
  sodium_memzero (normal, strlen (normal));
  return TRUE;
}

static void
make_salt (Sealed *self, const char *pack, const char *article)
{
  g_autofree char *text = g_strdup_printf (FORMAT " salt\n%" G_GSIZE_FORMAT " %s\n%" G_GSIZE_FORMAT " %s\n", strlen (pack), pack, strlen (article), article);

  crypto_generichash (self->salt, SALT_SIZE, (const guint8 *) text, strlen (text), NULL, 0);
}

static void
make_nonce (Sealed *self, const Keys *keys, const GString *header, GBytes *key)
{
  crypto_generichash_state state;
  gsize size;
  const guint8 *data = g_bytes_get_data (key, &size);

  crypto_generichash_init (&state, keys->nonce, sizeof keys->nonce, NONCE_SIZE);
  crypto_generichash_update (&state, (const guint8 *) header->str, header->len);
  crypto_generichash_update (&state, data, size);
  crypto_generichash_final (&state, self->nonce, NONCE_SIZE);
}

static void
set_bytes (JsonObject *object, const char *member, const guint8 *data, gsize size)
{
  g_autofree char *text = g_base64_encode (data, size);
  json_object_set_string_member (object, member, text);
}

static GBytes *
print (const Sealed *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = byline_json_new_object (object);
  g_autofree char *digest = dup_digest (self);
  gsize size;
  const guint8 *data = g_bytes_get_data (self->data, &size);
  char *text;

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", VERSION);
  json_object_set_string_member (object, "kdf", KDF);
  json_object_set_int_member (object, "passes", self->passes);
  json_object_set_int_member (object, "memory", self->memory);
  set_bytes (object, "salt", self->salt, SALT_SIZE);
  json_object_set_string_member (object, "cipher", CIPHER);
  set_bytes (object, "nonce", self->nonce, NONCE_SIZE);
  set_bytes (object, "check", self->check, CHECK_SIZE);
  set_bytes (object, "data", data, size);
  json_object_set_string_member (object, "digest", digest);
  text = byline_json_print (root, &size);
  return g_bytes_new_take (text, size);
}

/**
 * byline_seal:
 * @key: what is sealed, an answer key's bytes
 * @pack: the id of the pack that it belongs to
 * @article: and of the article
 * @code: what will open it
 *
 * Takes about half a second and 256 MiB. Same input, same bytes.
 *
 * Returns: (transfer full): a sealed key; %NULL with %BYLINE_ERROR_CODE for a code
 *   without letters and digits, %BYLINE_ERROR_TOO_LARGE, or %G_FILE_ERROR_NOMEM
 */
GBytes *
byline_seal (GBytes *key, const char *pack, const char *article, const char *code, GError **error)
{
  g_auto (Sealed) self = { .passes = PASSES, .memory = MEMORY_KIB };
  g_auto (Keys) keys = { { 0 } };
  g_autoptr (GString) header = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (key, &size);
  guint8 *out;

  if (size > MAX_SIZE / 4 * 3 - 4096)
    return fail (BYLINE_ERROR_TOO_LARGE, _ ("this answer key is too large to be sealed"), error), NULL;
  make_salt (&self, pack, article);
  if (!derive (&self, code, &keys, error))
    return NULL;

  header = describe (&self, pack, article);
  make_nonce (&self, &keys, header, key);
  memcpy (self.check, keys.check, CHECK_SIZE);
  out = g_malloc (size + TAG_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out, NULL, data, size, (const guint8 *) header->str, header->len, NULL, self.nonce, keys.cipher);
  self.data = g_bytes_new_take (out, size + TAG_SIZE);
  return print (&self);
}

/* Base64 of exactly @size bytes; of any number from @size when @all is given. */
static gboolean
read_bytes (JsonObject *object, const char *member, guint8 *bytes, gsize size, GBytes **all, GError **error)
{
  const char *text = NULL;
  g_autofree guint8 *data = NULL;
  g_autofree char *again = NULL;
  gsize length = 0;

  if (!byline_json_get_string (object, "", member, TRUE, &text, error))
    return FALSE;
  data = g_base64_decode (text, &length);
  again = g_base64_encode (data, length);
  if (!g_str_equal (again, text) || (all != NULL ? length < size : length != size))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("“%s”: this sealed answer key is damaged"), member);
      return FALSE;
    }
  if (all != NULL)
    *all = g_bytes_new_take (g_steal_pointer (&data), length);
  else
    memcpy (bytes, data, size);
  return TRUE;
}

static gboolean
read_name (JsonObject *object, const char *member, const char *expected, int code, GError **error)
{
  const char *text = NULL;

  if (!byline_json_get_string (object, "", member, TRUE, &text, error))
    return FALSE;
  if (g_str_equal (text, expected))
    return TRUE;
  g_set_error (error, BYLINE_ERROR, code, _ ("“%s” must be “%s”"), member, expected);
  return FALSE;
}

static gboolean
read_parameters (Sealed *self, JsonObject *object, GError **error)
{
  guint version = 0;

  if (!read_name (object, "format", FORMAT, BYLINE_ERROR_KIND, error) || !byline_json_get_uint (object, "", "version", TRUE, G_MAXINT, &version, error))
    return FALSE;
  if (version > VERSION)
    return fail (BYLINE_ERROR_VERSION, _ ("“version”: this answer key was sealed by a newer Byline; please update this one"), error);
  if (!read_name (object, "kdf", KDF, BYLINE_ERROR_VALUE, error) || !read_name (object, "cipher", CIPHER, BYLINE_ERROR_VALUE, error)
      || !byline_json_get_uint (object, "", "passes", TRUE, G_MAXINT, &self->passes, error)
      || !byline_json_get_uint (object, "", "memory", TRUE, G_MAXINT, &self->memory, error))
    return FALSE;
  if (self->memory > MEMORY_KIB_MAX || self->passes > PASSES_MAX)
    return fail (BYLINE_ERROR_TOO_LARGE, _ ("this sealed answer key asks for more than 512 MiB of memory or 8 passes"), error);
  if (version == 0 || self->memory < MEMORY_KIB_MIN || self->passes == 0)
    return fail (BYLINE_ERROR_VALUE, _ ("“version”, “memory” or “passes”: this sealed answer key is damaged"), error);
  return TRUE;
}

static gboolean
parse (GBytes *sealed, Sealed *self, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (sealed, &size);
  g_autoptr (JsonNode) root = byline_json_parse (data, size, MAX_SIZE, error);
  g_autofree char *digest = NULL;
  const char *expected = NULL;
  JsonObject *object;

  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return fail (BYLINE_ERROR_KIND, _ ("this is no sealed answer key"), error);
  object = json_node_get_object (root);
  if (!read_parameters (self, object, error) || !read_bytes (object, "salt", self->salt, SALT_SIZE, NULL, error)
      || !read_bytes (object, "nonce", self->nonce, NONCE_SIZE, NULL, error) || !read_bytes (object, "check", self->check, CHECK_SIZE, NULL, error)
      || !read_bytes (object, "data", NULL, TAG_SIZE, &self->data, error) || !byline_json_get_string (object, "", "digest", TRUE, &expected, error))
    return FALSE;

  digest = dup_digest (self);
  return g_str_equal (digest, expected) || fail (BYLINE_ERROR_VALUE, _ ("this sealed answer key is damaged; ask for the pack again"), error);
}

/**
 * byline_seal_check:
 * @sealed: what should be a sealed key
 *
 * Returns: whether it is whole and asks for no more than 512 MiB and 8 passes; else
 *   %FALSE with %BYLINE_ERROR_SYNTAX, %BYLINE_ERROR_KIND, %BYLINE_ERROR_VERSION,
 *   %BYLINE_ERROR_VALUE or %BYLINE_ERROR_TOO_LARGE
 */
gboolean
byline_seal_check (GBytes *sealed, GError **error)
{
  g_auto (Sealed) self = { 0 };
  return parse (sealed, &self, error);
}

/**
 * byline_seal_open:
 * @sealed: a sealed key
 * @pack: the id of the pack in which it lies
 * @article: the article for which it lies there
 * @code: the code as somebody typed it
 *
 * Takes about half a second and 256 MiB, at most 512 MiB.
 *
 * Returns: (transfer full): what was sealed; %NULL with the errors of
 *   byline_seal_check(), %BYLINE_ERROR_CODE for a wrong code,
 *   %BYLINE_ERROR_MISMATCH when the code is right and it belongs elsewhere, or
 *   %G_FILE_ERROR_NOMEM
 */
GBytes *
byline_seal_open (GBytes *sealed, const char *pack, const char *article, const char *code, GError **error)
{
  g_auto (Sealed) self = { 0 };
  g_auto (Keys) keys = { { 0 } };
  g_autoptr (GString) header = NULL;
  g_autofree guint8 *out = NULL;
  const guint8 *data;
  gsize size;

  if (!parse (sealed, &self, error) || !derive (&self, code, &keys, error))
    return NULL;
  if (sodium_memcmp (keys.check, self.check, CHECK_SIZE) != 0)
    return fail (BYLINE_ERROR_CODE, _ ("this code does not open the answer key"), error), NULL;

  header = describe (&self, pack, article);
  data = g_bytes_get_data (self.data, &size);
  out = g_malloc (size);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (out, NULL, NULL, data, size, (const guint8 *) header->str, header->len, self.nonce, keys.cipher) != 0)
    return fail (BYLINE_ERROR_MISMATCH, _ ("this answer key was sealed for another pack or article, or has been changed since; ask for the pack again"), error), NULL;
  return g_bytes_new_take (g_steal_pointer (&out), size - TAG_SIZE);
}
