"""What strange inputs are made of: the words and signs that our rules look for, and characters that upset programs."""

_SIGNS = r"""
一、 （一） (二) 1. 2． （1） ① 建议一、 一是 二是 —— 附件1 ``` |
。 ； ， ： 、 ？ （ ） 〔2031〕 《 》 “ ” [1] ( ) " ' \ { }
自2031年5月1日起施行 有效期至2033年 同时废止 牵头单位： 配合单位：
责任单位 由水务局牵头，园林局配合 （市水务局牵头） 是否 120万元 3.5%
99999999999999999999 2031年13月45日 二〇三一年三月 第 0 -1 1e999 NaN ﷺ
😀 é́́ ａ ß İ Ω 가 ع 𠮷 ⼀ ①②③ 13800000000 lin@example.org <script>
&amp; <b> </table> ](x) $x$
"""
_ODD = (
    "第一章 ",
    "第二条 ",
    "# ",
    "###### ",
    "---\n",
    "- ",
    "* ",
    "> ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u3000\u3000",
    " ",
    "title: ",
    "date: 2031-02-29",
    "文号: 江发〔2031〕8号",
    "who leads ",
    "How many ",
    "\x00",
    "\x1b",
    "\x7f",
    "\u200b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u2028",
    "\x85",
    "\x0c",
    "\ue000",
    "\ufffe",
    "\U000e0001",
    "\U0010ffff",
    "<td rowspan=9999>",
)

PIECES = (*_SIGNS.split(), *_ODD)
