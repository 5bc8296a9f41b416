/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The least that shows an article: one GTK window with one WebKit view. It is what
 * Byline's start and memory are measured against.
 *
 *   bare FILE           shows the canonical article until it is stopped
 *   bare --quit FILE    ends after the first painted frame
 *
 * Once the article is painted it prints how long that took, in milliseconds since
 * the process was started and since main(). */

#include <errno.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <time.h>
#include <unistd.h>
#include <webkit/webkit.h>

typedef struct
{
  const char *path;
  gboolean quit;
  double main_start; /* seconds of CLOCK_BOOTTIME */
  GtkWidget *view;
  GtkApplication *application;
} Bare;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_BOOTTIME, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* Field 22 of /proc/self/stat, in clock ticks since boot: exact to about 10 ms. */
static double
process_start (void)
{
  g_autofree char *stat = NULL;
  g_auto (GStrv) fields = NULL;
  const char *after_name;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL))
    g_error ("bare: /proc is not mounted");

  /* The name may hold spaces and brackets; field 3 follows its last bracket. */
  after_name = strrchr (stat, ')');
  fields = g_strsplit (after_name + 2, " ", -1);
  g_assert (g_strv_length (fields) > 19);
  return (double) g_ascii_strtoull (fields[19], NULL, 10) / (double) sysconf (_SC_CLK_TCK);
}

static void
painted_cb (GdkFrameClock *clock, Bare *self)
{
  double time = now ();

  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  g_print ("painted after %.0f ms, %.0f ms after main\n", 1000 * (time - process_start ()), 1000 * (time - self->main_start));
  fflush (stdout);
  if (self->quit)
    g_application_quit (G_APPLICATION (self->application));
}

static void
load_changed_cb (WebKitWebView *view, WebKitLoadEvent event, Bare *self)
{
  if (event != WEBKIT_LOAD_FINISHED)
    return;

  g_signal_connect (gtk_widget_get_frame_clock (self->view), "after-paint", G_CALLBACK (painted_cb), self);
  gtk_widget_queue_draw (self->view);
}

static void
activate_cb (GApplication *application, Bare *self)
{
  GtkWidget *window = gtk_application_window_new (self->application);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;
  g_autoptr (GBytes) bytes = NULL;

  if (!g_file_get_contents (self->path, &data, &size, &error))
    g_error ("bare: %s", error->message);
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);

  self->view = webkit_web_view_new ();
  webkit_settings_set_hardware_acceleration_policy (webkit_web_view_get_settings (WEBKIT_WEB_VIEW (self->view)),
                                                    WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
  g_signal_connect (self->view, "load-changed", G_CALLBACK (load_changed_cb), self);
  webkit_web_view_load_bytes (WEBKIT_WEB_VIEW (self->view), bytes, "text/html", "utf-8", NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 800);
  gtk_window_set_child (GTK_WINDOW (window), self->view);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  Bare self = { .main_start = now () };

  self.quit = argc == 3 && g_str_equal (argv[1], "--quit");
  if (argc != (self.quit ? 3 : 2))
    {
      g_printerr ("Usage: bare [--quit] FILE\n");
      return 2;
    }

  self.path = argv[argc - 1];
  self.application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_signal_connect (self.application, "activate", G_CALLBACK (activate_cb), &self);
  int status = g_application_run (G_APPLICATION (self.application), 0, NULL);
  g_object_unref (self.application);
  return status;
}
