"""Whether a document is in force, beside its title wherever the page lists it."""

from index import Validity
from qa.page.texts import Texts
from qa.render import escape_html
from qa.warned import standing_of


def state_html(validity: Validity, texts: Texts) -> str:
    """The sentence that a document has expired, was repealed and so on; "" for one in force."""
    told = standing_of(validity, texts.language)
    return f'<span class="pq-state"><bdi>{escape_html(told)}</bdi></span>' if told else ""
