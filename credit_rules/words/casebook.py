"""How a case that fails is told, in both languages: `{code: (zh, en)}`."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "expects-nothing": ("‘{case}’没有写期望的结果", "'{case}' expects nothing"),
    "not-loaded": ("‘{case}’写到措施 {name}，该措施没有载入", "'{case}' names the measure {name}, which is not loaded"),
    "whole": (
        "‘{case}’期望 {key} 为 {expected}，实为 {found}{why}",
        "'{case}' expected {key} {expected}, found {found}{why}",
    ),
    "measure": (
        "‘{case}’期望 {name} 为 {expected}，实为 {found}{why}",
        "'{case}' expected {name} {expected}, found {found}{why}",
    ),
    "part": (
        "‘{case}’期望 {name} 的 {key} 为 {expected}，实为 {found}{why}",
        "'{case}' expected {name} {key} {expected}, found {key} {found}{why}",
    ),
    # what stood behind a finding
    "by-guard": ("，因 `{guard}`", " by `{guard}`"),
    "records": ("：{records}", ": {records}"),
    "ended": ("{record} 至 {day}", "{record} ended on {day}"),
    "missing": ("，待查：{facts}", ", missing: {facts}"),
    "fact": ("{title}（{fact}）", "{title} ({fact})"),
    "out-of-scope": ("，不在范围内：{why}", ", out of scope: {why}"),
    "lifts-on": ("，自 {day} 起不再适用", ", lifts on {day}"),
    "decided-by": ("，决定它的是：{tests}", ", decided by: {tests}"),
    "test-found": ("{test} → {found}", "{test} → {found}"),
    "reached": ("{role}有同样情形", "a related subject ({role}) in the same case"),
    "cross-checked": ("列入任何一个停止享受激励的名单", "is on a list that stops incentives"),
    # what led to an outcome
    "led-by": ("，因 {reasons}", ", because {reasons}"),
    "led-open": ("{measure} 待查：{facts}", "{measure} is open: {facts}"),
    "led": ("{measure}：{reason}{why}", "{measure}: {reason}{why}"),
    "nothing-led": ("：没有措施适用，也没有惩戒待核实", ": nothing applies, and no restriction is open"),
}

#: What is to be seen of a measure, by sort and value.
DUTIES: Mapping[str, tuple[str, str]] = {
    "finding.seen": ("结论“{what}”没有用例", "no case comes to `{what}`"),
    "test.true": ("没有用例使条件成立：{what}", "no case makes the test true: {what}"),
    "test.false": ("没有用例使条件不成立：{what}", "no case makes the test false: {what}"),
    "test.unknown": ("没有用例使条件待查：{what}", "no case leaves the test open: {what}"),
    "guard.stopped": ("“{what}”没有见过起作用", "the guard `{what}` was never seen to stop it"),
    "guard.open": ("“{what}”没有见过待查", "the guard `{what}` was never seen open"),
    "guard.out": ("没有见过由别的单位办理", "never seen handled by another body"),
}

#: Guards by what they watch, beside those of a finding.
GUARDS: Mapping[str, tuple[str, str]] = {
    "standing": ("记录已不再有效", "standing"),
    "by": ("实施主体", "by"),
    "not-in-force": ("未生效或已失效", "not-in-force"),
    "cross-check": ("红黑名单交叉比对", "cross-check"),
    "elsewhere": ("外地名单，未互认", "elsewhere"),
}

#: The lines of the report.
REPORT: Mapping[str, tuple[str, str]] = {
    "rule-set": ("规则集 {name}", "rule set {name}"),
    "list": (
        "  {name}  用例 {cases} · 措施 {measures} · 条件 {test} · 保障 {guard} · 结论 {finding}",
        "  {name}  cases {cases} · measures {measures} · tests {test} · guards {guard} · findings {finding}",
    ),
    "scenario": ("情景 {name}  {steps} 步", "scenario {name}  {steps} steps"),
    "failed": ("失败  {at}", "FAILED  {at}"),
    "uncovered": ("未覆盖  {at}  {name}：{what}", "not covered  {at}  {name}: {what}"),
    "more": ("  另有 {number} 处未覆盖，见 --format json", "  and {number} more; see --format json"),
    "total": (
        "用例 {cases} · 通过 {passed} · 失败 {failed} · 覆盖 {share}",
        "cases {cases} · passed {passed} · failed {failed} · covered {share}",
    ),
    "total-scenarios": (
        "步骤 {cases} · 通过 {passed} · 失败 {failed}",
        "steps {cases} · passed {passed} · failed {failed}",
    ),
    "too-little": ("覆盖不足：要求 {wanted}", "covered too little: {wanted} is wanted"),
    "nothing": ("没有找到用例或者情景", "no cases or scenarios found"),
}
