/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting spans. Tints are CSS custom highlights: no element is added to the
 * article, and where spans overlap the smallest one's tint is on top, so that
 * tints never mix to mud. Underlines stand in up to three lanes below the line,
 * in a layer beside the article, because overlapping highlights would show only
 * one. Only blocks near the viewport are painted.
 */
"use strict";

reader.LANES = 3;
reader.LANE_STEP = 4.5;
reader.MARGIN = 400;
reader.PIECE = 2000;

/* A text pasted without blank lines is one block of any length: it is painted in
 * pieces, so that a mark costs the same in it. */
reader.pieces = block => {
  const pieces = [];

  for (let start = block.start; start < block.end; start += reader.PIECE)
    pieces.push ({ element: block.element, start, end: Math.min (start + reader.PIECE, block.end) });
  return pieces;
};

/* The first of 0 … n - 1 for which @holds is true; it stays true from there on. */
reader.search = (n, holds) => {
  let low = 0, high = n - 1;

  while (low < high) {
    const middle = (low + high) >> 1;

    if (holds (middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
};

reader.Painter = class {
  #text;
  #blocks;
  #layer;
  #styles = [];
  #highlights = [];
  #spans = new Map ();
  #visible = new Set ();
  #long = new Set ();
  #dirty = new Set ();
  #selected = null;
  #frame = 0;
  #sheet = new CSSStyleSheet ();
  #onPainted;

  constructor (text, layer, onPainted) {
    this.#text = text;
    this.#layer = layer;
    this.#onPainted = onPainted;
    this.#blocks = text.blocks ();

    const byElement = new Map ();

    this.#blocks = this.#blocks.flatMap (block => reader.pieces (block));
    for (const block of this.#blocks) {
      block.segments = new Map ();
      block.ranges = [];
      block.box = null;
      if (!byElement.has (block.element))
        byElement.set (block.element, []);
      byElement.get (block.element).push (block);
    }

    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];

    const near = new IntersectionObserver (entries => {
      for (const entry of entries)
        this.#see (byElement.get (entry.target), entry.isIntersecting);
      this.#schedule ();
    }, { rootMargin: `${reader.MARGIN}px` });

    addEventListener ("scroll", () => {
      for (const pieces of this.#long)
        this.#look (pieces);
    }, { passive: true });

    for (const element of byElement.keys ())
      near.observe (element);

    /* The column keeps its width, and moves, where only the window's changes. */
    const resized = new ResizeObserver (() => this.repaint ());

    resized.observe (text.root);
    resized.observe (document.documentElement);
  }

  /* Of an element in pieces only those near the viewport are seen. */
  #see (pieces, isNear) {
    if (pieces.length > 1 && isNear) {
      this.#long.add (pieces);
      this.#look (pieces);
      return;
    }
    this.#long.delete (pieces);
    for (const piece of pieces)
      this.#show (piece, isNear);
  }

  #show (block, shown) {
    if (this.#visible.has (block) === shown)
      return;
    if (shown)
      this.#visible.add (block);
    else
      this.#visible.delete (block);
    this.#dirty.add (block);
  }

  /* The pieces stand one below the other: two searches find the first and the last. */
  #look (pieces) {
    const top = piece => {
      const rects = this.#text.liveRange (piece.start, piece.start + 1).getClientRects ();

      return rects.length > 0 ? rects[0].top : 0;
    };
    const first = reader.search (pieces.length, i => i + 1 >= pieces.length || top (pieces[i + 1]) > -reader.MARGIN);
    const last = reader.search (pieces.length, i => i + 1 >= pieces.length || top (pieces[i + 1]) > innerHeight + reader.MARGIN);

    pieces.forEach ((piece, i) => this.#show (piece, first <= i && i <= last));
    this.#schedule ();
  }

  /* [{ color, tint, pattern, outline, plain }], numbered; a span names one. */
  setStyles (styles) {
    while (this.#sheet.cssRules.length > 0)
      this.#sheet.deleteRule (0);

    this.#styles = styles;
    styles.forEach ((style, i) => {
      if (!this.#highlights[i]) {
        this.#highlights[i] = new Highlight ();
        CSS.highlights.set (`byline-${i}`, this.#highlights[i]);
      }
      this.#sheet.insertRule (`::highlight(byline-${i}) { background-color: ${style.tint}; }`);
      this.#sheet.insertRule (`.line-${i} { border-color: ${style.color}; ${reader.patterns[style.pattern] (style.color)} }`);
    });
    this.repaint ();
  }

  setSpans (spans) {
    for (const block of this.#blocks)
      if (block.segments.size > 0) {
        block.segments.clear ();
        this.#dirty.add (block);
      }
    this.#spans.clear ();
    for (const span of spans)
      this.#add (span);
    this.#schedule ();
  }

  put (span) {
    const selected = this.#selected;

    this.#drop (span.id);
    this.#add (span);
    this.#selected = selected;
    this.#schedule ();
  }

  remove (id) {
    this.#drop (id);
    this.#schedule ();
  }

  select (id) {
    const before = this.#selected;

    this.#selected = this.#spans.has (id) ? id : null;
    for (const one of [before, this.#selected])
      if (one !== null && this.#spans.has (one))
        this.#touch (this.#spans.get (one));
    this.#schedule ();
  }

  get selected () { return this.#selected; }

  repaint () {
    for (const block of this.#visible)
      this.#dirty.add (block);
    this.#schedule ();
  }

  get (id) { return this.#spans.get (id); }

  colorOf (id) { return this.#styles[this.#spans.get (id).style].color; }

  /* The page rectangles of a span, one a line. */
  rects (id) {
    const span = this.#spans.get (id);

    return span ? span.segments.flatMap (([start, end]) => this.#lines (start, end)) : [];
  }

  #add (span) {
    span.size = span.segments.reduce ((sum, [start, end]) => sum + end - start, 0);
    this.#spans.set (span.id, span);
    for (const block of this.#blocksOf (span)) {
      const segments = span.segments
        .map (([start, end]) => [Math.max (start, block.start), Math.min (end, block.end)])
        .filter (([start, end]) => start < end);

      block.segments.set (span.id, segments);
      this.#dirty.add (block);
    }
  }

  #drop (id) {
    const span = this.#spans.get (id);

    if (!span)
      return;
    for (const block of this.#blocksOf (span)) {
      block.segments.delete (id);
      this.#dirty.add (block);
    }
    this.#spans.delete (id);
    if (this.#selected === id)
      this.#selected = null;
  }

  #touch (span) {
    for (const block of this.#blocksOf (span))
      this.#dirty.add (block);
  }

  * #blocksOf (span) {
    let last = -1;

    for (const [start, end] of span.segments) {
      let low = 0, high = this.#blocks.length;

      while (low < high) {
        const middle = (low + high) >> 1;

        if (this.#blocks[middle].end <= start)
          low = middle + 1;
        else
          high = middle;
      }
      for (; low < this.#blocks.length && this.#blocks[low].start < end; low++)
        if (low > last) {
          last = low;
          yield this.#blocks[low];
        }
    }
  }

  #schedule () {
    if (this.#frame === 0)
      this.#frame = requestAnimationFrame (() => {
        this.#frame = 0;
        this.#paint ();
      });
  }

  /* All rectangles are read before anything is drawn, so that the page is laid
   * out once. */
  #paint () {
    const plans = [];

    for (const block of this.#dirty) {
      const shown = this.#visible.has (block) && block.segments.size > 0;

      for (const [highlight, range] of block.ranges)
        highlight.delete (range);
      block.ranges = [];
      if (shown)
        plans.push ([block, this.#plan (block)]);
      else if (block.box) {
        block.box.remove ();
        block.box = null;
      }
    }
    this.#dirty.clear ();

    for (const [block, strokes] of plans) {
      this.#tint (block);
      this.#draw (block, strokes);
    }
    this.#onPainted ();
  }

  /* Disjoint pieces, each with the style of the smallest span on it. */
  #tint (block) {
    const edges = [];

    for (const [id, segments] of block.segments) {
      const span = this.#spans.get (id);

      if (this.#styles[span.style].outline)
        continue;
      for (const [start, end] of segments) {
        edges.push ([start, true, span]);
        edges.push ([end, false, span]);
      }
    }
    edges.sort ((a, b) => a[0] - b[0]);

    const open = new Set ();
    let pieces = [];

    for (let i = 0; i < edges.length; i++) {
      const [at, opens, span] = edges[i];

      if (opens)
        open.add (span);
      else
        open.delete (span);

      const next = i + 1 < edges.length ? edges[i + 1][0] : at;

      if (next === at || open.size === 0)
        continue;

      const top = [...open].reduce ((best, one) => one.size < best.size ? one : best);
      const last = pieces[pieces.length - 1];

      if (last && last.end === at && last.style === top.style)
        last.end = next;
      else
        pieces.push ({ start: at, end: next, style: top.style });
    }

    for (const piece of pieces) {
      const range = this.#text.range (piece.start, piece.end);
      const highlight = this.#highlights[piece.style];

      highlight.add (range);
      block.ranges.push ([highlight, range]);
    }
  }

  /* [{ style, lane, selected, lines }]: a lane each, the selected span's first;
   * lane LANES and more are only counted. */
  #plan (block) {
    const strokes = [];
    const ends = [];
    const entries = [...block.segments]
      .map (([id, segments]) => ({ id, segments, span: this.#spans.get (id) }))
      .filter (({ span }) => !this.#styles[span.style].plain)
      .sort ((a, b) => (b.id === this.#selected) - (a.id === this.#selected)
                       || a.segments[0][0] - b.segments[0][0]
                       || b.span.size - a.span.size);

    for (const { id, segments, span } of entries) {
      let lane = 0;
      const from = segments[0][0], to = segments[segments.length - 1][1];

      while (ends[lane] && ends[lane].some (([start, end]) => start < to && from < end))
        lane++;
      (ends[lane] = ends[lane] || []).push ([from, to]);
      strokes.push ({
        style: span.style,
        lane,
        selected: id === this.#selected,
        lines: segments.flatMap (([start, end]) => this.#lines (start, end)),
      });
    }
    return strokes;
  }

  /* One rectangle a line of text, in page pixels. */
  #lines (start, end) {
    const lines = [];
    const base = this.#layer.getBoundingClientRect ();

    for (const rect of this.#text.liveRange (start, end).getClientRects ()) {
      if (rect.width < 0.5)
        continue;

      const last = lines[lines.length - 1];
      const top = rect.top - base.top, bottom = rect.bottom - base.top;
      const left = rect.left - base.left, right = rect.right - base.left;

      if (last && Math.abs (last.bottom - bottom) < rect.height / 2 && left < last.right + 2 && right > last.left - 2) {
        last.left = Math.min (last.left, left);
        last.right = Math.max (last.right, right);
        last.bottom = Math.max (last.bottom, bottom);
      }
      else
        lines.push ({ left, right, top, bottom });
    }
    return lines;
  }

  #draw (block, strokes) {
    const box = document.createElement ("div");
    const crowd = new Map ();

    for (const stroke of strokes)
      for (const line of stroke.lines) {
        if (stroke.lane < reader.LANES)
          box.append (...reader.underline (stroke, line));
        else {
          const place = `${Math.round (line.left)} ${Math.round (line.bottom)}`;

          crowd.set (place, { line, count: (crowd.has (place) ? crowd.get (place).count : 0) + 1 });
        }
      }
    for (const { line, count } of crowd.values ())
      box.append (reader.badge (line, count));

    if (block.box)
      block.box.replaceWith (box);
    else
      this.#layer.append (box);
    block.box = box;
  }
};

reader.piece = (className, left, top, width, height) => {
  const element = document.createElement ("div");

  element.className = className;
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
  element.style.width = `${width}px`;
  if (height !== undefined)
    element.style.height = `${height}px`;
  return element;
};

/* The underline in its lane; the chosen span has a frame as well. */
reader.underline = ({ style, lane, selected }, { left, right, top, bottom }) => {
  const line = reader.piece (`line line-${style}`, left, bottom - 2 + lane * reader.LANE_STEP, right - left);

  if (!selected)
    return [line];
  line.classList.add ("chosen");
  return [reader.piece (`frame line-${style}`, left - 1, top, right - left + 2, bottom - top + 1), line];
};

/* What has no lane is counted at the end of its line. */
reader.badge = (line, count) => {
  const badge = reader.piece ("crowd", line.right - 10, line.bottom - 2, 22, 14);

  badge.dataset.count = `+${count}`;
  return badge;
};

/* Patterns are gradients: filled without any path to stroke, which in a scrolled
 * page costs more than all the rest (tests/bench/bench-paint.c). */
reader.patterns = {
  solid: color => `background: ${color}; height: 2px; margin-top: 1px;`,
  dotted: color => `background: repeating-linear-gradient(90deg, ${color} 0 2px, transparent 2px 5px); height: 2px; margin-top: 1px;`,
  dashed: color => `background: repeating-linear-gradient(90deg, ${color} 0 6px, transparent 6px 10px); height: 2px; margin-top: 1px;`,
  double: color => `background: linear-gradient(${color} 0 1px, transparent 1px 3px, ${color} 3px 4px); height: 4px;`,
  wavy: color => `background: linear-gradient(45deg, transparent 38%, ${color} 38% 62%, transparent 62%) 0 0 / 6px 4px,`
                 + ` linear-gradient(135deg, transparent 38%, ${color} 38% 62%, transparent 62%) 3px 0 / 6px 4px; height: 4px;`,
};
