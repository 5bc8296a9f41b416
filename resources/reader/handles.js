/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chosen span's two edges as things to drag. While one is dragged the span is
 * painted as it would be; what it becomes is decided by the program.
 */
"use strict";

reader.HANDLE = 24;

reader.Handles = class {
  #text;
  #painter;
  #layer;
  #post;
  #handles;
  #dragged = null;

  constructor (text, painter, layer, post) {
    this.#text = text;
    this.#painter = painter;
    this.#layer = layer;
    this.#post = post;
    this.enabled = false;
    this.#handles = [false, true].map (atEnd => {
      const handle = document.createElement ("div");

      handle.className = "handle";
      handle.hidden = true;
      handle.append (document.createElement ("div"));
      handle.addEventListener ("pointerdown", event => this.#grab (event, handle, atEnd));
      handle.addEventListener ("pointermove", event => this.#drag (event));
      handle.addEventListener ("pointerup", event => this.#drop (event));
      handle.addEventListener ("pointercancel", () => this.#cancel ());
      layer.append (handle);
      return handle;
    });
  }

  /* Follows what is painted. */
  place () {
    const id = this.#painter.selected;
    const lines = id !== null && this.enabled ? this.#painter.rects (id) : [];

    if (this.#dragged)
      return;
    this.#handles.forEach ((handle, i) => {
      const line = i === 0 ? lines[0] : lines[lines.length - 1];

      handle.hidden = !line;
      if (line)
        this.#put (handle, line, i === 1);
    });
  }

  #put (handle, line, atEnd) {
    const rtl = getComputedStyle (this.#text.root).direction === "rtl";
    const x = atEnd !== rtl ? line.right : line.left;

    handle.style.left = `${x - reader.HANDLE / 2}px`;
    handle.style.top = `${line.bottom - 4}px`;
    handle.style.color = this.#painter.colorOf (this.#painter.selected);
  }

  #grab (event, handle, atEnd) {
    const span = this.#painter.get (this.#painter.selected);

    if (event.button !== 0 || !span)
      return;
    event.preventDefault ();
    event.stopPropagation ();
    handle.setPointerCapture (event.pointerId);
    /* Or caretRangeFromPoint would find the handle instead of the text. */
    this.#layer.classList.add ("dragging");
    this.#dragged = { atEnd, span: { ...span, segments: span.segments.map (one => [...one]) }, offset: null };
  }

  #drag (event) {
    const dragged = this.#dragged;

    if (!dragged)
      return;

    const range = document.caretRangeFromPoint (event.clientX, event.clientY - reader.HANDLE / 2);
    const offset = range ? this.#text.offset (range.startContainer, range.startOffset) : null;

    if (offset === null || offset === dragged.offset)
      return;

    const segments = dragged.span.segments;
    const start = dragged.atEnd ? segments[0][0] : offset;
    const end = dragged.atEnd ? offset : segments[segments.length - 1][1];

    if (start >= end)
      return;
    dragged.offset = offset;
    this.#painter.put ({ ...dragged.span, segments: [[start, end]] });
    this.#painter.select (dragged.span.id);
  }

  #drop (event) {
    const { span, offset, atEnd } = this.#dragged || {};

    event.stopPropagation ();
    this.#cancel ();
    if (span && offset !== null)
      this.#post ("resize", { offset, atEnd });
  }

  #cancel () {
    const dragged = this.#dragged;

    this.#dragged = null;
    this.#layer.classList.remove ("dragging");
    if (dragged) {
      this.#painter.put (dragged.span);
      this.#painter.select (dragged.span.id);
    }
    this.place ();
  }
};
