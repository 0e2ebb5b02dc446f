"""The matrix in words, Chinese and English: kinds of record, scopes, classes of field, how shown."""

from nuangang.policy.matrix import CLEAR, HIDDEN, MASKED, Scope

ZH, EN = 0, 1

SCOPES = {
    Scope.NONE: ("–", "–"),
    Scope.OWN: ("自己的", "own"),
    Scope.TIED: ("结对的孩子", "tied children"),
    Scope.TAUGHT: ("任教的班", "classes taught"),
    Scope.CLASS: ("本班", "own class"),
    Scope.GRADE: ("本年级", "own grade"),
    Scope.SCHOOL: ("全校", "whole school"),
}
# One line for each kind of the matrix; a test names the kind that has none.
KINDS: dict[str, tuple[str, str]] = {
    "school": ("学校设置", "the school's settings"),
    "calendar": ("校历", "the school's calendar"),
    "staff": ("教职工与职务", "staff and their posts"),
    "class": ("班级", "classes"),
    "child": ("孩子的档案", "children's files"),
    "family": ("父母、监护人、电话、父母情况", "parents, carers, numbers, facts about parents"),
    "change": ("改动记录", "what changed in files"),
    "tie": ("结对", "ties between grown-ups and children"),
    "helper": ("学习帮手", "study helpers"),
    "pairing": ("结对方案", "pairing plans"),
    "care_rule": ("关爱规则", "care rules"),
    "duty": ("履职与每期结果", "duties and the result of each period"),
    "care_record": ("关爱记录", "care records"),
    "roster": ("名册导入", "rosters read in"),
    "board": ("校长看板", "the head's board"),
    "county": ("县级数字（没有姓名）", "the county's figures, no names"),
    "incident": ("突发情况：上报、联系、处理", "incidents: raising, calling, leading"),
    "incident_crisis": ("突发情况里的心理危机", "incidents that are a crisis of mind"),
    "incident_report": ("突发情况里的强制报告", "incidents that must be reported by law"),
    "incident_rules": (
        "突发情况的规则：谁在多久内要知道",
        "incidents' rules: who is told within how long",
    ),
    "rota": ("值班表", "the rota: who is on duty"),
    "county_incident": (
        "报到县里的突发情况（孩子姓名遮住）",
        "incidents sent on to the county, children's names masked",
    ),
    "county_incident_rules": ("突发情况的县级规则", "the county's rules for incidents"),
    "safety_agreement": (
        "安全责任书：签字（自己的，也含按职务要会签的）",
        "safety agreements: signing (own: also those countersigned by one's post)",
    ),
    "safety_round": (
        "安全责任书：发起一学年的签订",
        "safety agreements: opening a school year's round",
    ),
    "safety_text": ("安全责任书的内容", "the texts of safety agreements"),
    "county_safety": (
        "各校安全责任书签订率，和校长的责任书",
        "schools' rates of safety agreements, and the heads' own",
    ),
    "directory": ("给家长的老师电话表", "the directory of teachers' numbers for parents"),
    "directory_rules": ("电话表里公布哪些职务", "which posts stand in the directory"),
    "own_number": ("自己的号码给不给家长", "one's own number in the directory"),
    "audit": ("谁看过、做过什么（日志）", "the log of who looked at and did what"),
    "audit_rules": ("日志留多久、什么算异常查看", "how long the log is kept, what reading is odd"),
    "access_review": ("每学期核对谁能看到什么", "each term's review of who can see what"),
    "sign_in": ("重置同事的第二步验证", "resetting a colleague's second step"),
    "machine": ("这台机器：备份、密钥、证书", "the machine: backups, keys, certificates"),
    "clearance": ("准入查询、培训、承诺书", "checks and training of those near children"),
    "channel": ("短信、邮件和群的通道", "how SMS, mail and group messages are sent"),
    "message": ("发出的消息", "messages sent"),
    "notice": (
        "自己的消息、怎么通知自己",
        "one's own messages, and how one is told",
    ),
    "recovery_code": (
        "备份的恢复码（一台机器只有一所学校时）",
        "the backup's recovery code, where a machine holds one school",
    ),
    "raised": (
        "情况反映：写，和知道有没有人收到",
        "concerns: writing one, hearing it was received",
    ),
    "concern": ("情况反映的内容和处理", "what a concern says and what was done"),
    "child_name": (
        "反映情况、上报突发情况时可以点名的孩子（只有姓名和班级）",
        "children who may be named in a concern or an incident, name and class alone",
    ),
    "sealed_trace": (
        "密封记录：知道有、谁保管、哪一天",
        "sealed notes: that there is one, who keeps it, which day",
    ),
    "follow_up": ("心理辅导：只知道在跟进", "counselling: only that the child is followed up"),
    "counselling": ("心理辅导记录的内容", "what a counselling note says"),
    "legal": ("法律援助记录的内容", "what a legal-aid note says"),
    "glass": ("应急查看：登记和查看（改=应急打开）", "breaking the glass: register; write = break"),
    "glass_review": ("应急查看的每月审签", "the monthly review of broken glass"),
    "integration": ("对接：别的程序的令牌", "other programs' tokens"),
    "new_year": ("新学年：升级、毕业", "the new school year: moving up, leaving"),
    "privacy": ("儿童个人信息保护的各项文书", "the law's papers on children's data"),
    "rules_publishing": ("发布儿童个人信息规则", "publishing the rules on children's data"),
    "consent": ("监护人的同意", "guardians' consent"),
    "data_request": ("查阅、复制、更正、删除的申请", "requests to view, copy, correct, delete"),
    "retention": ("保存期限到了的处理", "what happens when a period of keeping ends"),
    "transfer": ("转学：转出和转入的档案", "transfers of files to and from other schools"),
}
CLASSES: dict[str, tuple[str, str]] = {
    "file": (
        "日常档案：出生、住校、学习、表现、标签、缺什么",
        "the everyday file: birth, boarding, study, conduct, labels, what is missing",
    ),
    "identity": ("证件号码、学籍号", "ID and school-roll numbers"),
    "contact": ("电话、住址、微信", "phones, addresses, WeChat"),
    "family": ("家庭情况、收入、资助、备注", "the family's situation, income, aid, remarks"),
    "health": ("健康、残疾、疾病", "health, disability, illness"),
    "legal": ("监护评估、羁押、遗弃等涉法情况", "custody, guardianship rating, abandonment"),
    "counselling": ("情绪与心理", "mood and thinking"),
}
SHOWN = {
    CLEAR: ("看得到", "clear"),
    MASKED: ("遮住，说明原因可看", "masked, opened with a reason"),
    HIDDEN: ("–", "–"),
}
# What the clock does by itself: each piece of work with when it is done and the kinds it reads or
# changes. The night's work is called as it is registered, other work by where its function stands. A piece
# of work that is not named here fails the build; none of it lets anybody see more.
NIGHT, MINUTE, SECOND = "night", "minute", "second"
WHEN = {
    NIGHT: ("每天夜里", "each night"),
    MINUTE: ("每分钟看一次", "looked for each minute"),
    SECOND: ("每秒看一次", "looked for each second"),
}
JOBS: dict[str, tuple[str, str, str, str]] = {
    "labels": (NIGHT, "child family", "重新判断谁是留守儿童、缺什么", "counts labels and gaps anew"),
    "duties": (NIGHT, "duty care_rule", "让履职跟上规则和标签", "lets duties follow rules, labels"),
    "photos": (NIGHT, "care_record", "删掉没有记录的照片文件", "deletes photo files of no record"),
    "concerns": (NIGHT, "concern", "重数等着处理的情况反映", "counts anew which concerns wait"),
    "incidents": (NIGHT, "incident rota", "重数处理中的突发情况，记下谁值班", "counts which incidents run, who is on duty"),
    "figures": (NIGHT, "board", "留存当天的数字", "keeps the day's figures"),
    "log": (NIGHT, "audit audit_rules", "按期限清理日志", "lets go of entries past their time"),
    "sharing": (NIGHT, "privacy", "登记系统自己给出去的数据", "notes what the product gave others"),
    "roster_files": (NIGHT, "roster", "删掉过期的名册文件", "deletes roster files past their time"),
    "portraits": (NIGHT, "child", "删掉没有档案的照片文件", "deletes portrait files of no file"),
    "new_year": (NIGHT, "new_year", "到了日子，执行确认过的新学年", "turns into a year confirmed before"),
    "safety": (NIGHT, "safety_agreement", "重数安全责任书签了多少", "counts anew who signed safety agreements"),
    "sessions": (NIGHT, "staff", "清理过期的登录", "drops sessions that are over"),
    "statistics": (NIGHT, "machine", "让数据库重看各表有多少行", "lets the database count how rows lie"),
    "care.actions.freezing.freeze": (MINUTE, "duty care_record", "一期结束就定下结果", "settles periods that are over"),
    "wellbeing.ticking.escalate": (
        MINUTE, "concern", "没人收下的情况反映转给校长", "turns to the head with what nobody received",
    ),
    "incidents.ticking.page": (
        SECOND, "incident message", "没人牵头就发短信给下一个", "asks the next to lead, as long as nobody does",
    ),
    "incidents.ticking.warn": (
        SECOND, "incident message", "时间快到，发短信给牵头的人", "warns who leads that the time is nearly up",
    ),
    "incidents.ticking.send_on": (
        SECOND, "incident county_incident message", "过了时限或一直没人牵头，报到县里",
        "sends on to the county what missed a time or has nobody who leads",
    ),
    "desk.figures.keeping.keep_fresh": (
        MINUTE, "board", "数字满一小时就重数", "counts figures again that are an hour old",
    ),
    "desk.log_keeping.chain": (MINUTE, "audit", "把新条目接到链上", "ties new entries to the log's chain"),
    "desk.log_keeping.look": (
        MINUTE, "audit audit_rules", "每一刻钟找异常查看", "looks for odd reading each quarter hour",
    ),
    "desk.log_keeping.check": (MINUTE, "audit", "凌晨核对整条链一次", "goes through the chain once before dawn"),
    "machine.schedule.start_what_is_due": (
        MINUTE, "machine", "到了时间就备份", "starts the nightly backup when due",
    ),
    "machine.certificates.renew_if_due": (
        MINUTE, "machine", "证书快到期就换新的", "renews the certificate when due",
    ),
    "notify.answers.read_answers": (
        SECOND, "message incident", "看有没有短信回复（每五秒）", "looks for answers by SMS, every five seconds",
    ),
    "desk.digest_sending.send_digests": (
        MINUTE, "duty message notice", "上学日早上发每天的提醒", "sends the day's digests on school days",
    ),
    "machine.spending.watch_spending": (
        MINUTE, "message channel notice", "短信费用到限额就告诉校长和管理员",
        "tells head and keeper when SMS reach the month's limit",
    ),
    "notify.outbox.send_sms": (SECOND, "message channel", "发送该发的短信", "sends SMS that are due"),
    "notify.outbox.send_others": (
        SECOND, "message channel", "发送该发的邮件、群消息和设备通知", "sends mail, group messages and notices that are due",
    ),
}  # fmt: skip
# What can be taken out of the system, by its verb in the log: how many children's facts at once,
# and whether it asks what for. A verb that takes something out and is not named here fails the build.
ONE, MANY = "one", "many"
EXPORTS: dict[str, tuple[str, str, str]] = {
    "printed_list": (MANY, "children", "reason"),
    "printed_contact_cards": (MANY, "class_contact_cards", "reason"),
    "printed_file_cards": (MANY, "class_file_cards", "reason"),
    "printed_transfer_card": (ONE, "transfer_card", "reason"),
    "printed_concern": (ONE, "concern_print", "right"),
    "printed_sealed": (ONE, "note_print", "right"),
    "printed_breach_letters": (MANY, "breach_letters", "reason"),
    "log_exported": (MANY, "log_export", "right"),
    "pack_made": (MANY, "pack_make", "right"),
    "printed/consent": (MANY, "consents_print", "right"),
    "printed/data_request": (ONE, "data_request_letter", "right"),
    "exported/child": (ONE, "child_everything", "right"),
    "printed/tie": (MANY, "pairing_promises", "right"),
    "took_incident_figures": (MANY, "incidents_figures_file", "right"),
    "took_report": (MANY, "incident_report_file", "right"),
    "took_named_report": (MANY, "incident_report_named_file", "reason"),
}
