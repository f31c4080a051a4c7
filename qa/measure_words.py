"""Measure words, and what must not stand behind them where they are part of another word."""

SHARES = ("%", "‰", "percent", "per cent", "成")
POINTS = ("个百分点", "百分点", "percentage points", "percentage point")
MONEY = ("元", "美元", "港元", "港币", "欧元", "日元", "英镑", "yuan", "dollars", "euros")
LASTING = (
    "个工作日", "工作日", "个自然日", "自然日", "个交易日", "个月", "个多月", "个余月", "个星期", "星期", "周", "天",
    "日", "个小时", "小时", "分钟", "秒", "年", "个季度", "个学期", "学时", "课时", "working days", "working day",
    "days", "day", "weeks", "week", "months", "month", "years", "year", "hours", "hour", "minutes", "minute",
)  # fmt: skip
# A measure word and, behind "!", the characters before which it is part of another word (家庭, 人才, 名称).
_MEASURES = dict(
    one.partition("!")[::2]
    for one in """
    家!庭长具电乡园居务政禽 件!套 项!目链 条!件例款约文 个!别体性人亿 人次 人!均民大才员口工力物类事体为身社生格机
    名!称单录牌优列义额誉 位!一于置 户!籍口外型用均 所!有在属需以得谓致涉处述列称提做形能受用占 座!谈位落右 栋
    间!接隔距歇 宗!旨教 起!来草步点源诉始因 例!如外行会 次!要日年月于数序 场次 场!所景地馆 批次 批!准复发示评量文
    类!似型别 种!植子业苗养 届!时满 期!间货限望末刊 轮!换流候岗车汽胎椅 部门 部!委分队署长级位件落里 篇!幅章 册
    份!额子 张!力贴 幅!度员 支!持撑付出部点援行配局教 只!有要能是需 台!湾账阶商胞风资 套!餐利 辆 艘 架!构设 趟 班次
    车次 倍!增加 门!户槛店类诊票前口头 款!项式额物 枚 棵 株 亩 公顷 吨 公斤 千克 克 斤 平方公里 平方千米 公里 千米
    平方米 立方米 米!粉 千瓦时 微克/立方米 微克 周岁 分!之钟钱类布析别工为辖支离局公 千瓦 兆瓦 度 岁!月末 字 页
    级!别 层!次面级 步!行入伐骤道 笔!记者试 席位 床位 张床位 标段 家次 个方面 方面 户次 章!程 节!目日约能 城市
    编!制写 阶段 条措施 条举措
    """.split()  # noqa: SIM905 -- as a dictionary of literals it would fill a page
)
_SPECIAL = (
    r"大(?=工程|行动|任务|类|措施|举措|体系|板块|重点|领域|方面|产业|平台|中心|计划|原则|目标|项目|支柱|集群|系统|战略)",
    r"点(?=建议|意见|要求|希望|措施)", "km²?", "kg", "kWh", "GW", "MW", "m²", r" (?:people|times)",
    r" (?!this|was|has|its|plus)[a-z]{3,}s\b",
)  # fmt: skip
_GUARDS = {
    "元": "旦素首年月宵老",
    "周": "边岁年期围一二三四五六日",
    "天": "然津河水府",
    "年": "代级",
    "成": "立为功果员都本年长效熟绩交就套分品型批片像",
    "秒": "杀",
    "日": "均常",
}


def unit_pattern() -> str:
    """All of them as one pattern, the longer before the shorter."""
    guarded = {**dict.fromkeys((*SHARES, *POINTS, *MONEY, *LASTING), ""), **_MEASURES, **_GUARDS}
    words = sorted(guarded, key=len, reverse=True)
    said = [
        f" ?{one}\\b" if one[0].islower() else f"{one}(?![{guarded[one]}])" if guarded[one] else one for one in words
    ]
    return "|".join(("个半月", "个半小时", "年半", *said, *_SPECIAL))
