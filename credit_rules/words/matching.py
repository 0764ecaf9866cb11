"""Why a name may be that of somebody on record, in both languages."""

from collections.abc import Mapping

#: Reasons of a possible match; those of one row may stand together.
WHY: Mapping[str, tuple[str, str]] = {
    "same": ("名称规范化后相同", "the same name once normalised"),
    "legal-form-differs": ("除组织形式外相同", "the same but for the legal form"),
    "word-order": ("字词相同，次序不同", "the same words in another order"),
    "near": ("名称相近", "nearly the same name"),
    "other-code": (
        "名称完全相同，代码不同：核对投标文件中的代码",
        "the very same name with another code: verify the code of the bid",
    ),
    "other-name": ("按其他名称比对", "by another of its names"),
    "width": ("全角、半角不同", "full and half width"),
    "case": ("大小写不同", "capitals"),
    "accents": ("字母附加符号不同", "marks on letters"),
    "signs": ("标点、括号不同", "signs and brackets"),
    "blanks": ("空格不同", "blanks"),
    "traditional": ("繁体、简体不同", "traditional and simplified characters"),
    "legal-form": ("组织形式写法不同", "ways of writing the legal form"),
}
