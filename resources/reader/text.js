/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The article's text nodes as one string of code points. Everything outside the
 * page counts in code points; a DOM range counts in UTF-16 units of one node.
 * Nothing here changes the article.
 */
"use strict";

globalThis.reader = globalThis.reader || {};

reader.Text = class {
  #nodes = [];
  #starts = [];
  #astral = [];

  constructor (root) {
    const walker = document.createTreeWalker (root, NodeFilter.SHOW_TEXT);
    let at = 0;

    this.root = root;
    for (let node = walker.nextNode (); node; node = walker.nextNode ()) {
      const astral = /[\ud800-\udbff]/.test (node.data);

      this.#nodes.push (node);
      this.#starts.push (at);
      this.#astral.push (astral);
      at += astral ? this.#count (node.data, node.data.length) : node.data.length;
    }
    this.length = at;
  }

  /* Code points in the first @units UTF-16 units of @data. A unit in the middle
   * of a pair counts as before it. */
  #count (data, units) {
    let n = 0;

    for (let i = 0; i < units; n++)
      i += data.codePointAt (i) > 0xffff ? 2 : 1;
    return units > 0 && /[\ud800-\udbff]/.test (data[units - 1]) && units < data.length ? n - 1 : n;
  }

  #units (index, points) {
    if (!this.#astral[index])
      return points;

    const data = this.#nodes[index].data;
    let i = 0;

    for (; points > 0 && i < data.length; points--)
      i += data.codePointAt (i) > 0xffff ? 2 : 1;
    return i;
  }

  /* The last node that starts at or before @offset. */
  #find (offset) {
    let low = 0, high = this.#nodes.length - 1;

    while (low < high) {
      const middle = (low + high + 1) >> 1;

      if (this.#starts[middle] <= offset)
        low = middle;
      else
        high = middle - 1;
    }
    return low;
  }

  /* [node, units] for a code point offset. At a border between two nodes a
   * start belongs to the next one and an end to the one before. */
  position (offset, isEnd) {
    let index = this.#find (isEnd && offset > 0 ? offset - 1 : offset);

    if (index < 0 || this.#nodes.length === 0)
      return [this.root, 0];
    return [this.#nodes[index], this.#units (index, offset - this.#starts[index])];
  }

  range (start, end) {
    const [startContainer, startOffset] = this.position (start, false);
    const [endContainer, endOffset] = this.position (end, true);

    return new StaticRange ({ startContainer, startOffset, endContainer, endOffset });
  }

  liveRange (start, end) {
    const range = document.createRange ();

    range.setStart (...this.position (start, false));
    range.setEnd (...this.position (end, true));
    return range;
  }

  /* Code point offset of a DOM position, which may also be in an element. */
  offset (container, units) {
    if (container.nodeType === Node.TEXT_NODE) {
      const index = this.#indexOf (container);

      if (index < 0)
        return null;
      return this.#starts[index] + (this.#astral[index] ? this.#count (container.data, units) : units);
    }

    if (this.root.contains (container))
      return this.#offsetInElement (container, units);

    /* Before or behind the article: “select all” ends there. */
    const article = document.createRange ();

    article.selectNodeContents (this.root);
    return article.comparePoint (container, units) < 0 ? 0 : this.length;
  }

  /* The first text node at or behind the position. */
  #offsetInElement (element, units) {
    const point = document.createRange ();
    let low = 0, high = this.#nodes.length;

    point.setStart (element, units);
    while (low < high) {
      const middle = (low + high) >> 1;

      if (point.comparePoint (this.#nodes[middle], 0) < 0)
        low = middle + 1;
      else
        high = middle;
    }
    return low < this.#nodes.length ? this.#starts[low] : this.length;
  }

  #indexOf (node) {
    let low = 0, high = this.#nodes.length - 1;

    while (low <= high) {
      const middle = (low + high) >> 1;

      if (this.#nodes[middle] === node)
        return middle;
      if (this.#nodes[middle].compareDocumentPosition (node) & Node.DOCUMENT_POSITION_FOLLOWING)
        low = middle + 1;
      else
        high = middle - 1;
    }
    return -1;
  }

  /* The blocks that hold text themselves, as { element, start, end }, in order. */
  blocks () {
    const blocks = [];
    const inline = /^(A|EM|STRONG|SUB|SUP|Q|CITE|CODE|TIME|SPAN|RUBY|RT|RP|BDI|BDO|DEL|INS|S|MARK|ABBR|BR)$/;

    for (let i = 0; i < this.#nodes.length; i++) {
      let element = this.#nodes[i].parentElement;
      const end = i + 1 < this.#nodes.length ? this.#starts[i + 1] : this.length;

      if (this.#nodes[i].data.trim () === "")
        continue;
      while (element !== this.root && inline.test (element.tagName))
        element = element.parentElement;

      const last = blocks[blocks.length - 1];

      if (last && last.element === element)
        last.end = end;
      else
        blocks.push ({ element, start: this.#starts[i], end });
    }
    return blocks;
  }
};
