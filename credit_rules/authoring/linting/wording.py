"""What lint says around its remarks: counts, and the headings of a page."""

from collections.abc import Mapping

#: (Chinese, English one, English many)
COUNTS: Mapping[str, tuple[str, str, str]] = {
    "error": ("{n} 个错误", "{n} error", "{n} errors"),
    "warning": ("{n} 个警告", "{n} warning", "{n} warnings"),
    "info": ("{n} 条提示", "{n} hint", "{n} hints"),
    "file": ("检查了 {n} 个文件", "{n} file looked at", "{n} files looked at"),
    "mended": ("改好 {n} 处", "{n} place mended", "{n} places mended"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "nearest": ("（最接近的是 `{name}`）", " (the nearest is `{name}`)"),
    "clean": ("没有发现问题", "nothing to remark"),
    "mended": ("{at}: {code}: 已改：{title}", "{at}: {code}: mended: {title}"),
    "why": ("为什么要紧", "why it matters"),
    "mend": ("怎样改", "how to mend it"),
    "fails": ("不通过的例子（在 {at}）", "an example that fails (at {at})"),
    "passes": ("通过的例子", "an example that passes"),
    "loader": ("载入时即被拒绝", "refused when the rule set is loaded"),
    "mendable": ("--fix 可以自动改", "--fix mends it"),
}


def said(word: str, lang: str, **params: object) -> str:
    """A sentence in a language."""
    return WORDS[word][lang == "en"].format(**params)


def counted(word: str, number: int, lang: str) -> str:
    """A number of things in words.

    >>> counted("error", 1, "en"), counted("error", 2, "en"), counted("error", 2, "zh")
    ('1 error', '2 errors', '2 个错误')
    """
    zh, one, many = COUNTS[word]
    return (zh if lang == "zh" else one if number == 1 else many).format(n=number)
