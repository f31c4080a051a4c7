"""The few sentences of our own in an answer, by language; all else in an answer is quoted."""

from collections.abc import Mapping

from qa.answer import Reason
from qa.question import LONGEST, Language

_DECLINED: Mapping[str, Mapping[Reason, str]] = {
    "zh": {
        "empty": "问题里没有文字，请输入想了解的内容。",
        "too_long": f"问题太长，请缩短到 {LONGEST} 个字符以内。",
        "not_covered": "这些文件没有回答这个问题。下面列出最接近的段落，仅供参考，并非答案。",
        "off_topic": "这个问题与这些文件无关，文件中没有答案。",
        "unsupported": "找到了相关段落，但没有一句能作为这个问题的依据。",
    },
    "zh-Hant": {
        "empty": "問題裡沒有文字，請輸入想了解的內容。",
        "too_long": f"問題太長，請縮短到 {LONGEST} 個字元以內。",
        "not_covered": "這些文件沒有回答這個問題。下面列出最接近的段落，僅供參考，並非答案。",
        "off_topic": "這個問題與這些文件無關，文件中沒有答案。",
        "unsupported": "找到了相關段落，但沒有一句能作為這個問題的依據。",
    },
    "en": {
        "empty": "There are no words in the question. Type what you want to know.",
        "too_long": f"The question is too long. Shorten it to {LONGEST:,} characters or fewer.",
        "not_covered": "The documents do not answer this. The nearest passages are listed: related, not an answer.",
        "off_topic": "This has nothing to do with the documents, so they hold no answer.",
        "unsupported": "There are related passages, but no sentence in them supports an answer.",
    },
}


def declined_text(reason: Reason, language: Language) -> str:
    """Why there is no answer, in the asker's language (Chinese in either script, else English)."""
    return _DECLINED.get(language, _DECLINED["en"])[reason]
