# 全国通用的词语

role-county_clerk = 县级经办
role-county_reviewer = 县级审批
role-county_finance = 县级财务
role-township_officer = 乡镇经办
role-township_head = 乡镇负责人
role-village_worker = 村级协办员
role-system_admin = 系统管理员
role-security_admin = 安全管理员
role-audit_admin = 审计管理员
role-auditor = 外部审计

label-living_alone = 独居
label-empty_nest = 空巢
label-left_behind = 留守
label-orphaned = 孤寡
label-disabled = 残疾
label-severely_disabled = 重度残疾
label-disabled_or_demented = 失能或失智
label-lost_only_child = 失独（计划生育特殊家庭）
label-family_planning = 计划生育家庭
label-destitute = 特困
label-advanced_age = 高龄

label_list-visiting = 探访关爱对象
label_list-plan = 发展规划所列
label_list-county_plan = 县规划所列
label_list-rural = 农村重点老年人

hardship-destitute_support = 特困供养
hardship-minimum_living = 最低生活保障
hardship-low_income_edge = 低保边缘
hardship-relapse_watch = 防返贫监测户
hardship-lifted = 脱贫户

relation-self = 本人
relation-spouse = 配偶
relation-son = 儿子
relation-daughter = 女儿
relation-child = 子女
relation-grandchild = 孙子女
relation-parent = 父母
relation-sibling = 兄弟姐妹
relation-relative = 其他亲属
relation-guardian = 监护人
relation-neighbour = 邻居
relation-caregiver = 照护者
relation-village_worker = 村（社区）工作人员
relation-institution = 机构
relation-other = 其他

event-death = 死亡
event-move_out = 户籍迁出
event-move_in = 户籍迁入
event-living_elsewhere = 外出居住
event-admission = 入住机构
event-discharge = 离开机构
event-hospital = 住院

source-township = 乡镇（街道）
source-village = 村（社区）
source-civil_affairs = 民政部门
source-police = 公安户籍
source-funeral = 殡仪馆
source-health = 卫生健康部门
source-disabled_federation = 残疾人联合会
source-bank = 代发银行
