"""The words by which a 、-series is seen to begin and to end."""

import re

_VERBS = (
    r"推动|推进|打造|(?<![机结架])构建|建立|设立|成立|确立|完善|健全|加强|强化|提升|提高|优化|深化|实施|实行|开展|举办|制定|制订|出台|落实|促进|促使"
    "|鼓励|扶持|培育|培养|引进|争取|探索|营造|激发|搭建|涵盖|包括|包含|覆盖|涉及|聚焦|围绕|面向|针对|依托|结合|整合|聚合|汇聚"
    "|提供|给予|采取|采用|破解|打击|严惩|查处|参加|加入|形成|成为|作为|达到|实现|确保|维护|发挥|把握|坚持|贯彻|履行|担任|立足"
    "|明确|拓宽|拓展|扩大|增加|减少|压缩|缩短|配备|帮助|统筹|会同|邀请|吸引|推广|举行|召开|签订|签署|印发|报送|跟踪|创建"
    "|提交|获批|建成|新建(?!立|设)|扩建|突出|注重|重视|借鉴|遵循|符合|属于|位于|来自|分为|列入|纳入|融入|配合|牵头|负责|参与|集聚"
    "|使得|铸就|树立|获得|拥有|指的是|组成|构成|加快|加大|增强|掌握|解决|收悉|惠及|提出|做强|做优|做大|提振|满足|用于|责令|从事|经营好|铺设|增设|增添|开辟|疏浚|疏通|修缮|拆除|改善|延长|清除|配齐|添置|降低|保持|防止|避免|杜绝|化解|消除|"
    "具有|应当|必须|可以|不得|能够|需要|进行|依照|(?:做|协调|抓|用|管|建|办|种|开)好"
)
# Verbs where a clause, or what another verb governs, starts; elsewhere these are nouns.
_FIRST_VERBS = (
    "支持|组织|引导|发布|公布|指导|协调|联合|协同|宣传|设有|投入|种植|修建|建造|供应|销售|生产|引入|配有|整治|清理"
)
# And these are as often nouns there.
_VERBS_OR_NOUNS = "建设|发展|服务|保护|管理|运用|改造|执行|规范|保障|审理|受理|办理|管辖|申请|研究|应用|改革|创新"
_ADVERBS = "积极|大力|努力|着力|继续|进一步|不断|全面|抓紧|深入|统一|优先|共同|率先"
_AFTER_VERBS = "了|过|起|到|和|并|还|又|已|则|均"
_BEFORE_NOUNS = (
    r"(?<![所潜存现])在(?!线|建|册|校|职)|(?<![应面针相反绝])对(?!外|接|口|象|策|标|比|应|话)|(?<![行认称视])为(?!主|了)"
    r"|(?<!自)从(?!业|事)|(?<![方导意走])向(?![上下])|(?<![可予足所难])以(?!上|下|内|外|来|及|前|后|色列)|(?<![自理])由"
)

MARKER = re.compile(
    r"(?:[#*\s\u3000]*(?:第[一二三四五六七八九十百零\d]{1,6}[章节条][ \u3000]*"
    r"|[（(〔](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)〕][.、]?|\d{1,2}[.、．)）](?!\d)"
    r"|(?:建议)?[一二三四五六七八九十]{1,3}[、．]|建议[一二三四五六七八九十]{1,3}[，,：: ]|[①-⑳]"
    r"|[-·•●■◆—－–]+(?=\D))\s*)?"
    r"[#*\s\u3000]*(?:[一二三四五六七八九十]{1,2}(?:是|要(?!素|点)))?\s*"
)
"""The number or bullet that an item or a heading starts with; matches nothing where there is none."""

VERB = re.compile(_VERBS)
"""Verbs that hardly ever stand inside a noun: what they govern starts behind them, what governs them ends before."""

ONLY_VERB = re.compile(rf"(?:{_ADVERBS})?(?:{_VERBS}|{_FIRST_VERBS}|{_VERBS_OR_NOUNS})")

GOVERNS = re.compile(rf"{_VERBS}|{_FIRST_VERBS}|{_VERBS_OR_NOUNS}|{_ADVERBS}|{_AFTER_VERBS}")
"""What may stand between a verb, or the start of a clause, and the first item."""

LEAD = re.compile(
    rf"{_VERBS}|{_BEFORE_NOUNS}|为了|(?<!参)与(?!会)|将(?!来)|(?<![征收密汇募召])集(?!成|体|约|中|聚|群|团|装|市|散)"
    r"|(?<![\u4e00-\u9fff])含|(?<![例比])如(?!何|下|果|意)|例如|比如|(?<![但于凡])是(?!否)|把(?!握)|被|按照|根据|通过|以来|期间|关于|原(?=《)"
    r"|有(?!效|关|限|机|利|序|偿)|(?<!党)的(?=.)"
)
"""What may stand directly before the first item, anywhere in its part."""

NEVER_FIRST = re.compile(
    rf"{LEAD.pattern}|{_FIRST_VERBS}|{_ADVERBS}|{_AFTER_VERBS}|(?:{_VERBS_OR_NOUNS})(?={LEAD.pattern})"
)
"""What no item begins with."""

QUANTIFIER = re.compile(
    r"一(?:批|支|个|系列|些|定的|条|座|项|家|套)|各类|各种|多种|多项|若干|不同类型的?|相关的?|\d+[家个项座条名]"
    r"|[二三四五六七八九十两][家个项座条名]"
)
COUNT = re.compile(
    r"(?:(?<![一二三四五六七八九十两几第的])[一二三四五六七八九十两几]+|(?<![第\d])\d+)"
    r"(?:个|大|类|项|种|方面|家|级|位|者|条|座|名|城|省|国|部门|方|地|市|区|县|宗|起|人)"
)
STOP = re.compile(
    rf"(?:联合|协同|共同|自主|统一)(?={_VERBS})|{_VERBS}|{_BEFORE_NOUNS}|{COUNT.pattern}|(?<!党)的|均|(?<!之)都(?!市)|共(?=\d|计|有)|合计|进一步|逐步|之[间一中]|方面|层面"
    r"|[“‘「]|[（(](?=含|包括|共)|(?:支持|同意|批准|指导)$"
    r"|应当|必须|可以|不得|应(?!急|用|收|对|届|诉)|(?<![重主需只必紧首概纲摘想])要(?!求|素|点|道|件|闻)|认真|免费|未(?!来|成年)|(?<![对])不(?!良|同|动产|限|足|锈)|成功|有序|依法|自觉|争创|开行"
)
"""What comes behind the last item."""

AND_SO_ON = re.compile(r"(?<![高中初优平相上同何头特])等(?![级于待候额同离价温])")
PROPOSALS = re.compile(r"等(?:\d+[个项条])?(?:建议|措施|举措|任务|事项|问题|要求|办法|方式)")
JOINT = re.compile(
    r"以及|乃至|或者|(?<![共总饱缓温中谐柔])和(?!谐|平|解|睦)|(?<!参)与(?!会)|(?<![普涉危以惠])及(?!时|其)|(?<!间)或"
)
WEAK_JOINTS = frozenset("与及或")
NAMES_WITH_AND = re.compile(
    r"工业和信息化|发展和改革|人力资源和社会保障|市场和质量|规划和自然资源|住房和(?:城乡)?建设|文化和旅游|卫生和计划生育|科技和工业"
    r"|交通和城市|城市管理和综合执法|劳动和社会保障|水利和|农业和农村"
)
# What the last of several items of one length may run into: "专利、商标、版权案件".
SHARED_NOUN = re.compile(
    r"服务|能力|案件|产业|企业|领域|行业|工作|机制|制度|体系|环节|项目|水平|力量|部门|单位|机构|城市|地区|数据|管理|建设|活动|情况"
    r"|功能|平台|渠道|道路|高端|方向|高质量|改革|政策|措施|资源|人才|市场|标准|专业|业务|资料|产品|关系|信息|等级|岗位|人员|政府|意识"
)
PAIR = re.compile(
    r"(?P<joint>以及|(?<![共总饱缓温中谐柔])和(?!谐|平|解|睦)|(?<!参)与(?!会)|(?<![普涉危以惠])及(?!时|其))[^、]{1,14}?"
    r"(?:(?<![高中初优平相上同何头特])等(?![级于待候额同离价温])|(?:两|2)(?:个|大|类|项|种|家|方面|部门))"
)
"""Two items without a 、 that 等, or the word two, shows to be a series."""

CLASS_ENDINGS = frozenset("性化类型级式")
"""Suffixes that show, alone, where an item ends."""

ASIDE = re.compile(r"[（(](?:含|包括|包含|如|例如)[^（）()]*[）)]$")
