"""Words for codes that rule sets choose themselves: fields of law, offences, grounds, statutory cases, grades, and
facts that may be declared.

No list of them is closed: a code nobody wrote down here is shown as it is. `VALUES` is `{field: {code: (zh, en)}}`.
"""

from collections.abc import Mapping

from credit_rules.words.codes import Table

__all__ = ["FACTS", "VALUES"]

_FIELDS: Table = {
    "accounting": ("会计", "accounting"),
    "advertising": ("广告", "advertising"),
    "anti-monopoly": ("反垄断", "anti-monopoly"),
    "bid-evaluation": ("评标", "evaluation of bids"),
    "bidding-collusion": ("串通投标、行贿谋取中标", "collusion or bribery in bidding"),
    "bidding-contract": ("不履行中标合同", "contract of a bid not performed"),
    "bidding-fraud": ("以他人名义投标、弄虚作假", "fraud in bidding"),
    "business-licence": ("营业执照", "business licence"),
    "commercial-fraud": ("商业欺诈", "commercial fraud"),
    "construction": ("工程建设", "construction"),
    "construction-payment": ("工程款支付", "payment for construction"),
    "consumer-protection": ("消费者权益保护", "consumer protection"),
    "cosmetics": ("化妆品", "cosmetics"),
    "counterfeit": ("制假售假", "counterfeit goods"),
    "drug": ("药品", "drugs"),
    "drug-permit-fraud": ("骗取药品许可", "drug permit got by fraud"),
    "e-commerce": ("电子商务", "e-commerce"),
    "environment": ("生态环境", "environment"),
    "export-control": ("出口管制", "export control"),
    "false-registration": ("虚假登记", "false registration"),
    "food": ("食品", "food"),
    "government-procurement": ("政府采购", "government procurement"),
    "government-procurement-agency": ("政府采购代理", "government procurement agency"),
    "government-procurement-complaint": ("政府采购投诉", "complaints in government procurement"),
    "labour": ("劳动保障", "labour law"),
    "land-market": ("建设用地市场", "construction-land market"),
    "mandatory-standards": ("强制性标准", "mandatory standards"),
    "medical-devices": ("医疗器械", "medical devices"),
    "permit-false-application": ("隐瞒情况或者提供虚假材料申请许可", "false application for a permit"),
    "permit-fraud": ("以欺骗、贿赂等手段取得许可", "permit got by fraud or bribery"),
    "product-quality": ("产品质量", "product quality"),
    "research-integrity": ("科研诚信", "research integrity"),
    "safety-assessment": ("安全评价、检测检验", "safety assessment and testing"),
    "science-award-nomination": ("科学技术奖提名", "nomination for science awards"),
    "science-fund": ("自然科学基金", "natural science fund"),
    "science-fund-host": ("自然科学基金依托单位", "host of the natural science fund"),
    "science-fund-life": ("自然科学基金（终身）", "natural science fund, for life"),
    "tax": ("税收", "tax"),
    "tourism": ("旅游", "tourism"),
    "unfair-competition": ("不正当竞争", "unfair competition"),
    "vaccine": ("疫苗", "vaccines"),
    "wage": ("工资支付", "payment of wages"),
    "work-safety": ("安全生产", "work safety"),
}
_OFFENCES: Table = {
    "bribery": ("贿赂", "bribery"),
    "corruption": ("贪污", "corruption"),
    "embezzlement": ("侵占财产", "embezzlement"),
    "export-control": ("违反出口管制", "breach of export control"),
    "food-safety": ("食品安全犯罪", "offence against food safety"),
    "market-order": ("破坏社会主义市场经济秩序", "offence against the order of the market"),
    "misappropriation": ("挪用财产", "misappropriation"),
    "work-safety-accident": ("生产安全事故", "work safety accident"),
    "work-safety-major-accident": ("重大、特别重大生产安全事故", "major work safety accident"),
}
_GROUNDS: Table = {
    "able-but-refuses": ("有履行能力但拒不履行", "able to perform but refuses"),
    "able-refuses": ("有履行能力而拒不履行", "able to perform and refuses"),
    "food-safety": ("食品安全", "food safety"),
    "large-personal-debt": ("个人所负数额较大债务到期未清偿", "large personal debt overdue"),
    "unreachable-address": ("通过登记的住所无法联系", "not to be reached at the registered address"),
}
_GRADES: Table = {
    "advanced-certified": ("高级认证企业", "advanced certified"),
    "blue": ("蓝牌", "blue"),
    "certified": ("认证企业", "certified"),
    "dishonest": ("失信企业", "dishonest"),
    "green": ("绿牌", "green"),
    "red": ("红牌", "red"),
    "regular": ("常规管理企业", "regular"),
    "seriously-dishonest": ("严重失信企业", "seriously dishonest"),
    "yellow": ("黄牌", "yellow"),
}
_SENTENCES: Table = {
    "death": ("死刑", "death"),
    "deprivation-of-political-rights": ("剥夺政治权利", "deprivation of political rights"),
    "fixed-term-imprisonment": ("有期徒刑", "fixed-term imprisonment"),
    "life-imprisonment": ("无期徒刑", "life imprisonment"),
}
_STATUTORY_CASES: Table = {
    "must-be-tendered": ("依法必须进行招标的项目", "project that must be tendered by law"),
    "same-industry": ("本行业", "the same industry"),
    "same-safety-permit": (
        "直接关系公共安全、人身健康、生命财产安全的同一事项",
        "the same permit, for a matter of safety",
    ),
}
_INDUSTRIES: Table = {
    "construction": ("建筑业", "construction"),
    "real-estate": ("房地产业", "real estate"),
}

#: What may be declared instead of looked up.
FACTS: Table = {
    "no-major-violation": ("无重大违法记录", "no record of a major violation"),
}

VALUES: Mapping[str, Table] = {
    "fact": FACTS,
    "field": _FIELDS,
    "grade": _GRADES,
    "ground": _GROUNDS,
    "industry": _INDUSTRIES,
    "offence": _OFFENCES,
    "sentence": _SENTENCES,
    "within_law": _STATUTORY_CASES,
}
