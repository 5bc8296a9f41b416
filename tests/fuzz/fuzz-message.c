/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <stdint.h>

#define LENGTH 252

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Whatever a page sends: it is refused with a reason, or it is about a passage of
 * this article. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (BylineMessage) message = { 0 };
  g_autoptr (GError) error = NULL;

  if (!byline_message_read (&message, (const char *) data, size, LENGTH, &error))
    {
      g_assert_nonnull (error);
      g_assert_null (message.href);
      return 0;
    }

  g_assert_no_error (error);
  g_assert_true ((message.href != NULL) == (message.type == BYLINE_MESSAGE_LINK));
  if (message.type != BYLINE_MESSAGE_READY)
    g_assert_true (message.start <= LENGTH && message.end <= LENGTH);
  if (message.type == BYLINE_MESSAGE_SELECTION || message.type == BYLINE_MESSAGE_RELEASED)
    g_assert_cmpuint (message.start, <=, message.end);
  return 0;
}
