/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Ways for a page to reach the network or to run something; `@` stands for the
 * server's address without its scheme, and a path that names the way. */

typedef struct
{
  const char *name;
  const char *markup;
} Hostile;

/* All of these in one page. */
static const Hostile hostile_parts[] = {
  { "link-stylesheet", "<link rel=stylesheet href='http:@'>" },
  { "link-icon", "<link rel=icon href='http:@'>" },
  { "link-preload", "<link rel=preload as=image href='http:@'>" },
  { "link-prefetch", "<link rel=prefetch href='http:@'>" },
  { "link-modulepreload", "<link rel=modulepreload href='http:@'>" },
  { "link-preconnect", "<link rel=preconnect href='http:@'>" },
  { "link-dns-prefetch", "<link rel=dns-prefetch href='http:@'>" },
  { "link-manifest", "<link rel=manifest href='http:@'>" },
  { "style-import", "<style>@import url('http:@');</style>" },
  { "style-url", "<style>h1 { background-image: url('http:@'); }</style>" },
  { "style-font", "<style>@font-face { font-family: f; src: url('http:@'); } h1 { font-family: f; }</style>" },
  { "style-list", "<style>li { list-style-image: url('http:@'); }</style><ul><li>x</ul>" },
  { "style-content", "<style>h2::before { content: url('http:@'); }</style><h2>x</h2>" },
  { "style-attribute", "<p style=\"background: url('http:@')\">x</p>" },
  { "script-source", "<script src='http:@'></script>" },
  { "script-module", "<script type=module src='http:@'></script>" },
  { "script-image", "<script>new Image ().src = 'http:@'; document.title = 'owned';</script>" },
  { "script-fetch", "<script>fetch ('http:@');</script>" },
  { "script-request", "<script>{ const r = new XMLHttpRequest (); r.open ('GET', 'http:@'); r.send (); }</script>" },
  { "script-events", "<script>new EventSource ('http:@');</script>" },
  { "script-socket", "<script>new WebSocket ('ws:@');</script>" },
  { "script-beacon", "<script>navigator.sendBeacon ('http:@', 'x');</script>" },
  { "script-worker", "<script>new Worker (URL.createObjectURL (new Blob ([\"fetch ('http:@')\"])));</script>" },
  { "handler-error", "<img src='data:,x' onerror=\"new Image ().src = 'http:@'\">" },
  { "handler-load", "<svg onload=\"new Image ().src = 'http:@'\"></svg>" },
  { "image", "<img src='http:@'>" },
  { "image-set", "<img srcset='http:@ 1x'>" },
  { "picture", "<picture><source srcset='http:@'><img></picture>" },
  { "input-image", "<input type=image src='http:@'>" },
  { "background", "<table background='http:@'><tr><td>x</table>" },
  { "frame", "<iframe src='http:@'></iframe>" },
  { "frame-text", "<iframe srcdoc=\"<img src='http:@'>\"></iframe>" },
  { "frame-data", "<iframe src=\"data:text/html,<img src='http:@'>\"></iframe>" },
  { "object", "<object data='http:@' type='text/html'></object>" },
  { "embed", "<embed src='http:@' type='text/html'>" },
  { "video", "<video src='http:@' autoplay muted></video>" },
  { "video-poster", "<video poster='http:@'></video>" },
  { "video-source", "<video autoplay muted><source src='http:@'></video>" },
  { "video-track", "<video><track default src='http:@'></video>" },
  { "audio", "<audio src='http:@' autoplay></audio>" },
  { "svg-image", "<svg><image href='http:@' width=9 height=9 /></svg>" },
  { "svg-use", "<svg><use href='http:@#x' /></svg>" },
  { "svg-filter", "<svg><filter id=f><feImage href='http:@' /></filter><rect width=9 height=9 filter='url(#f)' /></svg>" },
  { "svg-script", "<svg><script href='http:@'></script></svg>" },
};

/* Each of these in a page of its own, because it leaves that page. */
static const Hostile hostile_pages[] = {
  { "refresh", "<meta http-equiv=refresh content='0;url=http:@'>" },
  { "location", "<script>location = 'http:@';</script>" },
  { "submit", "<form id=f action='http:@' method=post><input name=a value=b></form><script>f.submit ();</script>" },
  { "base", "<base href='http:@/'><img src='x'>" },
  { "frameset", "<frameset><frame src='http:@'></frameset>" },
};

/* Each of these in a page of its own, where it is clicked. */
static const Hostile hostile_clicks[] = {
  { "click-link", "<a class=target href='http:@'>Read the whole article here</a>" },
  { "click-download", "<a class=target href='http:@' download>Read the whole article here</a>" },
  { "click-ping", "<a class=target href='#x' ping='http:@'>Read the whole article here</a>" },
  { "click-new", "<a class=target href='http:@' target=_blank>Read the whole article here</a>" },
  { "click-script", "<a class=target href=\"javascript:new Image ().src = 'http:@'\">Read the whole article here</a>" },
  { "click-form", "<form action='http:@'><input class=target type=submit value='Read the whole article here'></form>" },
};
