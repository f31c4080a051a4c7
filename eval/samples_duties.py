"""Tables of a city that does not exist: who leads what, and what it costs. Their answers are known."""

from dataclasses import dataclass

from eval.samples_paper import Block, Table

CITY = "望津市"


@dataclass(frozen=True, slots=True)
class Duty:
    """One row: a task, the body that leads it, those that support it, and by when it is done."""

    group: str
    task: str
    lead: str
    support: str
    due: str


DUTIES = (
    Duty("水务", "清理老城河道淤泥", "市水务局", "市财政局、各镇政府", "2026年6月底"),
    Duty("水务", "更换锈蚀供水管网", "市水务集团", "市住房城乡建设局", "2026年9月底"),
    Duty("文化", "修缮鼓楼和南城墙", "市文物局", "市规划局、市消防救援支队", "2027年3月底"),
    Duty("文化", "开放社区夜间书房", "市图书馆", "市教育局、各街道办事处", "2026年5月底"),
    Duty("交通", "增设校门口人行信号灯", "市公安局交通管理支队", "市教育局", "2026年8月底"),
    Duty("交通", "开行环湖电动公交", "市交通运输局", "市公交公司、市供电公司", "2026年10月底"),
    Duty("养老", "改建社区老年食堂", "市民政局", "市市场监督管理局、各街道办事处", "2026年7月底"),
    Duty("养老", "上门安装家用扶手", "市残疾人联合会", "市民政局、市卫生健康局", "2026年12月底"),
    Duty("林业", "补种环湖防护林", "市园林绿化局", "市水务局", "2026年4月底"),
    Duty("林业", "监测松材线虫病", "市林业站", "市农业农村局", "2026年11月底"),
    Duty("市容", "回收废旧家具", "市城市管理局", "市供销社、各街道办事处", "2026年6月底"),
    Duty("市容", "整治早市占道经营", "市城管执法支队", "市市场监督管理局", "2026年5月底"),
    Duty("农业", "推广稻田养鱼", "市农业技术推广中心", "市水产站、市财政局", "2026年9月底"),
    Duty("农业", "修建高山茶园步道", "市农业农村局", "市文化旅游局", "2027年2月底"),
    Duty("气象", "加密山区雨量站", "市气象局", "市应急管理局、市水文站", "2026年6月底"),
    Duty("气象", "发布寒潮提醒短信", "市预警信息中心", "市通信管理办公室", "2026年10月底"),
    Duty("教育", "新建城东幼儿园", "市教育局", "市自然资源局、市住房城乡建设局", "2027年8月底"),
    Duty("教育", "延长体育馆开放时间", "市体育局", "市教育局、市总工会", "2026年7月底"),
    Duty("医疗", "配齐乡镇卫生院急救车", "市卫生健康局", "市财政局、市急救中心", "2026年12月底"),
    Duty("医疗", "试行中药代煎配送", "市中医院", "市医疗保障局、市邮政公司", "2026年8月底"),
    Duty("港口", "疏浚三号码头航道", "市港航中心", "市海事处", "2026年11月底"),
    Duty("港口", "改造渔船充电桩", "市渔政支队", "市供电公司", "2026年9月底"),
    Duty("档案", "扫描旧房产图纸", "市城建档案馆", "市房产交易中心", "2027年6月底"),
    Duty("档案", "整理民国商会账册", "市档案馆", "市地方志办公室", "2027年5月底"),
)

BUDGET = Table(
    (
        (f"{CITY}为民实事经费表", "", "", ""),
        ("项目", "2025年（万元）", "2026年（万元）", "增幅"),
        ("河湖清淤", "1240.5", "1488.6", "20%"),
        ("老年食堂", "320", "416", "30%"),
        ("环湖公交", "905", "1086", "20%"),
    ),
    ((0, 0, 0, 3),),
)


def duties_of(part: int, size: int = 4) -> tuple[Duty, ...]:
    """The `size` duties of the table numbered `part`; from 0 to 5 no duty comes twice."""
    return tuple(DUTIES[(part * size + at) % len(DUTIES)] for at in range(size))


def duty_table(part: int) -> Table:
    """A table with one heading row and an empty place in it, as most are."""
    heading = ("序号", "任务", "牵头单位", "配合单位", "完成时限")
    rows = [(str(at), duty.task, duty.lead, duty.support, duty.due) for at, duty in enumerate(duties_of(part), 1)]
    return Table((heading, *rows))


def grouped_table(part: int) -> Table:
    """The same with 责任单位 above 牵头 and 配合, and groups that span their rows."""
    heading = (("领域", "重点任务", "责任单位", "", "完成时限"), ("", "", "牵头", "配合", ""))
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
    rows = []
    for at, duty in enumerate(duties := duties_of(part), len(heading)):
        first = at == len(heading) or duties[at - len(heading) - 1].group != duty.group
        rows.append((duty.group if first else "", duty.task, duty.lead, duty.support, duty.due))
        if not first:
            merged.append((at - 1, 0, at, 0))
    return Table((*heading, *rows), tuple(merged))


def duty_blocks(part: int, grouped: bool = False) -> tuple[Block, ...]:
    """A heading and the table under it."""
    table = grouped_table(part) if grouped else duty_table(part)
    return Block("heading", f"附：{CITY}为民实事任务分工表", 1), Block("table", table=table)


def english_table(part: int) -> Table:
    """The duties' bodies as they are, under English headings: half of a translated table is never translated."""
    rows = [(duty.task, duty.lead, duty.support) for duty in duties_of(part)]
    return Table((("Task", "Lead agency", "Supporting agencies"), *rows))
