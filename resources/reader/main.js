/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page's side of the bridge. Commands come in as reader.run (name, argument)
 * and answer with JSON text; events go out as JSON text. Runs in a script world
 * of its own: the page's markup cannot reach it.
 */
"use strict";

{
  const root = document.getElementById ("article");
  const layer = document.getElementById ("layer");
  const post = (type, data) => webkit.messageHandlers.byline.postMessage (JSON.stringify ({ type, ...data }));
  const text = new reader.Text (root);
  const painter = new reader.Painter (text, layer, () => { place (); handles.place (); });
  const handles = new reader.Handles (text, painter, layer, post);
  const selector = new reader.Selector (text, layer, post);

  let placed = 0;

  /* Tells where the selected span is, so that the bar can follow it. */
  const place = () => {
    if (painter.selected === null || placed !== 0)
      return;
    placed = requestAnimationFrame (() => {
      placed = 0;

      const base = layer.getBoundingClientRect ();
      const rects = painter.rects (painter.selected);

      if (rects.length === 0)
        return;

      const box = rects.reduce ((all, one) => ({
        left: Math.min (all.left, one.left), right: Math.max (all.right, one.right),
        top: Math.min (all.top, one.top), bottom: Math.max (all.bottom, one.bottom),
      }));

      post ("place", { rect: {
        left: box.left + base.left, right: box.right + base.left,
        top: box.top + base.top, bottom: box.bottom + base.top, view: innerWidth,
      } });
    });
  };

  const moved = () => {
    place ();

    const rect = selector.rect ();

    if (rect)
      post ("place", { rect });
  };

  const commands = {
    look ({ language, direction, scheme, contrast, size, leading, width, font, motion, styles }) {
      const html = document.documentElement;

      html.lang = language;
      html.dir = direction;
      html.dataset.scheme = scheme;
      html.dataset.contrast = contrast ? "high" : "normal";
      html.dataset.motion = motion ? "full" : "reduced";
      html.style.setProperty ("--size", `${size}px`);
      html.style.setProperty ("--leading", leading);
      html.style.setProperty ("--width", `${width}em`);
      if (font)
        html.style.setProperty ("--font", font);
      else
        html.style.removeProperty ("--font");
      painter.setStyles (styles);
    },
    spans ({ spans }) { painter.setSpans (spans); },
    put ({ span }) { painter.put (span); },
    remove ({ id }) { painter.remove (id); },
    choose ({ id, scroll, resize }) {
      handles.enabled = resize;
      painter.select (id);
      if (scroll && painter.selected !== null) {
        const rects = painter.rects (id);

        if (rects.length > 0) {
          const top = rects[0].top + layer.getBoundingClientRect ().top;
          const bottom = rects[rects.length - 1].bottom + layer.getBoundingClientRect ().top;

          if (top < 64 || bottom > innerHeight - 64)
            scrollTo ({ top: scrollY + top - innerHeight / 3, behavior: "instant" });
        }
      }
      place ();
    },
    selection () { return selector.get (); },
    select ({ start, end, scroll }) { selector.set (start, end, scroll); },
    extend ({ anchor, focus }) { selector.extend (anchor, focus); },
  };

  reader.run = (name, argument) => {
    const answer = commands[name] (argument === "" ? {} : JSON.parse (argument));

    return answer === undefined ? "" : JSON.stringify (answer);
  };

  addEventListener ("scroll", moved, { passive: true });
  addEventListener ("resize", moved);

  selector.set (0, 0, false);
  requestAnimationFrame (() => post ("ready", { length: text.length }));
}
