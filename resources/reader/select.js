/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The selection and the caret, told to the program in code points; what it means
 * is decided there.
 */
"use strict";

reader.Selector = class {
  #text;
  #layer;
  #post;
  #caret;
  #frame = 0;
  #pressed = false;
  #clicks = 0;

  constructor (text, layer, post) {
    this.#text = text;
    this.#layer = layer;
    this.#post = post;
    this.#caret = document.createElement ("div");
    this.#caret.className = "caret";
    layer.append (this.#caret);

    const resized = new ResizeObserver (() => this.#schedule ());

    resized.observe (text.root);
    resized.observe (document.documentElement);
    document.addEventListener ("selectionchange", () => this.#schedule ());
    document.addEventListener ("focus", () => this.#schedule (), true);
    document.addEventListener ("mousedown", event => this.#press (event), true);
    document.addEventListener ("mouseup", event => this.#release (event), true);
    document.addEventListener ("keydown", event => this.#number (event), true);
    document.addEventListener ("click", event => this.#click (event), true);
    document.addEventListener ("auxclick", event => event.preventDefault (), true);
    document.addEventListener ("dragstart", event => event.preventDefault (), true);
    document.addEventListener ("contextmenu", event => event.preventDefault (), true);
  }

  /* { start, end, backward } in code points, or null where there is none. */
  get () {
    const selection = getSelection ();

    if (selection.rangeCount === 0)
      return null;

    const range = selection.getRangeAt (0);
    const start = this.#text.offset (range.startContainer, range.startOffset);
    const end = this.#text.offset (range.endContainer, range.endOffset);

    if (start === null || end === null)
      return null;

    const backward = selection.focusNode === range.startContainer && selection.focusOffset === range.startOffset;

    return { start, end, backward: backward && start !== end };
  }

  set (start, end, scroll) {
    const selection = getSelection ();

    if (start === end)
      selection.setPosition (...this.#text.position (start, false));
    else
      selection.setBaseAndExtent (...this.#text.position (start, false), ...this.#text.position (end, true));
    if (scroll)
      this.reveal (start);
    this.#report ();
  }

  /* The same with anchor and focus, for selections that grow by key. */
  extend (anchor, focus) {
    const forward = anchor <= focus;

    getSelection ().setBaseAndExtent (...this.#text.position (anchor, !forward), ...this.#text.position (focus, forward));
    this.reveal (focus);
    this.#report ();
  }

  /* Scrolls only as far as it must. */
  reveal (offset) {
    const rect = this.#rect (offset);
    const margin = 96;

    if (!rect)
      return;
    if (rect.top < margin)
      scrollBy (0, rect.top - innerHeight / 3);
    else if (rect.bottom > innerHeight - margin)
      scrollBy (0, rect.bottom - innerHeight * 2 / 3);
  }

  /* The rectangle of the code point at @offset, in the viewport. */
  #rect (offset) {
    const end = Math.min (offset + 1, this.#text.length);
    const rects = this.#text.liveRange (Math.max (0, end - 1), end).getClientRects ();

    return rects.length > 0 ? rects[0] : null;
  }

  /* Where the bar belongs: the box around the selection, in the viewport. */
  rect () {
    const selection = getSelection ();

    if (selection.rangeCount === 0 || selection.isCollapsed)
      return null;

    const { left, right, top, bottom } = selection.getRangeAt (0).getBoundingClientRect ();

    return { left, right, top, bottom, view: innerWidth };
  }

  #schedule () {
    if (this.#frame === 0)
      this.#frame = requestAnimationFrame (() => {
        this.#frame = 0;
        this.#report ();
      });
  }

  #report () {
    const state = this.get ();

    this.#drawCaret (state);
    if (state)
      this.#post ("selection", { ...state, dragging: this.#pressed, rect: this.rect () });
  }

  /* WebKit's own caret is one pixel wide and blinks; this one can be seen. */
  #drawCaret (state) {
    const selection = getSelection ();
    const shown = state && state.start === state.end && selection.rangeCount > 0;

    this.#caret.hidden = true;
    if (!shown)
      return;

    const range = selection.getRangeAt (0);
    const rect = range.getClientRects ()[0] || this.#rect (state.start);

    if (!rect)
      return;

    const base = this.#layer.getBoundingClientRect ();
    const rtl = getComputedStyle (range.startContainer.parentElement || document.body).direction === "rtl";
    const edge = rtl && rect.width > 0 ? rect.right : rect.left;

    this.#caret.hidden = false;
    this.#caret.style.left = `${edge - base.left - 1}px`;
    this.#caret.style.top = `${rect.top - base.top}px`;
    this.#caret.style.height = `${rect.height}px`;
  }

  /* Pressing on selected text would start WebKit's text drag, which swallows the
   * release: the selection goes first. */
  #press (event) {
    if (event.button !== 0)
      return;
    this.#pressed = true;
    this.#clicks = event.detail;
    if (event.detail === 1 && !event.shiftKey && !getSelection ().isCollapsed)
      getSelection ().collapseToStart ();
  }

  #release (event) {
    if (event.button !== 0)
      return;
    this.#pressed = false;
    this.#schedule ();

    const state = this.get ();

    if (!state)
      return;
    if (this.#clicks >= 3)
      this.#post ("sentence", { offset: this.#offsetAt (event) ?? state.start });
    else
      this.#post ("released", { ...state, clicks: this.#clicks, control: event.ctrlKey, shift: event.shiftKey, rect: this.rect () });
  }

  /* Where the pointer is: a third click has selected the whole paragraph. */
  #offsetAt (event) {
    const point = document.caretRangeFromPoint (event.clientX, event.clientY);

    return point ? this.#text.offset (point.startContainer, point.startOffset) : null;
  }

  /* Number keys are told here and not taken before, because they would overtake
   * the keys that are still on their way to the selection. */
  #number (event) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec (event.code);
    const state = digit ? this.get () : null;

    if (!state || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)
      return;
    if (event.code.startsWith ("Numpad") && event.key !== digit[1])
      return;
    event.preventDefault ();
    this.#post ("number", { ...state, number: Number (digit[1]) });
  }

  #click (event) {
    const link = event.target.closest ? event.target.closest ("a[href]") : null;

    if (!link)
      return;
    event.preventDefault ();
    if (getSelection ().isCollapsed)
      this.#post ("link", { href: link.getAttribute ("href") });
  }
};
