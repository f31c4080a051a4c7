"""Words by which a question asks whether something is so, and by which a text says, denies or only plans it."""

import re

DENIED = re.compile(
    "未(?!来|必|成年)|没有|没(?!收)|尚无|并无"
    "|不(?!断|仅|但|只|少于|低于|超过|高于|同|动产|锈|久|等|限|论|良|足|法|少|低|超|得|再|应|宜|必|需|能|可)"
)
"""What denies the verb behind it."""
ENDED = re.compile(
    "禁止|拒绝|取消|终止|暂停|停止|无法|无需|不(?:得|再|应|宜|必|需|能|可)|废止|驳回|否决|撤[销回]|除外|免予|避免|防止"
)
"""What leaves open whether a thing was done."""
PLANNED = frozenset(("拟", "将", "计划", "到20", "下一步", "目标"))
"""What says that a thing will be done: a yes where that is asked."""
HEDGED = re.compile(
    "拟(?!定|订|制)|将(?!军|近)|计划|到20|下一步|目标|争取|推动|探索|(?<![的等点])建议|希望|力争|努力|鼓励"
    "|(?<![的等予供])支持|加快"
    "|应当?(?!对|用|急)|研究(?!院|所|中心|生|员)|筹建|筹备|抓紧|有望|预计|可能|可以|如果|倘|若|考虑(?!到)|今后"
    "|提请|申请(?!量|人|件)"
    "|要求|草拟|商讨|同意|批复|批准|获批|核准"
)
"""What says that a thing is planned, wished or conditional, or only allowed."""
UNCLEAR = re.compile(
    "还是(?!要|会)|或者?|超过|多于|高于|低于|少于|不到|以上|以下|至少|达到|(?<![首成])都(?!市)|全部|所有|每|只|仅"
    "|唯一|首[次个家]|第一|最(?!高[人法检])|更(?!新)|比(?![例亚])|一样|相同|我(?![市国省区县委局办])"
    "|你|您|咱|可[以不]|(?<![功可智性职技])能(?![源力量])|(?<![供反对])应(?![用急对])|必须|需(?!求)|该不该|要不要"
    "|为什么|怎|哪|谁|几|多少|什么|不(?!动产|同)|未|没有[^?]|(?<!有)没"
    r"|\b(?:or|more|less|fewer|higher|lower|larger|smaller|over|under|above|below|exceed\w*|at least|reach\w*|all"
    r"|every|each|only"
    r"|first|most|than|both|same|i|my|we|our|you|your|can|could|may|might|must|should|need|needs|not|no|never"
    r"|without|any|who|what"
    r"|which|how|why|when|where|if|ever|still|enough)\b|n['’]t\b"
)
"""Questions of a choice, a degree, a number of things, leave or duty, or of the asker: no sentence states that."""
SYNONYMS = tuple(
    (re.compile(f"{said}|{asked}"), re.compile(said))
    for said, asked in (
        ("签署|签订|签约|签定|缔结|订立", r"sign(?:ed|s|ing)?\b|conclud"),
        ("批复|批准|获批|核准|审议通过|表决通过|同意", r"approv|authori[sz]|ratif|adopt(?:ed)?\b"),
        ("成立|设立|组建|建立|创建|创立|设置|建成", r"establish|found(?:ed)?\b|set\b|creat|buil[dt]|form(?:ed)?\b"),
        ("印发|发布|公布|颁布|出台", r"issu|publish|promulgat|releas|introduc"),
        ("修订|修改|修正", r"amend|revis"),
        ("制定|制订|起草|编制|拟定", r"draft|formulat|dr[ae]w"),
        ("出席|参加", r"attend|participat"),
        ("举办|举行|召开", r"h[eo]ld\b|host"),
    )
)
"""Verbs that say the same: as questions have them, in English too, and as texts do."""
PLANS = re.compile(
    r"(?<![协委员大学商工议聚社])会(?![议员计展见谈])|将(?![军近])|打算|计划(?=[在于将建设成])|准备"
    r"|\b(?:will|shall|going to|plan\w*|intend\w*|aim\w*)\b"
)
"""A question about what will be."""
ASKS = re.compile("是不是|有没有|有无|没有?[?]*$")
"""Ways to ask that hold a negation which denies nothing."""
EXISTS = re.compile("有没有|有无")
"""What asks for there being."""
FRAME = re.compile(
    "是否|是不是|有没有|有无|会否|(?:了|过)?(?:吗|么|嘛|没有|没)?[?。!呢吧呀啊 ]*$"
    "|到底|究竟|真的|目前|现在|如今|"
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|will|shall)\b|\b(?:already|yet|now|currently|really|actually"
    r"|been|going to"
    r"|plan(?:s|ned)? to|there)\b"
)
"""What makes a statement a question."""
GRAMMAR = frozenset(
    """
    的 了 过 在 对 把 被 将 会 也 还 就 吧 呢 这 那 其 个 是 有 和 与 跟 同 及 以及 由 向 给 从 里 中 上 下
    已 已经 曾 曾经 对于 关于 为 之 于 所 到 等 打算 准备
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)
"""Chinese words that carry the grammar of a question."""
OFFICES = frozenset(
    """
    office bureau administration agency authority government city municipal national state
    """.split()  # noqa: SIM905 -- as above
)
"""Words of the names of bodies that translations choose among."""
