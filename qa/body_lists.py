"""Lists of bodies, with the labels in front of them and the verbs behind that say who leads and who supports."""

import re
from dataclasses import dataclass, field

from qa.body_words import (
    AND,
    AND_SO_ON,
    BARE,
    BEFORE_AND,
    BREAKS,
    BY,
    CLOSE,
    ENDS,
    FIELDS,
    LABEL,
    LEVEL,
    LOOSE,
    NAME,
    OPEN,
    PROSE,
    STOPS,
    VERB,
    WHOLE,
)
from qa.clause import Kind, Named

_LONGEST_CLEAR = 200
_INNER = re.compile(r"[（(〔\[][^（()）〔〕\[\]]*[）)〕\]]")
_HOW = re.compile(
    "(?:按照?|根据|依据)[^，,；;]{0,8}(?:分工|负责)|(?:组织|推进|抓好)?(?:落实|推进|推动|开展|完成|实施)(?=[，,；;]|$)|下同"
)
_ANY_NAME = re.compile(r"(?=.*[\u4e00-\u9fff]{2})(?:[\u4e00-\u9fffA-Za-z·“”]|[（(][^（()）]{1,16}[）)]){2,24}")
_NO_NAME = re.compile(
    "由|另|无|暂|详|见|同上|如下|以下|上述|参照|明确|建立|完善|健全|强化|负责|长期|每[年月周日季]|全年|立即|随时|谁|持续|联系人|联系电话|电话"
    "|时间|时限|[一二三四五六七八九十]+[年月日是]|采取|坚持|发挥|支持|引导|共同|自行"
)


@dataclass(slots=True)
class BodyList:
    """Reads a list of bodies and the verbs behind them, piece by piece; `named` holds what was read.

    `clear`: the form alone shows that bodies are named, so that any name will do (灯塔守望专班).
    """

    text: str
    kind: Kind | None = None  # by the label in front
    labelled: bool = False
    clear: bool = False
    named: list[Named] = field(default_factory=list)
    end: int = 0
    _open: list[Named] = field(default_factory=list)
    _joint: bool = False
    _sure: bool = False

    def read(self, start: int, end: int) -> bool:
        """Read `start`..`end` of the text; False when it is no clause. `self.end`: where the last body or verb ends."""
        at = start
        while at < end:
            if self.text[at] in BREAKS:
                at += 1
                continue
            if label := LABEL.match(self.text, at + (self.text[at] in "【["), end):
                self._close()
                self.kind, self.labelled, self._joint = kind_of(label), True, False
                at = label.end()
                continue
            stop = _piece_end(self.text, at, end)
            spaced = self.text[at - 1] in " \t\u3000\xa0\n" and not self.text[:at].rstrip().endswith(
                tuple("、，,；;：:")
            )
            in_series = "、" in (self.text[stop : stop + 1], self.text[at - 1])
            self._sure = self.clear or (
                self.text[at - 1] in ":：" and self.labelled and _ends_line(self.text, stop, end)
            )
            understood = self._piece(at, stop, in_series and not spaced)
            if not understood and (spaced or not (self.named or self._open)):
                break
            at = stop
            if at < end and (self.text[at] in STOPS or self.text[at] in CLOSE):
                break
        if self._open and not self.labelled and not any(one.kind == "first" for one in self.named):
            return False
        self._close()
        return bool(self.named)

    def _piece(self, start: int, end: int, in_series: bool) -> bool:
        piece = self.text[start:end].rstrip()
        end = start + len(piece)
        verb = VERB.search(piece.rstrip(" *_"))
        kept = verb.start() if verb else len(piece)
        understood = self._bodies(start, start + kept, in_series) if kept else True
        if verb and (self._open or self.named) and understood:
            kind = kind_of(verb)
            self._close("each" if kind == "duty" and re.search("分工|分别|各自", verb[0]) else kind)
            self.end = end
        return understood and (verb is not None or kept > 0)

    def _bodies(self, start: int, end: int, in_series: bool) -> bool:
        piece = self.text[start:end]
        if joint := re.search(r"(?:牵头)?会同", piece):
            if joint.start() and not self._bodies(start, start + joint.start(), in_series):
                return False
            self._close("first")
            self._joint = True
            return self._bodies(start + joint.end(), end, in_series)
        if (lead_in := BY.match(piece)) and lead_in.end() < len(piece):
            return self._bodies(start + lead_in.end(), end, in_series)
        more = AND_SO_ON.search(piece)
        name_end = start + (more.start() if more else len(piece))
        cut = _conjunction(self.text[start:name_end])
        if cut:
            return self._bodies(start, start + cut[0], True) and self._bodies(start + cut[1], end, in_series)
        note = ""
        if (
            bracket := re.search(
                r"[（(〔\[]([^（()）〔〕]*(?:[（(〔][^（()）〔〕]*[）)〕][^（()）〔〕]*)*)[）)〕\]]$",
                self.text[start:name_end],
            )
        ) and (bracket.start() and not LEVEL.fullmatch(self.text[start:name_end])):
            note, name_end = bracket[1], start + bracket.start()
        name = self.text[start:name_end].rstrip()
        name_end = start + len(name)
        stem = "部门" if more and more["kind"] == "部门" else ""
        if not name:
            self.end = end if more else self.end
            return bool(more)
        if not _shaped(name) and not (self._sure and _could_be_name(name)):
            if not (in_series or stem) or not LOOSE.fullmatch(name) or PROSE.search(name):
                return False
            if not stem and not self.labelled and not re.match(FIELDS, name):
                return False
        one = Named(start, name_end, "duty", stem if not WHOLE.search(name) else "")
        self._join_levels(one)
        if re.search("牵头|主办", note):
            self.named.append(Named(one.start, one.end, "first"))
        elif re.search("配合|协办|参与", note):
            self.named.append(Named(one.start, one.end, "support"))
        else:
            self._open.append(one)
        self._give_stems(name, stem)
        self.end = end
        return True

    def _join_levels(self, one: Named) -> None:
        """各市、县（市、区）人民政府 is one body, though 、 stands in it."""
        last = self._open[-1] if self._open else None
        if last and self.text[last.end : one.start].strip() == "、":
            before = LEVEL.fullmatch(self.text, last.start, last.end)
            here = LEVEL.fullmatch(self.text, one.start, one.end)
            if before and here and not before["rest"] and not self.text.startswith("各", one.start):
                one.start = last.start
                self._open.pop()

    def _give_stems(self, name: str, stem: str) -> None:
        """教育、民政部门: what 部门 completes stands before it."""
        if stem or name.endswith("部门"):
            for one in reversed(self._open[:-1]):
                if WHOLE.search(self.text[one.start : one.end]):
                    break
                one.stem = "部门"

    def _close(self, kind: Kind | None = None) -> None:
        led = any(one.kind == "first" for one in self.named)
        if kind is None:
            kind = self.kind or ("support" if led else "duty")
        if self._joint:
            kind = "support"
        for one in self._open:
            one.kind = kind
        self.named += self._open
        self._open = []


def kind_of(found: re.Match[str]) -> Kind:
    """As what a match of `LABEL`, `HEADER` or `VERB` names the bodies: by its group, "duty" where that says nothing."""
    group = (found.lastgroup or "duty").rstrip("_")
    for kind in ("first", "support", "duty"):
        if group == kind:
            return kind
    return "duty"


def _piece_end(text: str, at: int, end: int) -> int:
    """Where the piece that begins at `at` ends: at the next break, stop or closing bracket that is not inside it."""
    depth = 0
    while at < end:
        c = text[at]
        if c in OPEN:
            depth += 1
        elif c in CLOSE:
            if not depth:
                break
            depth -= 1
        elif not depth and (c in BREAKS or c in STOPS):
            break
        at += 1
    return at


def _could_be_name(name: str) -> bool:
    return bool(_ANY_NAME.fullmatch(name)) and not PROSE.search(name) and not _NO_NAME.match(name)


def _ends_line(text: str, at: int, end: int) -> bool:
    """Whether nothing but a stop, a closing bracket or another name stands behind, on the line."""
    return at >= end or text[at] in "、\n。；;" + CLOSE or not text[at:end].split("\n")[0].strip(" *_|\u3000")


def is_clear(text: str) -> bool:
    """Whether a text between brackets is X牵头，Y配合 from end to end: each part ends with what its bodies do."""
    parts = [part.strip() for part in re.split("[，,；;]", _INNER.sub("", text))]
    verbs = [VERB.search(part) for part in parts]
    return (
        len(text) <= _LONGEST_CLEAR
        and all(verb and verb.start() > 1 for verb in verbs)
        and bool(verbs[0] and kind_of(verbs[0]) == "first")
        and not PROSE.search(_HOW.sub("", text))
    )


def _shaped(name: str) -> bool:
    return bool(
        NAME.fullmatch(name) and not name[0].isdigit() and ENDS.search(re.sub(r"[（(〔].*", "", name) or name)
    ) and not (PROSE.search(name))


def _conjunction(piece: str) -> tuple[int, int] | None:
    """Where 和 or 及 parts two bodies, not two words of one name (发展和改革委员会)."""
    for found in AND.finditer(piece):
        left, right = piece[: found.start()], piece[found.end() :]
        if left and BEFORE_AND.search(left) and _shaped(right) and not BARE.fullmatch(right) and "（" not in left:
            return found.start(), found.end()
    return None
