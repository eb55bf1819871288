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

hardship-destitute_support = 特困散居供养
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

hardship-destitute_central = 特困集中供养
source-desk = 经办窗口
source-family = 家属

disability-1 = 一级残疾
disability-2 = 二级残疾
disability-3 = 三级残疾
disability-4 = 四级残疾
disability-pending = 残疾证办理中

ability-able = 能力完好
ability-mild = 轻度失能
ability-moderate = 中度失能
ability-severe = 重度失能
ability-total = 完全失能

arrangement-alone = 独自居住
arrangement-with_spouse = 与配偶同住
arrangement-with_children = 与子女同住
arrangement-with_disabled_child = 与残疾子女同住
arrangement-with_grandchildren = 与孙辈同住
arrangement-with_others = 与其他人同住
arrangement-institution = 住养老机构

dwelling-relocation_site = 易地扶贫搬迁集中安置点
dwelling-walk_up = 无电梯楼房
dwelling-remote = 偏远散居
dwelling-unsafe = 危旧房屋

scheme-medical = 医疗保险
scheme-pension = 养老保险
scheme-medical-resident = 城乡居民医疗保险
scheme-medical-employee = 职工医疗保险
scheme-pension-resident = 城乡居民养老保险
scheme-pension-employee = 企业职工养老保险
scheme-pension-public = 机关事业单位养老保险

wish-institution = 愿意集中供养（入住机构）
wish-home_retrofit = 愿意居家适老化改造
wish-wristband = 愿意佩戴智能手环
wish-meals = 愿意使用助餐服务

consent-allowance = 享受高龄津贴（免申即享）
consent-data_use = 数据共享使用
consent-device = 安装使用设备

authority-be_told = 可被告知
authority-see_record = 可查看档案
authority-apply = 可代为申请
authority-receive_payment = 可代领待遇
authority-decide = 可代为决定

name_use-bank = 银行户名
name_use-insurer = 参保姓名
name_use-former = 曾用名
name_use-variant = 异写

task-verify-death = 核实死亡
event-missing = 下落不明
task-entry-accept = 受理即将年满的老年人
task-entry-examine = 审核新增对象
task-entry-notice = 发布公示
task-entry-approve = 审批新增对象
task-entry-objection = 核查公示异议
task-case-correction = 决定办结记录的更正
task-case-destruction = 核准销毁到期档案
task-case-objection = 答复公开信息更正申请
entry-seen-identity = 身份证原件
entry-seen-household = 户口簿，户籍在本县
entry-seen-alive = 本人健在
entry-told = 您将于 { $day } 起免申请享受高龄津贴。如不愿意，可告知村（社区）。
entry-refused = 您的申请未获批准，原因：{ $why }。
proof-reminded = 请尽快完成领取资格认证：到村（社区）、打电话、视频或由亲属告知均可。逾期将暂停发放，认证后补发。
proof-suspended = 因未按期完成领取资格认证，补贴自本月起暂停发放；完成认证后恢复并补发。
fact-reminded = 您的补贴资格尚有情况待核实，请配合村（社区）提供材料；核实前照常发放。
fact-suspended = 您的补贴资格逾期未能核实，补贴自本月起暂停发放；核实后恢复并补发。
task-verify-fact = 核实待遇所需的事实
task-bring-in = 追缴多发的款项
task-prove-life = 认证领取资格
task-case = 业务台账待办
payee-relation-spouse = 配偶
payee-relation-child = 子女
payee-relation-grandchild = 孙子女
payee-relation-sibling = 兄弟姐妹
payee-relation-guardian = 监护人
payee-relation-village = 村（社区）
payee-relation-relative = 其他亲属
task-list-township = 报送本乡镇老年人名单
task-list-civil-affairs = 催要低保、特困名单
task-list-police = 催要户口注销、迁移名单
task-list-funeral = 催要殡仪馆火化名单
task-list-health = 催要死亡医学证明名单
task-list-disabled-federation = 催要残疾人名单

# Kinds of facility, as lists name them.
facility-kind-county_support = 县级特困人员供养服务设施
facility-kind-township_centre = 乡镇区域养老服务中心
facility-kind-street_centre = 街道综合养老服务中心
facility-kind-station = 村（社区）养老服务站点
facility-kind-mutual_point = 村级互助养老服务点
facility-kind-complex = 社区养老服务综合体
facility-kind-community_centre = 社区居家养老服务中心
facility-kind-day_care = 日间照料中心
facility-kind-guidance_centre = 养老服务指导中心
facility-kind-courtyard = 农村养老服务大院
facility-kind-neighbour_point = 邻里互助点
facility-kind-embedded = 嵌入式小型多功能养老服务机构
facility-kind-home = 养老机构
facility-kind-canteen = 老年食堂（助餐点）
facility-kind-medical = 医疗卫生机构
facility-kind-school = 老年教育场所
facility-kind-activity_centre = 老年活动中心
task-find-unserved = 可享未享：上门告知并登记意愿
task-find-soon = 即将符合条件：提前告知
task-find-ended = 已不符合条件：核实停发
task-find-unknown = 缺情况不能判断：核实
