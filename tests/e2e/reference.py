# SPDX-License-Identifier: GPL-3.0-or-later
"""scoring.md sections 2 to 8 and 10 to 13 once more, written from the text alone and without speed in mind."""
import unicodedata, functools, math, re
from fractions import Fraction

def isword(c):
    return unicodedata.category(c)[0] in 'LMN'

def isspace(c):
    """What g_unichar_isspace says of the texts here."""
    return unicodedata.category(c) in ('Zs', 'Zl', 'Zp') or c in '\t\n\r\x0c'
RANGES = [(0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF),
          (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x20000, 0x3FFFF)]

def unspaced(c):
    """Of a script without spaces between words."""
    return any((a <= ord(c) <= b for a, b in RANGES))

def nd(c):
    return unicodedata.category(c) == 'Nd'

class Text:
    """An article: its word characters and its words (section 2)."""

    def __init__(s, t):
        s.t = t
        s.L = len(t)
        s.w = [isword(c) for c in t]
        s.un = [isword(c) and unspaced(c) for c in t]
        s.words = []
        s.at = [None] * s.L
        i = 0
        while i < s.L:
            if not s.w[i]:
                i += 1
                continue
            j = i + 1
            if not s.un[i]:
                while j < s.L:
                    if s.w[j] and (not s.un[j]):
                        j += 1
                        continue
                    if j + 1 < s.L and (not s.w[j]) and s.w[j + 1] and (not s.un[j + 1]):
                        c = t[j]
                        if c in "'’-‐‑" or (unicodedata.category(c) == 'Cf' and c != '\u200b') or (c in '.,' and nd(t[j - 1]) and nd(t[j + 1])):
                            j += 2
                            continue
                    break
            for k in range(i, j):
                s.at[k] = len(s.words)
            s.words.append((i, j))
            i = j

    def trim(s, a, b):
        """Without the non-word characters at both ends."""
        while a < b and (not s.w[a]):
            a += 1
        while a < b and (not s.w[b - 1]):
            b -= 1
        return (a, b)

    def inside(s, p):
        """The word that a boundary cuts, or None."""
        if 0 < p < s.L and s.at[p] is not None and (s.at[p] == s.at[p - 1]):
            return s.words[s.at[p]]
        return None

    def norm1(s, a, b):
        """One segment normalised, or None."""
        a = max(0, min(a, s.L))
        b = max(0, min(b, s.L))
        if a >= b:
            return None
        x, y = s.trim(a, b)
        if x >= y:
            while a < b and isspace(s.t[a]):
                a += 1
            while a < b and isspace(s.t[b - 1]):
                b -= 1
            return (a, b) if a < b else None
        a, b = (x, y)
        wa, wb = (s.inside(a), s.inside(b))
        if wa and wb and (wa == wb):
            a, b = wa
        else:
            if wa:
                ws, we = wa
                kept = min(b, we) - a
                cut = a - ws
                a = ws if kept >= cut else we
            wb = s.inside(b)
            if wb:
                ws, we = wb
                kept = b - max(a, ws)
                cut = we - b
                b = we if kept >= cut else ws
        if a >= b:
            return None
        a, b = s.trim(a, b)
        return (a, b) if a < b else None

    def norm(s, segs):
        """A normalised span; () is an empty one."""
        out = [x for x in (s.norm1(*g) for g in segs) if x]
        ww = [x for x in out if any(s.w[x[0]:x[1]])]
        if ww:
            out = ww
        out.sort()
        r = []
        for a, b in out:
            if r and a <= r[-1][1]:
                r[-1] = (r[-1][0], max(b, r[-1][1]))
            else:
                r.append((a, b))
        return tuple(r)

def chars(sp):
    """The set of characters of a span."""
    return frozenset((p for a, b in sp for p in range(a, b)))

def jac(x, y):
    """Jaccard in basis points."""
    i = len(x & y)
    u = len(x | y)
    return 10000 * i // u if u else 0
DEF = dict(theta_min=2500, theta_wrong=5000, dup_min=5000, theta_full=9000, frag_inside=8000, over_pt=None, wrong_tag_pt=0, partial='overlap')

def score(text, tags, layers, key, student, **cfg):
    """Sections 2 to 6 for one student: key items and marks are dicts of id, segments and tag."""
    c = dict(DEF)
    c.update(cfg)
    T = len(tags)
    if c['over_pt'] is None:
        c['over_pt'] = 10000 // (T - 1)
    tx = text if isinstance(text, Text) else Text(text)
    to = {t: i for i, t in enumerate(tags)}
    warn = 0
    K = []
    seen = set()
    for n, k in enumerate(key):
        sp = tx.norm(k['segments'])
        if not sp:
            warn += 1
            continue
        if (sp, k['tag']) in seen:
            warn += 1
            continue
        seen.add((sp, k['tag']))
        alts = [a for a in (tx.norm(x) for x in k.get('alt_spans', [])) if a]
        K.append(dict(id=k['id'], sp=sp, tag=k['tag'], weight=k.get('weight', 1), opt=bool(k.get('optional') or k.get('contested')),
                      alt=k.get('alt_tags', {}), b=[(x, chars(x)) for x in [sp] + alts], n=n))
    S = []
    seen = set()
    spans = {}
    for n, s in enumerate(student):
        sp = tx.norm(s['segments'])
        if not sp:
            spans[n] = dict(outcome='empty', item=None, overlap_bp=0, credit_pt=0)
            continue
        if (sp, s['tag']) in seen:
            spans[n] = dict(outcome='duplicate_exact', item=None, overlap_bp=0, credit_pt=0)
            continue
        seen.add((sp, s['tag']))
        S.append(dict(id=s['id'], sp=sp, tag=s['tag'], c=chars(sp), n=n))
    order = lambda x: (x['sp'][0][0], x['sp'][-1][1], to[x['tag']], x['sp'], x['n'])
    K.sort(key=order)
    S.sort(key=order)

    def tau(k, tag):
        """What the item gives for a tag, or None."""
        if tag == k['tag']:
            return 10000
        return k['alt'].get(tag)

    def edge(k, s):
        """A possible pair of section 3, or None."""
        best = None
        for bi, (sp, ch) in enumerate(k['b']):
            if sp == s['sp']:
                best = (10000, bi, True)
                break
        if best is None:
            for bi, (sp, ch) in enumerate(k['b']):
                j = jac(ch, s['c'])
                if best is None or j > best[0]:
                    best = (j, bi, False)
        j, bi, ex = best
        if not k['b'][bi][1] & s['c']:
            return None
        t = tau(k, s['tag'])
        if t is not None:
            if not (ex or j >= c['theta_min']):
                return None
            kind = 2 if k['opt'] else 3
        else:
            if k['opt'] or not (ex or j >= c['theta_wrong']):
                return None
            kind = 1
            t = c['wrong_tag_pt']
        bpt = 10000 if ex or j >= c['theta_full'] else dict(overlap=j, half=5000, full=10000, none=0)[c['partial']]
        cr = 0 if k['opt'] else k['weight'] * bpt * t // 10000
        return dict(j=j, bi=bi, ex=ex, kind=kind, tau=t, credit=cr)
    E = [[edge(k, s) for s in S] for k in K]
    par = list(range(len(K) + len(S)))

    def find(x):
        """The representative."""
        while par[x] != x:
            x = par[x]
        return x
    for i in range(len(K)):
        for j in range(len(S)):
            if E[i][j]:
                par[find(i)] = find(len(K) + j)
    match = {}
    for r in set((find(i) for i in range(len(K)))):
        ks = [i for i in range(len(K)) if find(i) == r]
        ss = [j for j in range(len(S)) if find(len(K) + j) == r]
        pos = {j: n for n, j in enumerate(ss)}

        @functools.lru_cache(None)
        def best(a, used):
            if a == len(ks):
                return ((0, 0, 0, 0, 0), ())
            res = None
            for j in ss:
                e = E[ks[a]][j]
                if not e or used >> pos[j] & 1:
                    continue
                v, asg = best(a + 1, used | 1 << pos[j])
                v = (v[0] + e['credit'], v[1] + (e['kind'] == 3), v[2] + (e['kind'] == 2), v[3] + (e['kind'] == 1), v[4] + e['j'])
                if res is None or v > res[0]:
                    res = (v, (j,) + asg)
            v, asg = best(a + 1, used)
            if res is None or v > res[0]:
                res = (v, (None,) + asg)
            return res
        for i, j in zip(ks, best(0, 0)[1]):
            if j is not None:
                match[i] = j
    items = []
    rev = {j: i for i, j in match.items()}
    st = [None] * len(K)
    so = [None] * len(S)
    for i, k in enumerate(K):
        if i in match:
            e = E[i][match[i]]
            s = S[match[i]]
            oc = 'wrong_tag' if e['kind'] == 1 else 'exact' if e['ex'] else 'close' if e['j'] >= c['theta_full'] else 'partial'
            st[i] = dict(id=k['id'], outcome=oc, span=s['id'], overlap_bp=e['j'], credit_pt=e['credit'], optional=k['opt'], fragments=[])
            so[match[i]] = dict(outcome='optional' if k['opt'] else oc, item=k['id'], overlap_bp=e['j'], credit_pt=e['credit'])
        else:
            st[i] = dict(id=k['id'], outcome='optional_unmarked' if k['opt'] else 'missed', span=None, overlap_bp=0, credit_pt=0, optional=k['opt'], fragments=[])
    joined = {i: set(S[j]['c']) for i, j in match.items()}
    rest = [j for j in range(len(S)) if so[j] is None]
    nfrag = 0
    optfrag = set()
    for j in sorted(rest, key=lambda j: (-len(S[j]['c']), j)):
        s = S[j]
        bi = None
        for i, k in enumerate(K):
            if i not in match or st[i]['outcome'] == 'wrong_tag' or tau(k, s['tag']) is None:
                continue
            b = k['b'][E[i][match[i]]['bi']][1]
            inter = len(b & s['c'])
            if 10000 * inter < c['frag_inside'] * len(s['c']) or inter == 0:
                continue
            if joined[i] & s['c']:
                continue
            if bi is None or inter > bi[0]:
                bi = (inter, i)
        if bi:
            i = bi[1]
            k = K[i]
            e = E[i][match[i]]
            joined[i] |= s['c']
            b = k['b'][e['bi']][1]
            jj = jac(b, joined[i])
            bpt = 10000 if jj >= c['theta_full'] else dict(overlap=jj, half=5000, full=10000, none=0)[c['partial']]
            cr = 0 if k['opt'] else k['weight'] * bpt * e['tau'] // 10000
            for x in (st[i], so[match[i]]):
                x['overlap_bp'] = max(x['overlap_bp'], jj)
                x['credit_pt'] = max(x['credit_pt'], cr)
                if x['outcome'] == 'partial' and jj >= c['theta_full']:
                    x['outcome'] = 'close'
            st[i]['fragments'].append(s['id'])
            so[j] = dict(outcome='fragment', item=k['id'], overlap_bp=0, credit_pt=0)
            nfrag += 1
            if k['opt']:
                optfrag.add(j)
    for j in rest:
        if so[j]:
            continue
        s = S[j]
        bi = None
        for i, k in enumerate(K):
            if i not in match or st[i]['outcome'] == 'wrong_tag' or tau(k, s['tag']) is None:
                continue
            jj = max((jac(ch, s['c']) for sp, ch in k['b']))
            if jj >= c['dup_min'] and (bi is None or jj > bi[0]):
                bi = (jj, i)
        if bi:
            so[j] = dict(outcome='duplicate', item=K[bi[1]]['id'], overlap_bp=0, credit_pt=0)
            continue
        so[j] = dict(outcome='extra', item=None, overlap_bp=0, credit_pt=0)
        h = None
        for i, k in enumerate(K):
            if st[i]['outcome'] != 'missed' or tau(k, s['tag']) is None:
                continue
            for sp, ch in k['b']:
                common = len(ch & s['c'])
                if common and (h is None or common > h[0]):
                    h = (common, i, ch <= s['c'])
        if h:
            so[j]['hint'] = dict(type='covers' if h[2] else 'near', item=K[h[1]]['id'])
    for j, s in enumerate(S):
        spans[s['n']] = so[j]
    R = [i for i in range(len(K)) if not K[i]['opt']]
    n = len(R)
    W = sum((K[i]['weight'] for i in R))
    C = sum((st[i]['credit_pt'] for i in R))
    mo = sum((1 for i in match if K[i]['opt']))
    m = len(S) - mo - nfrag
    surplus = max(0, m - n)
    if n:
        num = max(0, n * C - c['over_pt'] * W * surplus)
        den = n * 10000 * W
    else:
        num = max(0, 10000 - c['over_pt'] * surplus)
        den = 10000
    bp = min(10000, (20000 * num + den) // (2 * den))
    bands = {}
    lays = []
    for t in tags:
        if layers[t] not in lays:
            lays.append(layers[t])
    for l in lays:
        ii = [i for i in R if layers[K[i]['tag']] == l]
        fo = [i for i in ii if st[i]['outcome'] in ('exact', 'close', 'partial')]
        of = len(ii)
        band = None
        if of >= 3:
            hi, lo = (80, 60) if l == 'source' else (60, 40)
            band = 'strong' if 100 * len(fo) >= hi * of else 'on track' if 100 * len(fo) >= lo * of else 'revisit'
        bands[l] = dict(found=len(fo), of=of, edges_bp=sum((st[i]['overlap_bp'] for i in fo)) // len(fo) if fo else 0,
                        wrong_tag=sum((st[i]['outcome'] == 'wrong_tag' for i in ii)), band=band)
    conf = {a: {b: 0 for b in list(tags) + ['none']} for a in list(tags) + ['none']}
    for i in R:
        if i in match:
            conf[K[i]['tag']][S[match[i]]['tag']] += 1
        else:
            conf[K[i]['tag']]['none'] += 1
    for j, s in enumerate(S):
        if so[j]['outcome'] in ('extra', 'duplicate'):
            conf['none'][s['tag']] += 1
    Cp = sum((Fraction(st[i]['credit_pt'], 10000 * K[i]['weight']) for i in R))
    f1 = float(2 * Cp / (n + m)) if n + m else 0.0
    tK = [(K[i]['sp'], K[i]['tag']) for i in R]
    tS = [(s['sp'], s['tag']) for j, s in enumerate(S) if so[j]['outcome'] != 'optional' and j not in optfrag]
    return dict(score_bp=bp, marks_pt=C, max_pt=10000 * W, required=n, marks=m, surplus=surplus, items=st,
                spans=[dict(id=s['id'], **spans[i]) for i, s in enumerate(student)], bands=bands, confusion=conf, warn=warn,
                f1_marks=f1, K=K, S=S, tK=tK, tS=tS)

def prf(tp, act, pos):
    """Precision, recall, F1; 0/0 is 0."""
    p = tp / act if act else 0.0
    r = tp / pos if pos else 0.0
    return (p, r, 2 * p * r / (p + r) if p + r else 0.0)

def chartab(tK, tS, tags, L):
    """Section 12 and 13: characters by tag, and kappa."""
    out = {}
    k = {}
    for t in tags:
        A = set().union(*[chars(s) for s, g in tK if g == t])
        B = set().union(*[chars(s) for s, g in tS if g == t])
        tp, fp, fn = (len(A & B), len(B - A), len(A - B))
        p, r, f = prf(tp, tp + fp, tp + fn)
        out[t] = dict(tp=tp, fp=fp, fn=fn, precision=p, recall=r, f1=f)
        if L == 0:
            k[t] = None
        else:
            a, b = (Fraction(len(A), L), Fraction(len(B), L))
            po = Fraction(L - len(A ^ B), L)
            pe = a * b + (1 - a) * (1 - b)
            k[t] = None if pe == 1 else float((po - pe) / (1 - pe))
    tp = sum((o['tp'] for o in out.values()))
    fp = sum((o['fp'] for o in out.values()))
    fn = sum((o['fn'] for o in out.values()))
    mi = dict(zip(('precision', 'recall', 'f1'), prf(tp, tp + fp, tp + fn)))
    ma = {x: sum((o[x] for o in out.values())) / len(tags) for x in ('precision', 'recall', 'f1')}
    return (dict(tags=out, micro=mi, macro=ma), k)

def semtab(tK, tS):
    """Section 11 with the best matching of each schema, by trying all."""

    def rel(a, b):
        same = a[0] == b[0]
        ov = bool(chars(a[0]) & chars(b[0]))
        st = a[1] == b[1]
        if not ov:
            return None
        return dict(strict='C' if same and st else 'I', exact='C' if same else 'I', partial='C' if same else 'P', type='C' if st else 'I')
    Rr = [[rel(a, b) for b in tS] for a in tK]
    out = {}
    n, m = (len(tK), len(tS))
    par = list(range(n + m))

    def find(x):
        """The representative."""
        while par[x] != x:
            x = par[x]
        return x
    for i in range(n):
        for j in range(m):
            if Rr[i][j]:
                par[find(i)] = find(n + j)
    for sch in ('strict', 'exact', 'partial', 'type'):
        cor = oth = 0
        for r in set((find(i) for i in range(n))):
            ks = [i for i in range(n) if find(i) == r]
            ss = [j for j in range(m) if find(n + j) == r]

            @functools.lru_cache(None)
            def best(a, used):
                if a == len(ks):
                    return (0, 0)
                v = best(a + 1, used)
                for q, j in enumerate(ss):
                    if used >> q & 1 or not Rr[ks[a]][j]:
                        continue
                    x = best(a + 1, used | 1 << q)
                    c = Rr[ks[a]][j][sch] == 'C'
                    x = (x[0] + c, x[1] + (not c))
                    if x > v:
                        v = x
                return v
            a, b = best(0, 0)
            cor += a
            oth += b
        inc, par_ = (0, oth) if sch == 'partial' else (oth, 0)
        tp = cor + (par_ / 2 if sch in ('partial', 'type') else 0)
        p, rr, ff = prf(tp, m, n)
        out[sch] = dict(correct=cor, incorrect=inc, partial=par_, missed=n - cor - oth, spurious=m - cor - oth, precision=p, recall=rr, f1=ff)
    return out

def greedytab(key, marks):
    """Section 11 as nervaluate counts it: raw (start, end, tag), each mark takes the first free key span that it overlaps."""
    out = {}
    for schema in ('strict', 'exact', 'partial', 'type'):
        free = list(key)
        counts = dict(correct=0, incorrect=0, partial=0)
        for start, end, tag in marks:
            for k in free:
                common = min(end, k[1]) - max(start, k[0])
                if common < 1 or 100 * common < k[1] - k[0]:
                    continue
                free.remove(k)
                same = (start, end) == k[:2]
                right = {'strict': same and tag == k[2], 'exact': same, 'partial': same, 'type': tag == k[2]}[schema]
                counts['correct' if right else 'partial' if schema == 'partial' else 'incorrect'] += 1
                break
        half = counts['partial'] / 2 if schema == 'partial' else 0
        paired = sum(counts.values())
        p, r, f = prf(counts['correct'] + half, len(marks), len(key))
        out[schema] = dict(counts, missed=len(key) - paired, spurious=len(marks) - paired, precision=p, recall=r, f1=f)
    return out

def sentences(t):
    """The segmenter of product.md for texts without listed abbreviations."""
    out = []
    start = 0
    for m in re.finditer('[.!?…]+[”’")\\]]*(?=\\s)|\n', t):
        initial = re.search(r'(?<![^\W\d_])[^\W\d_]\.\Z', t[:m.end()])
        if initial and initial.group()[0].isupper():
            continue
        out.append((start, m.end()))
        start = m.end()
    return out

def splitmix(seed):
    """SplitMix64."""
    mask = 2 ** 64 - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = seed
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        yield z ^ z >> 31

def guessing(text, tags, layers, key, **cfg):
    """The guessing level at the end of section 6."""
    required = [k['tag'] for k in score(text, tags, layers, key, [], **cfg)['K'] if not k['opt']]
    if not required:
        return None
    tag = max(tags, key=lambda t: (required.count(t), -tags.index(t)))
    known = {}
    for sentence in sentences(text.t):
        sp = text.norm([sentence])
        if sp and any(isword(c) for a, b in sp for c in text.t[a:b]):
            known.setdefault(sp, sentence)
    total = 0
    for r in range(20):
        pool = list(known.values())
        draw = splitmix(r)
        n = min(len(required), len(pool))
        for i in range(n):
            j = i + next(draw) % (len(pool) - i)
            pool[i], pool[j] = pool[j], pool[i]
        total += score(text, tags, layers, key, [dict(id=str(i), segments=[s], tag=tag) for i, s in enumerate(pool[:n])], **cfg)['score_bp']
    return (total + 10) // 20

def alphau(raters, tags, L):
    """Section 10: overall and by tag."""
    R = len(raters)
    per = {}
    SO = SE = 0.0
    anylen = False
    for t in tags:
        us = []
        for r in raters:
            xs = sorted(((a, b) for a, b, g in r if g == t))
            o = []
            for a, b in xs:
                if o and a < o[-1][1]:
                    o[-1] = (o[-1][0], max(b, o[-1][1]))
                else:
                    o.append((a, b))
            us.append(o)
        if not any(us):
            per[t] = None
            continue
        if R < 2:
            per[t] = None
            continue
        gaps = []
        for o in us:
            g = []
            p = 0
            for a, b in o:
                if a > p:
                    g.append((p, a))
                p = b
            if p < L:
                g.append((p, L))
            gaps.append(g)
        D = 0
        for x in range(R):
            for y in range(x + 1, R):
                for a, b in us[x]:
                    for d, e in us[y]:
                        if max(a, d) < min(b, e):
                            D += (a - d) ** 2 + (b - e) ** 2
                for p, q in ((x, y), (y, x)):
                    for a, b in us[p]:
                        if any((g <= a and b <= h for g, h in gaps[q])):
                            D += (b - a) ** 2
        Do = 2 * D / (R * (R - 1) * L * L)
        N = sum(map(len, us))
        num = 0.0
        ll = 0
        G = [h - g for gg in gaps for g, h in gg]
        for o in us:
            for a, b in o:
                l = b - a
                ll += l * (l - 1)
                num += (N - 1) / 3 * (2 * l ** 3 - 3 * l * l + l) + l * l * sum((g - l + 1 for g in G if g >= l))
        De = 2 / L * num / (R * L * (R * L - 1) - ll)
        anylen = True
        per[t] = 1 - Do / De if De else 0.0
        SO += Do
        SE += De
    if R < 2 or not anylen:
        return (None, per)
    return (1 - SO / SE if SE else 1.0, per)

def runs(vals, ok):
    """Maximal runs [start, end) of values that pass."""
    i = 0
    n = len(vals)
    o = []
    while i < n:
        if not ok(vals[i]):
            i += 1
            continue
        j = i
        while j < n and ok(vals[j]):
            j += 1
        o.append((i, j))
        i = j
    return o

def classpage(text, tags, layers, key, students):
    """Section 8; students are results of score() in row order."""
    tx = text
    N = len(students)
    L = tx.L
    out = {}
    K = students[0]['K'] if students else None
    cover = {t: [0] * L for t in tags}
    for r in students:
        for t in tags:
            for p in set().union(*[s['c'] for s in r['S'] if s['tag'] == t]):
                cover[t][p] += 1
    heat = {}
    for t in tags:
        h = []
        i = 0
        v = cover[t]
        while i < L:
            j = i
            while j < L and v[j] == v[i]:
                j += 1
            if v[i]:
                h.append([i, j, v[i]])
            i = j
        heat[t] = h
    out['heat'] = heat

    def passages(v, ok):
        """Runs joined, trimmed, and long enough, as for disputed passages."""
        o = []
        for a, b in runs(v, ok):
            if o and (not any(tx.w[o[-1][1]:a])):
                o[-1] = (o[-1][0], b)
            else:
                o.append((a, b))
        o = [tx.trim(a, b) for a, b in o]
        return [(a, b) for a, b in o if a < b and sum((a <= x and y <= b for x, y in tx.words)) >= 2]
    dis = []
    unk = []
    if N >= 5:
        for ti, t in enumerate(tags):
            v = cover[t]
            for a, b in passages(v, lambda n: 4 * n >= N and 4 * n <= 3 * N):
                w = sum((n * (N - n) for n in v[a:b]))
                dis.append(dict(tag=t, start=a, end=b, weight=w, min=min(v[a:b]), max=max(v[a:b])))
            cov = [False] * L
            for k in K:
                if layers[k['tag']] == layers[t]:
                    for sp, ch in k['b']:
                        for p in ch:
                            cov[p] = True
            vv = [-1 if cov[p] else v[p] for p in range(L)]
            for a, b in passages(vv, lambda n: n >= 0 and 2 * n >= N):
                unk.append((-Fraction(sum(v[a:b]), b - a), a, ti, dict(tag=t, start=a, end=b, count=min(v[a:b]))))
        dis.sort(key=lambda d: (-d['weight'], d['start'], tags.index(d['tag'])))
        unk.sort(key=lambda u: u[:3])
    out['disputed'] = dis[:5]
    out['unkeyed'] = [u[3] for u in unk]
    tot = [r['marks_pt'] for r in students]
    rank = sorted(range(N), key=lambda i: (-tot[i], i))
    g = max(1, (27 * N + 50) // 100) if N else 0
    items = []
    for x, k in enumerate(K or []):
        if k['opt']:
            continue
        col = [r['items'][x] for r in students]
        cr = [c['credit_pt'] for c in col]
        W = 10000 * k['weight']
        d = dict(id=k['id'], facility=sum(cr) / N / W, hit_rate=sum((c > 0 for c in cr)) / N)
        cnt = lambda *o: sum((c['outcome'] in o for c in col))
        d['found'] = cnt('exact', 'close') / N
        d['partial'] = cnt('partial') / N
        d['wrong_tag'] = cnt('wrong_tag') / N
        d['missed'] = cnt('missed') / N
        rest = [t - c for t, c in zip(tot, cr)]
        mc = Fraction(sum(cr), N)
        mr = Fraction(sum(rest), N)
        sxy = sum(((c - mc) * (r - mr) for c, r in zip(cr, rest)))
        sx = sum(((c - mc) ** 2 for c in cr))
        sy = sum(((r - mr) ** 2 for r in rest))
        d['discrimination'] = float(sxy) / math.sqrt(sx * sy) if N >= 10 and sx and sy else None
        d['upper_lower'] = (sum((cr[i] for i in rank[:g])) - sum((cr[i] for i in rank[-g:]))) / g / W
        ans = {'found': cnt('exact', 'close'), 'edges': cnt('partial')}
        smap = [{s['id']: s['tag'] for s in r['S']} for r in students]
        for r, c, sm in zip(students, col, smap):
            if c['outcome'] == 'wrong_tag':
                ans[sm[c['span']]] = ans.get(sm[c['span']], 0) + 1
        ans['none'] = cnt('missed')
        d['split'] = 10000 - 10000 * sum((a * a for a in ans.values())) // (N * N)
        d['answers'] = ans
        fl = []
        if Fraction(sum(cr), N * W) < Fraction(1, 5):
            fl.append('hard')
        if Fraction(sum(cr), N * W) > Fraction(95, 100):
            fl.append('easy')
        if d['discrimination'] is not None and d['discrimination'] < 0.1 or 5 * cnt('missed') > 3 * N:
            fl.append('check_key')
        d['flags'] = fl
        items.append(d)
    out['items'] = items
    return out
