"""Names of places in several languages, and where they stand in a question."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from index import Glossary, definitions, fold

# The chief ones: the names of villages and of small counties are everyday words as well.
_PLACES = """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州
    云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 石家庄 唐山 秦皇岛 太原 沈阳 大连 鞍山 长春 哈尔滨
    大庆 南京 苏州 无锡 常州 南通 徐州 扬州 镇江 盐城 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 义乌 台州 合肥 芜湖 蚌埠 福州
    厦门 泉州 漳州 莆田 南昌 赣州 九江 景德镇 济南 青岛 烟台 潍坊 淄博 威海 临沂 郑州 洛阳 开封 武汉 宜昌 襄阳 长沙
    株洲 湘潭 岳阳 衡阳 广州 深圳 珠海 汕头 佛山 东莞 中山 惠州 江门 肇庆 湛江 茂名 梅州 清远 韶关 揭阳 潮州 汕尾 河源
    阳江 云浮 海口 三亚 南宁 柳州 桂林 北海 成都 绵阳 宜宾 泸州 贵阳 遵义 昆明 大理 丽江 拉萨 西安 咸阳 宝鸡 兰州 西宁
    银川 乌鲁木齐 呼和浩特 包头 鄂尔多斯 台北 高雄 新竹 昆山 浦东 雄安 横琴 东北 长三角 京津冀 日本 韩国 朝鲜 印度
    新加坡 马来西亚 泰国 越南 菲律宾 印度尼西亚 俄罗斯 英国 法国 德国 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威
    丹麦 芬兰 波兰 奥地利 希腊 爱尔兰 乌克兰 美国 加拿大 墨西哥 巴西 阿根廷 智利 澳大利亚 新西兰 埃及 南非 以色列
    沙特阿拉伯 阿联酋 伊朗 土耳其 哈萨克斯坦 巴基斯坦 东盟 欧盟 欧洲 非洲 东京 大阪 首尔 巴黎 伦敦 柏林 慕尼黑 罗马
    马德里 莫斯科 纽约 华盛顿 洛杉矶 旧金山 硅谷 波士顿 芝加哥 多伦多 温哥华 悉尼 墨尔本 曼谷 吉隆坡 雅加达 孟买
    新德里 迪拜
"""
# Names that neither dictionary nor glossary nor romanisation gives.
_NAMES = """
    北京 peking pekín pékin 베이징 북경; 上海 schanghai shanghái 상하이 상해; 广州 canton cantón kanton 광저우 広州
    杭州 항저우; 南京 nanking nankin nankín 난징; 重庆 충칭; 天津 톈진; 武汉 wuhán; 成都 청두; 西安 xi'an; 苏州 쑤저우
    东莞 둥관; 佛山 포산; 珠海 주하이; 厦门 샤먼; 青岛 tsingtao 칭다오; 宁波 닝보; 香港 hongkong 홍콩 ホンコン
    澳门 마카오 マカオ; 台湾 taiwan taiwán taïwan formosa 대만; 台北 taipei taipeh 타이베이; 广东 광둥 広東
    浙江 저장성; 江苏 장쑤; 内蒙古 innere_mongolei; 西藏 tíbet 티베트; 哈尔滨 하얼빈; 陕西 shaanxi
    乌鲁木齐 urumqi ürümqi; 拉萨 lhasa; 呼和浩特 hohhot; 日本 japón japon 일본; 韩国 corea corée korea südkorea 한국
    德国 deutschland alemania allemagne 독일 ドイツ; 法国 frankreich francia 프랑스 フランス
    英国 großbritannien england angleterre inglaterra royaume-uni reino_unido 영국 イギリス
    美国 usa amerika vereinigte_staaten états-unis estados_unidos 미국 米国 アメリカ
    新加坡 singapur singapour 싱가포르 シンガポール; 印度 indien inde インド
    俄罗斯 russland rusia russie 러시아 ロシア; 欧洲 europa 유럽 ヨーロッパ; 欧盟 ue eu
    意大利 italien italie italia 이탈리아 イタリア; 西班牙 spanien espagne españa 스페인 スペイン; 东京 tokio 도쿄
    巴黎 parís 파리; 伦敦 londres 런던 ロンドン; 柏林 berlín 베를린 ベルリン; 首尔 seúl séoul 서울 ソウル; 阿联酋 uae
"""
_PLACE_NAME = re.compile(r"(?!Surname |Abbr)[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")
# Documents say 粤港澳 and mean three places; two such characters beside each other are names, one alone is a word.
_SHORT = (
    "北京京 天津津 河北冀 山西晋 上海沪 江苏苏 浙江浙 安徽皖 福建闽 江西赣 山东鲁 河南豫 湖北鄂 湖南湘 广东粤 广西桂 "
    "重庆渝 四川川 海南琼 香港港 澳门澳 台湾台 深圳深 美国美 欧洲欧 欧盟欧 日本日 韩国韩 中国中"
)
SHORT_PAIRS = {
    place[:-1]: {pair for other in _SHORT.split() for pair in (place[-1] + other[-1], other[-1] + place[-1])}
    for place in _SHORT.split()
}
"""Place -> its short name beside another one's, either way round."""


class Gazetteer:
    """Names of places in several languages, and where they stand in a question."""

    def __init__(self, glossary: Glossary, dictionary: Mapping[str, str]) -> None:
        self._of: dict[str, set[str]] = defaultdict(set)
        for row in _NAMES.replace("\n", ";").split(";"):
            place, *names = row.split() or [""]
            self._add(place, (name.replace("_", " ") for name in names))
        for place in _PLACES.split():
            lines = dictionary.get(place, "")
            sound = re.match(r"\[([A-Z][^\]]*)\]", lines)
            self._add(place, [place, re.sub(r"[\d ]", "", sound[1].replace("u:", "ü")) if sound else place])
            named = (m[0] for sense in definitions(lines) if (m := _PLACE_NAME.match(sense)))
            self._add(place, islice(named, 1))
        for entry in glossary.entries:
            place = re.sub("(?<=..)[市省]$", "", entry.chinese)
            if place in self._of:
                self._add(place, (name for names in entry.names.values() for name in names))
        either = "|".join(map(re.escape, sorted(self._of, key=len, reverse=True)))
        self._any = re.compile(
            rf"(?<![^\W\d_\u3400-\u9fff])(?:{either})(?:(?<=[\u3040-\ud7a3])|(?![^\W\d_\u3400-\u9fff]))"
        )

    def found(self, folded: str) -> Iterator[tuple[int, int, set[str]]]:
        """Start, end (half-open) and the places that a name in a folded question can mean, in their order."""
        for found in self._any.finditer(folded):
            yield found.start(), found.end(), self._of[found[0]]

    def names(self) -> Iterator[tuple[str, set[str]]]:
        """Each folded name with the places that it can mean."""
        return iter(self._of.items())

    def _add(self, place: str, names: Iterable[str]) -> None:
        for name in names:
            self._of[fold(name)].add(place)
            self._of[name.casefold().replace("ss", "ß")].add(place) if "ß" in name else None
